import { type Lesson, logistic } from '../../model/logistic.ts';
import type { Sparse } from '../../model/sparse.ts';
import type { MatchText } from '../../model/topic.ts';
import type { CatalogueTopic } from '../catalogue.ts';
import { createLexicon } from '../lexicon.ts';
import type { Statistics } from '../statistics.ts';
import { tokenizePaper } from '../tokenize.ts';
import type { Trained, TrainedTopic } from './trained.ts';
import { SIGNS, signsOf, strengthOf, TERM_SIGNS } from './weigh.ts';
import { type Space, spaceOf, vectorOf, wordValues } from './words.ts';

/** A paper to learn from: the topics it belongs to, and those that are neither right nor wrong. */
export interface Example extends MatchText {
  topics: readonly string[];
  optional?: readonly string[];
}

export interface TrainOptions {
  /** How strongly word weights are held back. */
  wordPenalty: number;
  /** How much strengths of other topics count beside words. */
  besideScale: number;
  signPenalty: number;
  /** How freely a topic may lean to yes or no by itself. */
  leanScale: number;
  /** How much terms decide by themselves, as if no word had been learned: 0 to 1. */
  termsAlone: number;
  /** The probability from which on a paper belongs. */
  cut: number;
  /** Words kept of each topic; the others say next to nothing. */
  wordsKept: number;
}

/** Chosen by cross-validation, as round numbers: quality hardly moves with them (test/relevance/README.md). */
export const TRAIN_OPTIONS: TrainOptions = {
  wordPenalty: 0.2,
  besideScale: 0.3,
  signPenalty: 3,
  leanScale: 0.3,
  termsAlone: 0.3,
  cut: 0.31,
  wordsKept: 600,
};

/** What papers say of a topic is learned from others, or the signs would believe every word. */
const FOLDS = 4;
const DIGITS = 3;

/** A paper as training reads it. */
interface Read {
  example: Example;
  strengths: number[];
  titleStrengths: number[];
  words: Map<string, number>;
}

/** What words and neighbours teach of each topic. */
interface Learned {
  space: Space;
  topics: { weights: Float64Array; bias: number }[];
}

/**
 * Learns from labelled papers, in two steps: of every topic, which words and which other topics speak for it; then, for all topics
 * together, how much terms and words are to be believed. The same examples give the same weights. Takes about 5 ms an example.
 */
export function train(
  topics: readonly CatalogueTopic[],
  examples: readonly Example[],
  statistics: Statistics,
  options: TrainOptions = TRAIN_OPTIONS,
): Trained {
  const lexicon = createLexicon(topics, statistics);
  const papers = examples.map((example): Read => {
    const tokens = tokenizePaper(example);
    const readings = lexicon.read(tokens);
    return {
      example,
      words: wordValues(tokens),
      strengths: readings.map(({ score }) => strengthOf(score)),
      titleStrengths: readings.map(({ titleScore }) => strengthOf(titleScore)),
    };
  });
  const ids = topics.map(({ id }) => id);
  const odds = oddsByOthers(ids, papers, options);
  const { signs, leans } = learnSigns(ids, papers, odds, options);
  const learned = learnWords(ids, papers, options);
  return {
    cut: rounded(Math.log(options.cut / (1 - options.cut))),
    signs: signs.map(rounded),
    topics: topics.map(({ id, name, description, lexicon: terms }, at) => ({
      id,
      name,
      description,
      lexicon: terms,
      lean: rounded(leans[at] ?? 0),
      ...kept(learned, at, options),
    })),
  };
}

function learnWords(ids: readonly string[], papers: readonly Read[], options: TrainOptions): Learned {
  const space = spaceOf(papers.map(({ words }) => words));
  const vectors = papers.map(paper => featuresOf(paper, space, options));
  const size = space.rarity.length + ids.length;
  const topics = ids.map(id =>
    logistic(lessonsOf(id, papers, vectors), size, { penalty: options.wordPenalty }),
  );
  return { space, topics };
}

function featuresOf({ words, strengths }: Read, space: Space, { besideScale }: TrainOptions): Sparse {
  const beside = strengths.map(strength => besideScale * strength);
  return vectorOf(words, space, beside);
}

function lessonsOf(id: string, papers: readonly Read[], vectors: readonly Sparse[]): Lesson[] {
  return papers.flatMap(({ example }, at) => {
    const features = vectors[at];
    const right = example.topics.includes(id);
    return !features || (!right && example.optional?.includes(id)) ? [] : [{ features, right, weight: 1 }];
  });
}

/** The log odds of every paper, learned from the papers of the other folds. */
function oddsByOthers(ids: readonly string[], papers: readonly Read[], options: TrainOptions): number[][] {
  const odds: number[][] = papers.map(() => []);
  for (let fold = 0; fold < FOLDS; fold++) {
    const { space, topics } = learnWords(
      ids,
      papers.filter((_, at) => at % FOLDS !== fold),
      options,
    );
    for (const [at, paper] of papers.entries()) {
      if (at % FOLDS !== fold) continue;
      const features = featuresOf(paper, space, options);
      odds[at] = topics.map(({ weights, bias }) => {
        let sum = bias;
        for (const [i, place] of features.at.entries())
          sum += (weights[place] ?? 0) * (features.value[i] ?? 0);
        return sum;
      });
    }
  }
  return odds;
}

/** How far to believe terms and words. What terms alone would say has a part of its own: words are believed too much where few teach. */
function learnSigns(
  ids: readonly string[],
  papers: readonly Read[],
  odds: readonly number[][],
  options: TrainOptions,
): { signs: number[]; leans: number[] } {
  const all = papers.map(({ strengths, titleStrengths }, at) =>
    signsOf({ terms: strengths, titleTerms: titleStrengths, words: odds[at] ?? [] }),
  );
  const together = weighSigns(ids, papers, all, SIGNS.length, options);
  const terms = weighSigns(ids, papers, all, TERM_SIGNS, options);
  const blend = (one = 0, alone = 0) => (1 - options.termsAlone) * one + options.termsAlone * alone;
  return {
    signs: SIGNS.map((_, sign) => blend(together.signs[sign], terms.signs[sign])),
    leans: ids.map((_, topic) => blend(together.leans[topic], terms.leans[topic])),
  };
}

/** Weights of the first `count` signs. */
function weighSigns(
  ids: readonly string[],
  papers: readonly Read[],
  all: readonly number[][][],
  count: number,
  { signPenalty, leanScale }: TrainOptions,
): { signs: number[]; leans: number[] } {
  const scales = SIGNS.slice(0, count).map((_, sign) => spreadOf(all.flat().map(signs => signs[sign] ?? 0)));
  const lessons = papers.flatMap(({ example }, at) =>
    ids.flatMap((id, topic): Lesson[] => {
      const right = example.topics.includes(id);
      if (!right && example.optional?.includes(id)) return [];
      const signs = scales.map(({ mean, spread }, sign) => ((all[at]?.[topic]?.[sign] ?? 0) - mean) / spread);
      const features = {
        at: Int32Array.from([...scales.keys(), count + topic]),
        value: Float64Array.from([...signs, leanScale]),
      };
      return [{ features, right, weight: 1 }];
    }),
  );
  const { weights, bias } = logistic(lessons, count + ids.length, { penalty: signPenalty, rounds: 200 });
  const signs = scales.map(({ spread }, sign) => (weights[sign] ?? 0) / spread);
  const usual = scales.reduce((sum, { mean }, sign) => sum + mean * (signs[sign] ?? 0), 0);
  return { signs, leans: ids.map((_, topic) => bias - usual + leanScale * (weights[count + topic] ?? 0)) };
}

function spreadOf(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / values.length) || 1 };
}

/** The strongest words of a topic, their rarity multiplied in. */
function kept(
  { space, topics }: Learned,
  topic: number,
  { wordsKept, besideScale }: TrainOptions,
): Pick<TrainedTopic, 'bias' | 'words' | 'beside'> {
  const { weights, bias } = topics[topic] ?? { weights: new Float64Array(), bias: 0 };
  // What speaks rarely, and of few papers, is left out first.
  const telling = [...space.number]
    .map(([word, at]) => ({
      word,
      at,
      telling: Math.abs(weights[at] ?? 0) * Math.sqrt(space.papers[at] ?? 0),
    }))
    .sort((a, b) => b.telling - a.telling)
    .slice(0, wordsKept);
  const words = telling.map(({ word, at }): [string, number] => [
    word,
    rounded((weights[at] ?? 0) * (space.rarity[at] ?? 0)),
  ]);
  const beside = topics.map((_, other) => rounded((weights[space.rarity.length + other] ?? 0) * besideScale));
  return {
    bias: rounded(bias),
    words: Object.fromEntries(words.filter(([, weight]) => weight !== 0)),
    beside,
  };
}

function rounded(value: number): number {
  // No weight is -0: it would be read as 0.
  return Number(value.toFixed(DIGITS)) || 0;
}
