import type { Catalogue } from '../match/catalogue.ts';
import { vocabulary } from '../match/vocabulary.ts';
import type { Store } from '../store/store.ts';
import { type Learned, learn, nothingFound, readable } from './learn.ts';
import { companionsKept } from './learn-companions.ts';

/** What the papers stored have taught, for these queries. */
export type Learn = (queryTexts?: readonly string[]) => Promise<Learned>;

/** The same for whoever holds the store that it is to be read through: a transaction's own, within one. */
export type LearnThrough = (store: Store, queryTexts: readonly string[]) => Promise<Learned>;

/**
 * Learns once a snapshot, not once a page: what the catalogue needs is kept until a newer one is stored, or learned from, and
 * only the words of queries are looked up each time.
 */
export function openLearner({ store, catalogue }: { store: Store; catalogue: Catalogue }): Learn {
  const learnThrough = keepLearned(catalogue);
  return (queryTexts = []) => learnThrough(store, queryTexts);
}

/** The same through any store. `remembers`: what is found of papers is kept as long, too, for whoever opens the same few days again and again. */
export function keepLearned(catalogue: Catalogue, remembers = false): LearnThrough {
  let kept: { key: string; learned: Promise<Learned> } | null = null;

  async function newest(store: Store): Promise<Learned> {
    const key = `${await store.papers.version()} ${await companionsKept(store)}`;
    if (kept?.key !== key) {
      const learned = learn({ store, catalogue });
      kept = { key, learned: remembers ? learned.then(one => ({ ...one, found: nothingFound() })) : learned };
    }
    const mine = kept;
    return mine.learned.catch(error => {
      if (kept === mine) kept = null;
      throw error;
    });
  }

  return async (store, queryTexts) => {
    const { matcher, statistics, found } = await newest(store);
    const queries = readable(queryTexts);
    const words = vocabulary({ topics: [] }, [...queries.values()]);
    const frequencies = await store.words.frequencies(words);
    const frequency = (word: string) => frequencies.get(word) ?? statistics.frequency(word);
    const known = { papers: statistics.papers, frequency };
    return { matcher, statistics: known, queries, ...(found && { found }) };
  };
}
