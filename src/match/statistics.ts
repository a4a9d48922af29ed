import type { MatchText } from '../model/topic.ts';
import { usualShare } from './common-words.ts';
import type { Companions } from './model/companions.ts';
import { wordsInOrder } from './spelling.ts';

/** In how many of the stored papers a word stands. Words are folded as `wordsOf` gives them. */
export interface Statistics {
  papers: number;
  frequency: (word: string) => number;
  /** By the id of a topic that no example taught: the words that keep its terms company. */
  companions?: ReadonlyMap<string, Companions>;
}

/** Of an archive without papers: the usual shares of words decide alone. */
export const NO_STATISTICS: Statistics = { papers: 0, frequency: () => 0 };

const LONGEST_WORD = 40;
/** How many papers the usual share weighs as much as. */
const PRIOR_PAPERS = 100;
/** Below this share rare is rare: the weight of a word must not grow for ever with the archive. */
const RAREST = 0.002;

/** The words a paper counts for, each once; nothing longer than 40 characters. */
export function wordsOf(text: MatchText): Set<string> {
  const words = new Set<string>();
  for (const part of [text.title, text.abstract ?? '']) {
    for (const word of wordsInOrder(part)) if (word.length <= LONGEST_WORD) words.add(word);
  }
  return words;
}

/** Statistics of a list of papers in memory. */
export function countWords(papers: Iterable<MatchText>): Statistics {
  const counts = new Map<string, number>();
  let total = 0;
  for (const paper of papers) {
    total++;
    for (const word of wordsOf(paper)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { papers: total, frequency: word => counts.get(word) ?? 0 };
}

/**
 * How rare a term is: 0.4 for `the`, about 6 at most. Of a phrase, the length of the vector of its words: more than its
 * rarest word, less than their sum, for the words of a phrase do not fall together by chance.
 */
export function rarityOf(term: string, statistics: Statistics): number {
  return rarityOfWords(wordsInOrder(term), statistics);
}

/** The same of the words of a term. */
export function rarityOfWords(words: readonly string[], statistics: Statistics): number {
  return Math.hypot(...words.map(word => rarityOfWord(word, statistics)));
}

function rarityOfWord(word: string, { papers, frequency }: Statistics): number {
  const share = (frequency(word) + PRIOR_PAPERS * usualShare(word)) / (papers + PRIOR_PAPERS);
  return -Math.log(Math.min(1, Math.max(RAREST, share)));
}
