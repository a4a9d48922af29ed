import type { Sparse } from '../../model/sparse.ts';

/**
 * What a paper is made of, as taste sees it: terms by number, and how much of the paper each is. A vector of length 1, in the order
 * of the terms' letters: whoever adds up must come to the same sum, whichever papers had their terms numbered first.
 */
export type Terms = Sparse;

/** What is known of a paper that may be to somebody's taste. */
export interface Traits {
  /** Its words in the form that words are compared by, as often as they stand there. */
  title: readonly string[];
  abstract: readonly string[];
  /** Topics that were decided for it. */
  topics: readonly string[];
  organisation: string | null;
  authors: readonly string[];
}

/** Gives terms numbers, the same as long as it lives. */
export interface TermBook {
  idOf: (term: string) => number;
  /** The number of a term that was asked for before; −1 for any other. */
  find: (term: string) => number;
  termOf: (id: number) => string;
}

/** Terms that are no word begin so; a word of a text holds no colon. */
export const TOPIC = 'topic:';
export const ORGANISATION = 'org:';
export const AUTHOR = 'author:';

/** A word of the title counts as often as this many of the abstract. */
const TITLE = 3;
/** What else is known weighs as much as a word of this rarity that stands there once. */
const TRAIT_RARITY = 5;
/** Words that are rarer than this tell papers apart; the others stand everywhere. */
const LEAST_RARITY = 1.2;

export function termBook(): TermBook {
  const ids = new Map<string, number>();
  const terms: string[] = [];
  return {
    idOf: term => {
      const known = ids.get(term);
      if (known !== undefined) return known;
      ids.set(term, terms.length);
      return terms.push(term) - 1;
    },
    find: term => ids.get(term) ?? -1,
    termOf: id => terms[id] ?? '',
  };
}

/** The words of a paper that may count as terms. */
export function wordsOfTraits({ title, abstract }: Traits): Set<string> {
  return new Set([...title, ...abstract].filter(isWord));
}

/** The terms of a paper; `rarity` tells how rare a word is, 0 for one that stands everywhere. */
export function termsOf(traits: Traits, book: TermBook, rarity: (word: string) => number): Terms {
  const counts = new Map<string, number>();
  const count = (words: readonly string[], times: number) => {
    for (const word of words) if (isWord(word)) counts.set(word, (counts.get(word) ?? 0) + times);
  };
  count(traits.title, TITLE);
  count(traits.abstract, 1);
  const weighed: [term: string, value: number][] = [];
  for (const [word, times] of counts) {
    const rare = rarity(word);
    if (rare >= LEAST_RARITY) weighed.push([word, (1 + Math.log(times)) * rare]);
  }
  const { topics, organisation, authors } = traits;
  for (const topic of topics) weighed.push([TOPIC + topic, TRAIT_RARITY]);
  if (organisation !== null) weighed.push([ORGANISATION + organisation, TRAIT_RARITY]);
  for (const author of new Set(authors)) weighed.push([AUTHOR + author, TRAIT_RARITY]);
  weighed.sort(([a], [b]) => (a < b ? -1 : 1));
  const length = Math.hypot(...weighed.map(([, value]) => value)) || 1;
  return {
    at: Int32Array.from(weighed, ([term]) => book.idOf(term)),
    value: Float64Array.from(weighed, ([, value]) => value / length),
  };
}

/** Numbers and single letters tell nothing that a reader would recognise. */
function isWord(word: string): boolean {
  return word.length > 1 && word.length <= 40 && !/^\d/.test(word);
}
