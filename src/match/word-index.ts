import type { Query, QueryTerm } from './query.ts';
import type { TokenizedPaper } from './tokenize.ts';

// Which papers may match a query, by their words alone: an index spares looking into the others.

/** Longer words are indexed by their beginning, UTF-16 units. */
const LONGEST_WORD = 40;

/** A set of papers, one bit a number, the lowest of a byte first; what lies beyond its end is not in it. */
export type PaperBits = Uint8Array;

/** What a query says of a paper's words. */
export interface WordTest {
  /** Of every group one spelling must have all of its words in the paper. */
  needed: string[][][];
  /** None of these words may be in the paper; only words that decide by themselves. */
  excluded: string[];
  /** True when the words decide: whatever passes matches. */
  exact: boolean;
}

/** The words that an index holds of a paper: every word, and every compound. */
export function indexWords(paper: TokenizedPaper): Set<string> {
  return new Set([...paper.words].map(indexWord));
}

export function wordTest(query: Query): WordTest {
  return {
    needed: query.needed.map(group =>
      group.flatMap(term => term.spellings.map(words => words.map(indexWord))),
    ),
    excluded: query.excluded.filter(decides).flatMap(term => term.spellings.flat()),
    exact: [...query.needed.flat(), ...query.excluded].every(decides),
  };
}

/** Every word whose papers `candidates` asks for. */
export function wordsAsked(test: WordTest): string[] {
  return [...new Set([...test.needed.flat(2), ...test.excluded])];
}

/** The papers that pass, numbers rising. */
export function candidates(test: WordTest, papersWith: (word: string) => PaperBits | undefined): number[] {
  const bitsOf = (word: string) => papersWith(word) ?? new Uint8Array();
  const groups = test.needed.map(spellings => union(spellings.map(words => intersection(words.map(bitsOf)))));
  const passing = intersection(groups);
  const without = union(test.excluded.map(bitsOf));
  const nums: number[] = [];
  for (const [at, byte] of passing.entries()) {
    const rest = byte & ~(without[at] ?? 0);
    for (let bit = 0; rest >> bit !== 0; bit++) if ((rest >> bit) & 1) nums.push(at * 8 + bit);
  }
  return nums;
}

/** True for a term that stands in a paper whenever its word does. */
function decides(term: QueryTerm): boolean {
  return (
    term.field === null &&
    term.spellings.every(([word = '', ...more]) => !more.length && indexWord(word) === word)
  );
}

function intersection(sets: readonly PaperBits[]): PaperBits {
  const size = Math.min(...sets.map(set => set.length));
  return combine(sets, size, (left, right) => left & right);
}

function union(sets: readonly PaperBits[]): PaperBits {
  const size = Math.max(0, ...sets.map(set => set.length));
  return combine(sets, size, (left, right) => left | right);
}

function combine(
  [first = new Uint8Array(), ...others]: readonly PaperBits[],
  size: number,
  join: (left: number, right: number) => number,
): PaperBits {
  const result = new Uint8Array(size);
  result.set(first.subarray(0, size));
  for (const other of others) {
    for (let at = 0; at < size; at++) result[at] = join(result[at] ?? 0, other[at] ?? 0);
  }
  return result;
}

function indexWord(word: string): string {
  if (word.length <= LONGEST_WORD) return word;
  // Half of a surrogate pair is no text.
  return word.slice(0, LONGEST_WORD).replace(/[\ud800-\udbff]$/, '');
}
