import type { Catalogue, CatalogueTopic } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { wordsInOrder } from '../../src/match/spelling.ts';
import { countWords } from '../../src/match/statistics.ts';
import { addSparse, dotSparse, type Sparse } from '../../src/model/sparse.ts';
import type { MatchText } from '../../src/model/topic.ts';
import { latentSpace } from './lsa.ts';
import type { Score, Scorer } from './method.ts';
import {
  addCounts,
  type Counts,
  cosine,
  countsOf,
  product,
  type Space,
  spaceOf,
  vectorOf,
} from './vectors.ts';

/** What a topic is compared by: its description, its name with it, or that and its lexicon. */
export type Query = (topic: CatalogueTopic) => Counts;

export function ofDescription({ name, description }: CatalogueTopic): Counts {
  const counts: Counts = new Map();
  addCounts(counts, `${name}. ${description}`, 1);
  return counts;
}

export function ofLexicon(topic: CatalogueTopic): Counts {
  const counts = ofDescription(topic);
  for (const { text, weight } of topic.lexicon) if (weight > 0) addCounts(counts, text, weight);
  return counts;
}

/** Phrases of a topic: those of its lexicon with their weights, or those its description lists. */
export type Phrases = (topic: CatalogueTopic) => { text: string; weight: number }[];

export function describedPhrases({ name, description }: CatalogueTopic): { text: string; weight: number }[] {
  const phrases = `${name}, ${description}`.split(/,|;|:|\.|\(|\)|\/|\band\b|\bor\b/);
  return phrases.map(text => ({ text: text.trim(), weight: 1 })).filter(({ text }) => text.length > 1);
}

export function lexiconPhrases({ lexicon }: CatalogueTopic): { text: string; weight: number }[] {
  return lexicon.filter(({ weight }) => weight > 0);
}

/** How many phrases stand in the text, as letters whatever is around them. */
export function substring(name: string, { topics }: Catalogue, phrasesOf: Phrases): Scorer {
  const phrases = topics.map(topic =>
    phrasesOf(topic).map(one => ({ ...one, text: one.text.toLowerCase() })),
  );
  return unlearned(name, topics, () => ({ title, abstract }) => {
    const text = `${title}\n${abstract ?? ''}`.toLowerCase();
    return phrases.map(list =>
      list.reduce((sum, one) => sum + (text.includes(one.text) ? one.weight : 0), 0),
    );
  });
}

/** How many phrases stand in the text as whole words. */
export function wholeWords(name: string, { topics }: Catalogue, phrasesOf: Phrases): Scorer {
  const asWords = (text: string): string => ` ${wordsInOrder(text).join(' ')} `;
  const phrases = topics.map(topic => phrasesOf(topic).map(one => ({ ...one, text: asWords(one.text) })));
  return unlearned(name, topics, () => ({ title, abstract }) => {
    const text = asWords(`${title}\n${abstract ?? ''}`);
    return phrases.map(list =>
      list.reduce((sum, one) => sum + (text.includes(one.text) ? one.weight : 0), 0),
    );
  });
}

const K1 = 1.2;
const B = 0.75;

/** Robertson's BM25 of the topic's words in the paper. */
export function bm25(name: string, { topics }: Catalogue, queryOf: Query): Scorer {
  return unlearned(name, topics, background => {
    const { space, papers } = collectionOf(background);
    const lengthOf = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
    const usual = papers.reduce((sum, counts) => sum + lengthOf(counts), 0) / papers.length;
    const queries = topics.map(topic => [...queryOf(topic)]);
    return text => {
      const counts = countsOf(text);
      const norm = K1 * (1 - B + (B * lengthOf(counts)) / usual);
      return queries.map(query =>
        query.reduce((sum, [term, weight]) => {
          const count = counts.get(term) ?? 0;
          const idf = space.idf[space.number.get(term) ?? -1] ?? 0;
          return sum + (weight * idf * count * (K1 + 1)) / (count + norm);
        }, 0),
      );
    };
  });
}

/** How many papers of the background are taken as right for a topic, and how much they weigh. */
export interface Feedback {
  papers: number;
  weight: number;
}

/** Cosine of TF-IDF vectors; with `feedback`, of the query after it moved towards the papers it found (Rocchio). */
export function tfidf(name: string, { topics }: Catalogue, queryOf: Query, feedback?: Feedback): Scorer {
  return unlearned(name, topics, background => {
    const { space, vectors } = collectionOf(background);
    const queries = topics.map(topic => dense(vectorOf(queryOf(topic), space), space));
    if (feedback) for (const query of queries) moveTowards(query, vectors, feedback);
    return text => {
      const vector = vectorOf(countsOf(text), space);
      return queries.map(query => dotSparse(vector, query) / (lengthOf(query) || 1));
    };
  });
}

function dense(vector: Sparse, { idf }: Space): Float64Array {
  const result = new Float64Array(idf.length);
  addSparse(result, vector, 1);
  return result;
}

const lengths = new WeakMap<Float64Array, number>();

function lengthOf(vector: Float64Array): number {
  const length = lengths.get(vector) ?? Math.sqrt(product(vector, vector));
  lengths.set(vector, length);
  return length;
}

function moveTowards(query: Float64Array, vectors: readonly Sparse[], { papers, weight }: Feedback): void {
  const found = vectors
    .map(vector => ({ vector, score: dotSparse(vector, query) }))
    .sort((a, b) => b.score - a.score);
  for (const { vector } of found.slice(0, papers)) addSparse(query, vector, weight / papers);
}

/** Cosine in the space of latent semantic analysis. */
export function lsa(name: string, { topics }: Catalogue, queryOf: Query, rank: number): Scorer {
  return unlearned(name, topics, background => {
    const { space } = collectionOf(background);
    const project = latent(background, rank);
    const queries = topics.map(topic => project(vectorOf(queryOf(topic), space)));
    return text => {
      const vector = project(vectorOf(countsOf(text), space));
      return queries.map(query => cosine(vector, query));
    };
  });
}

/** The score of the matcher that ships. */
export function lexicon(name: string, catalogue: Catalogue): Scorer {
  return unlearned(name, catalogue.topics, background => {
    const { match } = createMatcher(catalogue, countWords(background));
    return text => {
      const scores = new Map(match(text).map(({ topic, score }) => [topic, score]));
      return catalogue.topics.map(({ id }) => scores.get(id) ?? 0);
    };
  });
}

/** The mean of several scores, each topic's set off by its mean and spread over the background. */
export function fusion(name: string, parts: readonly Scorer[]): Scorer {
  return {
    name,
    topics: parts[0]?.topics ?? [],
    learns: parts.some(({ learns }) => learns),
    fit: (train, background) => {
      const scores = parts.map(part => standardised(part.fit(train, background), background));
      return text => {
        const all = scores.map(score => score(text));
        return (all[0] ?? []).map((_, at) => all.reduce((sum, one) => sum + (one[at] ?? 0), 0) / all.length);
      };
    },
  };
}

function standardised(score: Score, background: readonly MatchText[]): Score {
  const rows = background.map(text => score(text));
  const topics = rows[0]?.length ?? 0;
  const moments = Array.from({ length: topics }, (_, at) => {
    const mean = rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length;
    const spread = rows.reduce((sum, row) => sum + ((row[at] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, sd: Math.sqrt(spread) || 1 };
  });
  return text => score(text).map((value, at) => (value - (moments[at]?.mean ?? 0)) / (moments[at]?.sd ?? 1));
}

interface Collection {
  papers: Counts[];
  space: Space;
  vectors: Sparse[];
}

/** Many methods, folds and repeats ask for the same background. */
const collections = new WeakMap<readonly MatchText[], Collection>();
const latents = new WeakMap<readonly MatchText[], Map<number, ReturnType<typeof latentSpace>>>();

export function collectionOf(background: readonly MatchText[]): Collection {
  const known = collections.get(background);
  if (known) return known;
  const papers = background.map(countsOf);
  const space = spaceOf(papers);
  const collection = { papers, space, vectors: papers.map(counts => vectorOf(counts, space)) };
  collections.set(background, collection);
  return collection;
}

function latent(background: readonly MatchText[], rank: number): ReturnType<typeof latentSpace> {
  const ranks = latents.get(background) ?? new Map<number, ReturnType<typeof latentSpace>>();
  latents.set(background, ranks);
  const { vectors, space } = collectionOf(background);
  const project = ranks.get(rank) ?? latentSpace(vectors, space.idf.length, rank);
  ranks.set(rank, project);
  return project;
}

/** A scorer that reads no labels: fitted once for each background. */
function unlearned(
  name: string,
  topics: Catalogue['topics'],
  scoreWith: (background: readonly MatchText[]) => Score,
): Scorer {
  const fitted = new WeakMap<readonly MatchText[], Score>();
  return {
    name,
    topics: topics.map(({ id }) => id),
    learns: false,
    fit: (_, background) => {
      const score = fitted.get(background) ?? remembering(scoreWith(background));
      fitted.set(background, score);
      return score;
    },
  };
}

function remembering(score: Score): Score {
  const known = new WeakMap<MatchText, readonly number[]>();
  return text => {
    const scores = known.get(text) ?? score(text);
    known.set(text, scores);
    return scores;
  };
}
