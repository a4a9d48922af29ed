import { UserError } from '../errors.ts';
import { spellingsOf, wordsInOrder } from './spelling.ts';
import { addTerm, emptyTrie, type Trie } from './trie.ts';

export interface QueryTerm {
  text: string;
  /** Only the title is looked at. */
  inTitle: boolean;
  spellings: string[][];
}

/** What a subscriber looks for in words of their own. */
export interface Query {
  /** Every group must match; of a group one term suffices. */
  needed: QueryTerm[][];
  excluded: QueryTerm[];
  /** All terms, to find them in one walk. */
  trie: Trie<QueryTerm>;
}

/** A term as it stands in the query. */
interface Piece extends QueryTerm {
  at: number;
  excluded: boolean;
  /** Where the OR before it stands; null when there is none. */
  or: number | null;
}

const LONGEST = 500;

const PIECE =
  /(?<minus>[-\u2212\u2013])?(?<field>\p{L}+:)?(?:"(?<phrase>[^"]*)(?<close>"?)|(?<word>[^\s"]+))/gu;

/**
 * Reads a query. Words must all stand in the paper, in any order; `"state space"` side by side; `diffusion OR flow`: one
 * of them (OR binds closer than the space); `-survey`: never; `title:video`, `title:"video editing"`: in the title.
 * Capitals, accents and the English plural make no difference; `state-space` also finds `state space` and `statespace`.
 * Throws a UserError that points at the bad place.
 */
export function parseQuery(text: string): Query {
  const query = text.replace(/[“”„‟«»＂]/g, '"').replace(/\s/g, ' ');
  if (query.length > LONGEST) fail(query, LONGEST, `${query.length} characters`, `${LONGEST} at most`);
  const pieces = readPieces(query);
  const needed: Piece[][] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.or !== null && (piece.excluded || pieces[index - 1]?.excluded !== false))
      failOr(query, piece.or);
    if (piece.or !== null) needed.at(-1)?.push(piece);
    else if (!piece.excluded) needed.push([piece]);
  }
  if (needed.length === 0) {
    const problem = pieces.length > 0 ? 'nothing to look for, only what to leave out' : 'nothing to look for';
    fail(query, 0, problem, 'a word or a phrase, like diffusion or "image editing"');
  }
  const excluded = pieces.filter(piece => piece.excluded);
  const trie = emptyTrie<QueryTerm>();
  for (const term of pieces) addTerm(trie, term.spellings, term);
  return { needed, excluded, trie };
}

function readPieces(query: string): Piece[] {
  const pieces: Piece[] = [];
  let or: number | null = null;
  for (const { 0: whole, index: at, groups = {} } of query.matchAll(PIECE)) {
    if (whole === 'AND') continue;
    if (whole === 'OR') {
      if (or !== null) failOr(query, at);
      or = at;
    } else {
      pieces.push({ ...readTerm(query, at, groups), at, excluded: groups.minus !== undefined, or });
      or = null;
    }
  }
  if (or !== null) failOr(query, or);
  return pieces;
}

function readTerm(query: string, at: number, groups: Record<string, string | undefined>): QueryTerm {
  const { minus = '', field, phrase, close, word } = groups;
  const name = at + minus.length;
  const start = name + (field?.length ?? 0);
  if (close === '') fail(query, start, 'the quote is not closed', 'a second " after the phrase');
  if (field !== undefined && field.toLowerCase() !== 'title:') {
    fail(query, name, `unknown field ${field}`, 'title: or no field; to look for a colon, quote it');
  }
  const empty = /^title:$/i.test(word ?? '');
  if (empty || (field !== undefined && /^[-\u2212\u2013]/.test(word ?? ''))) {
    const expected = 'a word or a phrase directly after it, like title:video or -title:video';
    fail(query, empty ? start + 'title:'.length : start, 'title: without a word', expected);
  }
  const bracket = word?.search(/[()]/) ?? -1;
  if (bracket >= 0)
    fail(query, start + bracket, 'brackets are not understood', 'words, "phrases", OR, -word and title:word');
  const text = phrase ?? word ?? '';
  if (wordsInOrder(text).length === 0)
    fail(query, start, 'no letter and no digit', 'a word or a phrase to look for');
  return {
    text,
    inTitle: field !== undefined,
    spellings: phrase === undefined ? spellingsOf(text, false) : [wordsInOrder(text)],
  };
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
