import type { Catalogue } from '../match/catalogue.ts';
import { phraseQuery } from '../match/holds.ts';
import { createMatcher, type Matcher } from '../match/matcher.ts';
import { parseQuery, type Query } from '../match/query.ts';
import type { Statistics } from '../match/statistics.ts';
import type { TokenizedPaper } from '../match/tokenize.ts';
import { vocabulary } from '../match/vocabulary.ts';
import type { Match } from '../model/topic.ts';
import type { Store } from '../store/store.ts';
import { companions } from './learn-companions.ts';

/** Matching with what the papers stored have taught. */
export interface Learned {
  matcher: Matcher;
  statistics: Statistics;
  /** The queries that can be read, by their text. */
  queries: ReadonlyMap<string, Query>;
  /** What was found of the same papers before; more is added. */
  found?: Found;
}

/** Papers as matching reads them, and what this matcher found of them, by number. */
export interface Found {
  tokens: Map<number, TokenizedPaper>;
  matches: Map<number, Match[]>;
}

export function nothingFound(): Found {
  return { tokens: new Map(), matches: new Map() };
}

/** Reads the statistics that the catalogue and these queries need; nothing else of the archive. */
export async function learn(
  { store, catalogue }: { store: Store; catalogue: Catalogue },
  queryTexts: readonly string[] = [],
): Promise<Learned> {
  const queries = readable(queryTexts);
  const words = vocabulary(catalogue, [...queries.values()]);
  const frequencies = await store.words.frequencies(words);
  const statistics = {
    papers: await store.words.papers(),
    frequency: (word: string) => frequencies.get(word) ?? 0,
    companions: await companions({ store, catalogue }),
  };
  return { matcher: createMatcher(catalogue, statistics), statistics, queries };
}

/** The texts that can be read, each once, with what was read. */
export function readable(
  texts: readonly string[],
  read: (text: string) => Query | null = parsedOrNull,
): Map<string, Query> {
  const queries = new Map<string, Query>();
  for (const text of texts) {
    const query = read(text);
    if (query) queries.set(text, query);
  }
  return queries;
}

/** A query that an older version let through must not cost anybody their mail. */
export function parsedOrNull(text: string): Query | null {
  return orNull(() => parseQuery(text));
}

/** The same for words that somebody excludes. */
export function phraseOrNull(words: string): Query | null {
  return orNull(() => phraseQuery(words));
}

function orNull(parse: () => Query): Query | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
