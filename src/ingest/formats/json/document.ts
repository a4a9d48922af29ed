import { type Items, readItems, type Wanted } from './items.ts';
import { literally } from './literally.ts';
import { parseJson } from './parse.ts';
import { placesIn } from './place.ts';
import { elementAfter } from './resync.ts';
import { endOfValue, skipSeparators } from './skip.ts';

/** A JSON text, whole or broken, of which parts are read. */
export interface JsonDocument {
  /** The names of its members; empty for a list. */
  names: readonly string[];
  /** The value of a member; undefined when there is none, or when it cannot be read. */
  member(name: string): unknown;
  /** The elements of the list that is the value of this member; null when there is no such list. */
  list(path: readonly string[], wanted: Wanted): Items | null;
  /** Its own elements: of a list, or of objects one after another. */
  items(wanted: Wanted): Items;
  /** The elements from the first one on, wherever that stands in a text whose brackets do not pair; null when there is none. */
  remains(wanted: Wanted): Items | null;
  isList: boolean;
}

/** Some put a few characters before it, lest it be run as a script. */
const BEFORE = /^[^[{<]{0,20}(?=[[{])/;
/** An object that lost its bracket. */
const HEADLESS = /^\s{0,20}"[^"\n]{1,80}"\s{0,20}:/;

/** Opens a text that begins like JSON; null for any other. Never throws. */
export function openJson(text: string): JsonDocument | null {
  if (HEADLESS.test(text)) return openJson(`{${text}`);
  const first = skipSeparators(text, 0);
  const start = first + (BEFORE.exec(text.slice(first, first + 40))?.[0].length ?? 0);
  const isList = text[start] === '[';
  if (!isList && text[start] !== '{') return null;
  const placeOf = lazily(() => placesIn(text));
  const top = lazily(() => (isList ? NO_MEMBERS : membersAt(text, start)));
  const found = (name: string) => top().members.find(member => member.name === name);
  const isDamaged = lazily(() => !isBalanced(text, start));
  const around = { text, isDamaged, placeOf: (offset: number) => placeOf()(offset) };
  return {
    isList,
    get names() {
      return top().members.map(({ name }) => name);
    },
    member(name) {
      const member = found(name);
      return member?.end == null ? undefined : parseJson(text.slice(member.from, member.end))?.value;
    },
    list(path, wanted) {
      const at = listAt(text, path, top());
      return at === null ? null : readItems(around, at + 1, wanted);
    },
    items(wanted) {
      if (isList) return readItems(around, start + 1, wanted);
      const { items } = readItems(around, start, wanted);
      return { items, closed: items.at(-1)?.fault === null };
    },
    remains(wanted) {
      const at = isDamaged() ? elementAfter(text, start, wanted.isElement, { left: LOOKED_THROUGH }) : null;
      return at === null ? null : readItems(around, at, wanted);
    },
  };
}

/** In a text without a list that can be found, so many characters are looked through for an element. */
const LOOKED_THROUGH = 16 * 1024 * 1024;

/** True when every bracket has its partner, and nothing comes after the value. */
function isBalanced(text: string, start: number): boolean {
  const end = endOfValue(text, start, text.length);
  return end !== null && skipSeparators(text, end) === text.length;
}

interface Member {
  name: string;
  from: number;
  /** Null when it is cut or broken: nothing is known of what comes after it. */
  end: number | null;
}

/** More names than any document has around its list. */
const MOST_MEMBERS = 200;

interface Members {
  members: Member[];
  /** The object came to its end. */
  whole: boolean;
}

const NO_MEMBERS: Members = { members: [], whole: true };

/** Where the list behind a path begins. Where the way there is broken, the first list of that name is taken. */
function listAt(text: string, path: readonly string[], top: Members): number | null {
  let inside = top;
  let at: number | null = null;
  for (const name of path) {
    if (at !== null) inside = text[at] === '{' ? membersAt(text, at) : NO_MEMBERS;
    const { members, whole } = inside;
    at = members.find(member => member.name === name)?.from ?? (whole ? null : listNamed(text, name));
    if (at === null) return null;
  }
  return at !== null && text[at] === '[' ? at : null;
}

function listNamed(text: string, name: string): number | null {
  const found = new RegExp(`${literally(JSON.stringify(name))}\\s{0,200}:\\s{0,200}(?=\\[)`).exec(text);
  return found ? found.index + found[0].length : null;
}

/** The members of the object that begins at `from`, up to the first that is broken. */
function membersAt(text: string, from: number): Members {
  const members: Member[] = [];
  let at = skipSeparators(text, from + 1);
  while (text[at] === '"' && members.length < MOST_MEMBERS) {
    const nameEnd = endOfValue(text, at, text.length);
    const name = nameEnd === null ? null : parseJson(text.slice(at, nameEnd))?.value;
    if (nameEnd === null || typeof name !== 'string') break;
    const colon = skipSeparators(text, nameEnd);
    if (text[colon] !== ':') break;
    const value = skipSeparators(text, colon + 1);
    const end = endOfValue(text, value, text.length);
    members.push({ name, from: value, end });
    if (end === null) break;
    at = skipSeparators(text, end);
  }
  return { members, whole: text[at] === '}' };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
