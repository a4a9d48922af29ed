import type { Query, QueryTerm } from './query.ts';
import type { TokenizedPaper } from './tokenize.ts';

// Which papers may match a query, by their words alone: an index spares looking into the others.

/** Longer words are indexed by their beginning, UTF-16 units. */
const LONGEST_WORD = 40;

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
  const decides = (term: QueryTerm) =>
    !term.inTitle &&
    term.spellings.every(words => words.length === 1 && words[0] === indexWord(words[0] ?? ''));
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

/** The papers that pass, numbers rising. `papersWith` gives the papers that hold a word, numbers rising. */
export function candidates(test: WordTest, papersWith: (word: string) => readonly number[]): number[] {
  const groups = test.needed.map(spellings =>
    union(spellings.map(words => intersection([...new Set(words)].map(papersWith)))),
  );
  const without = new Set(test.excluded.flatMap(word => [...papersWith(word)]));
  return intersection(groups).filter(num => !without.has(num));
}

function intersection(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  return others.reduce((left, other) => {
    const held = new Set(other);
    return left.filter(num => held.has(num));
  }, first);
}

function union(lists: readonly (readonly number[])[]): readonly number[] {
  if (lists.length === 1) return lists[0] ?? [];
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

function indexWord(word: string): string {
  if (word.length <= LONGEST_WORD) return word;
  // Half of a surrogate pair is no text.
  return word.slice(0, LONGEST_WORD).replace(/[\ud800-\udbff]$/, '');
}
