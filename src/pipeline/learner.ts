import type { Catalogue } from '../match/catalogue.ts';
import { vocabulary } from '../match/vocabulary.ts';
import type { Store } from '../store/store.ts';
import { type Learned, learn, readable } from './learn.ts';
import { companionsKept } from './learn-companions.ts';

/** What the papers stored have taught, for these queries. */
export type Learn = (queryTexts?: readonly string[]) => Promise<Learned>;

/**
 * Learns once a snapshot, not once a page: what the catalogue needs is kept until a newer one is stored, or learned from, and
 * only the words of queries are looked up each time.
 */
export function openLearner({ store, catalogue }: { store: Store; catalogue: Catalogue }): Learn {
  let kept: { key: string; learned: Promise<Learned> } | null = null;

  async function newest(): Promise<Learned> {
    const key = `${await store.papers.version()} ${await companionsKept(store)}`;
    if (kept?.key !== key) kept = { key, learned: learn({ store, catalogue }) };
    const mine = kept;
    return mine.learned.catch(error => {
      if (kept === mine) kept = null;
      throw error;
    });
  }

  return async (queryTexts = []) => {
    const { matcher, statistics } = await newest();
    const queries = readable(queryTexts);
    const words = vocabulary({ topics: [] }, [...queries.values()]);
    const frequencies = await store.words.frequencies(words);
    const frequency = (word: string) => frequencies.get(word) ?? statistics.frequency(word);
    return { matcher, statistics: { papers: statistics.papers, frequency }, queries };
  };
}
