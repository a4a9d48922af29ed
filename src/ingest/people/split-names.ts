import { cleanLine } from '../clean.ts';
import { resolveReferences } from '../html/references.ts';
import { nameToUnicode } from '../tex/name-to-unicode.ts';

/** The largest collaborations have some five thousand authors. */
const MAX_NAMES = 10_000;
const MAX_NAME = 200;
/** Longer lists of names there are not. */
const MAX_TEXT = 400_000;

const INITIALS = /^(?:\p{Lu}\p{M}*\.?[\s-]?){1,4}$/u;
const SUFFIX = /^(?:Jr|Sr|Jnr|Snr|II|III|IV|V|PhD|Ph\.D|MD)\.?$/i;
const ADDRESS = /<?[^\s<>(),;@]{1,64}@[^\s<>(),;@]{1,255}>?/g;

/** What a text says of who wrote a paper. */
export interface People {
  /** In the order they are named, each in one piece, given name first. */
  names: string[];
  /** What stands in parentheses behind all of them, when it is the same behind each; else null. */
  organisation: string | null;
}

/**
 * The names in a list as sources write it: split at commas and semicolons outside parentheses, pairs such as `Kukla, D.` turned
 * round, affiliations and mail addresses left out, TeX as Unicode.
 */
export function splitNames(text: string): People {
  const plain = withoutAddresses(nameToUnicode(resolveReferences(text.slice(0, MAX_TEXT))));
  const list = plain.replace(/\b(Collaborations?):\s/g, '$1, ');
  const people = list.includes(';')
    ? partsOf(list, ';').flatMap(({ text: name, inside }) => [{ name: turned(name), inside }])
    : paired(partsOf(list, ','));
  const found = people
    .map(({ name, inside }) => ({ name: finished(name), inside }))
    .filter(({ name }) => isName(name))
    .slice(0, MAX_NAMES);
  return { names: found.map(({ name }) => name), organisation: agreed(found.map(({ inside }) => inside)) };
}

/** One person as a source writes it in an element of its own: `Müller, Jürgen` and `bob@example.org (Bob Smith)`. */
export function oneName(text: string): string | null {
  const plain = nameToUnicode(resolveReferences(text.slice(0, 2000)));
  const bare = withoutAddresses(plain);
  const inside = /\(([^()]*)\)/.exec(bare)?.[1] ?? '';
  const outside = finished(turned(bare.replace(/\([^()]*\)/g, ' ')));
  if (isName(outside)) return outside;
  // RFC 2822 has names behind addresses in parentheses.
  const name = bare === plain ? '' : finished(inside);
  return isName(name) ? name : null;
}

function withoutAddresses(text: string): string {
  return text.includes('@') ? text.replace(ADDRESS, ' ') : text;
}

interface Part {
  text: string;
  inside: string | null;
}

/** What stands between the separators that are outside parentheses, and what stands inside these. */
function partsOf(list: string, separator: ',' | ';'): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let text = '';
  let inside = '';
  const close = () => {
    parts.push({ text, inside: cleanLine(inside) || null });
    text = '';
    inside = '';
  };
  // A parenthesis that nobody closes would swallow everybody after it.
  const closes = list.split('(').length <= list.split(')').length;
  for (const char of list) {
    if (char === '(') depth += closes ? 1 : 0;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) inside += char;
    else if (char === separator) close();
    else text += char;
  }
  close();
  return parts.flatMap(part => withoutAnd(part));
}

/** `Ann Able and Bob Baker`: two people. */
function withoutAnd(part: Part): Part[] {
  // White space as single spaces: looking for the end of a long run of it takes the square of the run.
  const line = ` ${part.text.replace(/\s+/g, ' ')}`;
  const names = line.split(/ (?:and|&) /i).filter(name => name.trim() !== '');
  return names.map((text, at) => ({ text, inside: at === names.length - 1 ? part.inside : null }));
}

/** Pairs of family name and initials as one name each, and suffixes back where they belong. */
function paired(parts: readonly Part[]): { name: string; inside: string | null }[] {
  const people: { name: string; inside: string | null }[] = [];
  const [first, second] = parts;
  if (parts.length === 2 && first && second && isInverted(first.text, second.text))
    return [{ name: `${second.text} ${first.text}`, inside: second.inside ?? first.inside }];
  let open = false;
  for (const { text, inside } of parts) {
    const before = people.at(-1);
    if (before && SUFFIX.test(text.trim())) {
      before.name = `${before.name.trim()} ${text.trim()}`;
    } else if (before && open && INITIALS.test(text.trim())) {
      before.name = `${text.trim()} ${before.name.trim()}`;
      before.inside = inside;
      open = false;
    } else {
      people.push({ name: text, inside });
      open = !INITIALS.test(text.trim());
    }
  }
  return people;
}

/** A name of one word, with what stands before it in small letters: `van der Berg`. */
const FAMILY = /^(?:\p{Ll}[\p{L}'’]*\s+){0,4}\S+$/u;
/** One name, and initials: `Ann M.` */
const GIVEN = /^\S*\p{L}\.?(?:\s+\p{Lu}\p{M}*\.?){0,3}$/u;

/** `Müller, Jürgen` is one person, `Ann Able, Bob Baker` are two. */
function isInverted(family: string, given: string): boolean {
  return FAMILY.test(family.trim()) && GIVEN.test(given.trim());
}

function turned(name: string): string {
  const parts = name.split(',').map(part => part.trim());
  const [family = '', given = '', suffix] = parts;
  if (given === '') return family;
  if (SUFFIX.test(given)) return [suffix, family, given].filter(Boolean).join(' ');
  return parts.length > 3 ? name : [given, family, suffix].filter(Boolean).join(' ');
}

function finished(name: string): string {
  const line = cleanLine(name.replace(/[<>"]/g, ' '));
  // No name is longer, whatever it ends with: looking for that end would take the square of its length.
  if (line.length > 4 * MAX_NAME) return line;
  return line.replace(/^[\s,;:.*†‡]+|[\s,;:*†‡]+$/g, '').replace(/^(?:by|authors?:)\s+/i, '');
}

function isName(name: string): boolean {
  return (
    /\p{L}/u.test(name) && name.length <= MAX_NAME && !/@|https?:/i.test(name) && !/^et\.? al\.?$/i.test(name)
  );
}

function agreed(insides: readonly (string | null)[]): string | null {
  const [first] = insides;
  if (!first || !/\p{L}{2}/u.test(first) || /^[\d\s,and]+$/.test(first)) return null;
  return insides.every(inside => inside === first) ? first : null;
}
