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
  /** The excluded words that a paper holds. */
  excluding: (num: number) => ReadonlySet<string>;
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
  const words = [...exclusions.keys()];
  const hits = (num: number) => {
    const known = found.get(num) ?? percolate(papers.tokens(num));
    found.set(num, known);
    return known;
  };
  return {
    queries: [...queries.keys()],
    exclusions: words,
    hits,
    excluding: num => {
      const places = [...hits(num).queries].filter(place => place >= queries.size);
      return new Set(places.map(place => words[place - queries.size] ?? ''));
    },
  };
}
