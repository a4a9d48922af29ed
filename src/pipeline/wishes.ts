import { createPercolator, type Hits } from '../match/percolate.ts';
import type { EditionPapers } from './edition-papers.ts';
import { type Learned, parsedOrNull, phraseOrNull, readable } from './learn.ts';

/** The queries and excluded words that papers are ranked for. */
export interface Wishes {
  queries: readonly string[];
  exclusions: readonly string[];
}

/** Wishes that are filed, to be looked up by paper. */
export interface FiledWishes {
  /** Those that can be read, each once. */
  queries: readonly string[];
  exclusions: readonly string[];
  /** What of them a paper matches: a place is one of `queries`, or beyond its end one of `exclusions`. */
  hits: (num: number) => Hits;
}

/** Files wishes once for any number of papers; a paper is walked when it is first asked for, once. */
export function fileWishes(
  wishes: Wishes,
  papers: Pick<EditionPapers, 'tokens'>,
  { queries: known, statistics }: Pick<Learned, 'queries' | 'statistics'>,
): FiledWishes {
  const queries = readable(wishes.queries, text => known.get(text) ?? parsedOrNull(text));
  const exclusions = readable(wishes.exclusions, phraseOrNull);
  const percolate = createPercolator([...queries.values(), ...exclusions.values()], statistics);
  const found = new Map<number, Hits>();
  return {
    queries: [...queries.keys()],
    exclusions: [...exclusions.keys()],
    hits: num => {
      const hits = found.get(num) ?? percolate(papers.tokens(num));
      found.set(num, hits);
      return hits;
    },
  };
}
