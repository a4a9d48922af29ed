import { UserError } from '../errors.ts';
import { isInitial, nameWords, readName } from './names.ts';
import { isPlain, spellingsOf, wordsInOrder } from './spelling.ts';
import { nameKey } from './tokenize.ts';
import { addTerm, emptyTrie, type Trie } from './trie.ts';

const FIELDS = ['title', 'author', 'org'] as const;

/** What a term looks at, and nothing else. */
export type Field = (typeof FIELDS)[number];

export interface QueryTerm {
  text: string;
  /** Null: it looks at title and abstract. */
  field: Field | null;
  /** The words a paper must have, in one of these ways, for the term to stand in it; side by side where it looks at texts. */
  spellings: string[][];
  /** Of an author or an organisation: the words of the name, initials included. Empty for other terms. */
  name: string[];
}

/** What a subscriber looks for in words of their own. */
export interface Query {
  /** Every group must match; of a group one term suffices. */
  needed: QueryTerm[][];
  excluded: QueryTerm[];
}

const LONGEST = 500;

/** What stands between spaces: a minus, a field, and a phrase with its closing quote or a word. By number: names cost twice the time. */
const PIECE = /([-\u2212\u2013])?(\p{L}+:)?(?:"([^"]*)("?)|([^\s"]+))/gu;

/** Any kind of quotation mark. */
export const QUOTES = /["“”„‟«»＂]/g;

/**
 * Reads a query. Words must all stand in the paper, in any order; `"state space"` side by side; `diffusion OR flow`: one
 * of them (OR binds closer than the space); `-survey`: never; `title:video`, `title:"video editing"`: in the title;
 * `author:lecun`, `author:"Y LeCun"`: by somebody of that name; `org:deepmind`: from that organisation.
 * Capitals, accents and the English plural make no difference; `state-space` also finds `state space` and `statespace`.
 * Throws a UserError that points at the bad place.
 */
export function parseQuery(text: string): Query {
  const query = text.replace(QUOTES, '"').replace(/[^\S ]/g, ' ');
  if (query.length > LONGEST) fail(query, LONGEST, `${query.length} characters`, `${LONGEST} at most`);
  const needed: QueryTerm[][] = [];
  const excluded: QueryTerm[] = [];
  /** The OR before the piece that is read; null when there is none. */
  let or: number | null = null;
  /** The first that joins what cannot be joined: told when nothing worse is found. */
  let badOr: number | null = null;
  let joinable = false;
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(query); match; match = PIECE.exec(query)) {
    if (match[0] === 'AND') continue;
    if (match[0] === 'OR') {
      if (or !== null) failOr(query, match.index);
      or = match.index;
      continue;
    }
    const term = readTerm(query, match);
    const isExcluded = match[1] !== undefined;
    if (or !== null && (isExcluded || !joinable)) badOr ??= or;
    if (isExcluded) excluded.push(term);
    else if (or !== null && joinable) needed.at(-1)?.push(term);
    else needed.push([term]);
    joinable = !isExcluded;
    or = null;
  }
  if (or !== null) failOr(query, or);
  if (badOr !== null) failOr(query, badOr);
  if (needed.length === 0) {
    const problem =
      excluded.length > 0 ? 'nothing to look for, only what to leave out' : 'nothing to look for';
    fail(query, 0, problem, 'a word or a phrase, like diffusion or "image editing"');
  }
  return { needed, excluded };
}

const tries = new WeakMap<Query, Trie<QueryTerm>>();

/** All terms that look at texts, to find them in one walk; made when first asked for: of many queries few ever are. */
export function trieOf(query: Query): Trie<QueryTerm> {
  const known = tries.get(query);
  if (known) return known;
  const trie = emptyTrie<QueryTerm>();
  for (const term of [...query.needed.flat(), ...query.excluded])
    if (looksAtText(term)) addTerm(trie, term.spellings, term);
  tries.set(query, trie);
  return trie;
}

/** True for a term that looks at titles or abstracts, false for the name of somebody. */
export function looksAtText({ field }: QueryTerm): boolean {
  return field === null || field === 'title';
}

function readTerm(query: string, match: RegExpExecArray): QueryTerm {
  const [, minus = '', field, phrase, close, word] = match;
  const name = match.index + minus.length;
  const start = name + (field?.length ?? 0);
  // Most are words like this; nothing below can be wrong with one.
  if (word !== undefined && field === undefined && isPlain(word)) return termOf(word, null, false);
  if (close === '') fail(query, start, 'the quote is not closed', 'a second " after the phrase');
  const known = field === undefined ? null : fieldOf(field);
  if (known === undefined) {
    const fields = FIELDS.map(one => `${one}:`).join(', ');
    fail(query, name, `unknown field ${field}`, `${fields} or no field; to look for a colon, quote it`);
  }
  const empty = field === undefined ? fieldOf(word ?? '') : undefined;
  if (empty !== undefined || (known !== null && /^[-\u2212\u2013]/.test(word ?? ''))) {
    const asked = empty ?? known;
    const expected = `a word or a phrase directly after it, like ${asked}:${EXAMPLES[asked ?? 'title']}`;
    fail(query, empty ? start + `${empty}:`.length : start, `${asked}: without a word`, expected);
  }
  const bracket = word?.search(/[()]/) ?? -1;
  if (bracket >= 0)
    fail(query, start + bracket, 'brackets are not understood', 'words, "phrases", OR, -word and title:word');
  const text = phrase ?? word ?? '';
  const term = termOf(text, known, phrase !== undefined);
  if (term.spellings.every(words => words.length === 0))
    fail(query, start, 'no letter and no digit', 'a word or a phrase to look for');
  return term;
}

const EXAMPLES: Record<Field, string> = { title: 'video', author: 'lecun', org: 'deepmind' };

function fieldOf(text: string): Field | undefined {
  return FIELDS.find(field => text.toLowerCase() === `${field}:`);
}

const NO_NAME: string[] = [];

function termOf(text: string, field: Field | null, isPhrase: boolean): QueryTerm {
  if (field === 'author') {
    const name = readName(text).words;
    // An initial is no word of the name.
    const words = name.filter((word, at) => at === name.length - 1 || !isInitial(word));
    return { text, field, spellings: [words.map(word => nameKey('author', word))], name };
  }
  if (field === 'org') {
    const name = nameWords(text);
    return { text, field, spellings: [name.map(word => nameKey('org', word))], name };
  }
  const spellings = isPhrase ? [wordsInOrder(text)] : spellingsOf(text, false);
  return { text, field, spellings, name: NO_NAME };
}

function failOr(query: string, at: number): never {
  fail(
    query,
    at,
    'OR without both sides',
    'something to look for before and after it, like diffusion OR flow',
  );
}

/** Shows the part of the query around the bad place, with a caret below it. */
function fail(query: string, at: number, problem: string, expected: string): never {
  const from = Math.max(0, at - 50);
  const before = (from > 0 ? '…' : '') + query.slice(from, at);
  const after = query.slice(at, at + 30) + (at + 30 < query.length ? '…' : '');
  const caret = `${' '.repeat([...before].length)}^`;
  throw new UserError(
    `The query cannot be read: ${problem}.\n  ${before}${after}\n  ${caret}\nExpected ${expected}.`,
  );
}
