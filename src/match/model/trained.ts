import { z } from 'zod';
import { sigmoid } from '../../model/logistic.ts';
import type { Term } from '../catalogue.ts';
import type { Reading } from '../lexicon.ts';
import { signsOf, strengthOf } from './weigh.ts';

/** What was learned of one topic. */
export interface TrainedTopic {
  id: string;
  /** What it was learned with: where a catalogue lacks it, others are still weighed beside it. */
  name: string;
  description: string;
  lexicon: Term[];
  /** What holds for it whatever the paper. */
  lean: number;
  bias: number;
  /** Weights of the words that speak for and against it. */
  words: Record<string, number>;
  /** Weights of the strengths of all the topics, in their order: what goes together, and what does not. */
  beside: number[];
}

/** What was learned from labelled papers, for the topics they were labelled with. */
export interface Trained {
  topics: TrainedTopic[];
  /** Of the signs that `signsOf` names, the same for all topics. */
  signs: number[];
  /** Log odds from which on a paper belongs to a topic. */
  cut: number;
}

/** Log odds are drawn together by this much as they become scores, so that sure ones stay apart. */
const CALM = 2;

const weight = z.number();
const schema = z.object({
  topics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      lexicon: z.record(z.string(), weight),
      lean: weight,
      bias: weight,
      words: z.record(z.string(), weight),
      beside: z.array(weight),
    }),
  ),
  signs: z.array(weight),
  cut: weight,
});

/** Reads what `writeTrained` wrote; throws a ZodError for anything else. The same text gives the same object. */
export function readTrained(json: string): Trained {
  if (last?.json !== json) last = { json, trained: parse(json) };
  return last.trained;
}

let last: { json: string; trained: Trained } | null = null;

function parse(json: string): Trained {
  const { topics, ...rest } = schema.parse(JSON.parse(json));
  return {
    ...rest,
    topics: topics.map(topic => ({
      ...topic,
      lexicon: Object.entries(topic.lexicon).map(([text, weight]) => ({ text, weight })),
    })),
  };
}

/** One line a topic, so that a change shows where it belongs. */
export function writeTrained({ topics, ...rest }: Trained): string {
  const lines = topics.map(({ lexicon, ...topic }) =>
    JSON.stringify({
      ...topic,
      lexicon: Object.fromEntries(lexicon.map(({ text, weight }) => [text, weight])),
    }),
  );
  return `{"cut":${rest.cut},"signs":${JSON.stringify(rest.signs)},"topics":[\n${lines.join(',\n')}\n]}`;
}

/** What the words of a paper (`wordValues`) and the strengths of all topics say of each topic, in log odds. */
export function wordOdds(
  { topics }: Pick<Trained, 'topics'>,
  words: ReadonlyMap<string, number>,
  strengths: readonly number[],
): number[] {
  return topics.map(topic => {
    let odds = topic.bias;
    for (const [word, part] of words) odds += (weightOf(topic, word) ?? 0) * part;
    for (const [other, strength] of strengths.entries()) odds += (topic.beside[other] ?? 0) * strength;
    return odds;
  });
}

/** Scores of a paper for every trained topic, by what the terms of each and its words say. */
export function judge(
  trained: Trained,
  readings: readonly Pick<Reading, 'score' | 'titleScore'>[],
  words: ReadonlyMap<string, number>,
): number[] {
  const terms = readings.map(({ score }) => strengthOf(score));
  const titleTerms = readings.map(({ titleScore }) => strengthOf(titleScore));
  const signs = signsOf({ terms, titleTerms, words: wordOdds(trained, words, terms) });
  return signs.map((own, at) => {
    const sum = own.reduce((total, sign, index) => total + sign * (trained.signs[index] ?? 0), 0);
    return scoreOf(sum + (trained.topics[at]?.lean ?? 0), trained.cut);
  });
}

/** Log odds as a score, to six digits: papers that are sure to belong still have an order. */
function scoreOf(odds: number, cut: number): number {
  return Math.round(sigmoid((odds - cut) / CALM) * 1e6) / 1e6;
}

/** The words of a paper that say most of a topic, for it and against it. */
export function tellingWords(
  topic: TrainedTopic,
  words: ReadonlyMap<string, number>,
): { word: string; weighs: number }[] {
  const telling = [...words].map(([word, part]) => ({ word, weighs: (weightOf(topic, word) ?? 0) * part }));
  return telling.filter(({ weighs }) => weighs !== 0).sort((a, b) => b.weighs - a.weighs);
}

function weightOf(topic: TrainedTopic, word: string): number | undefined {
  return Object.hasOwn(topic.words, word) ? topic.words[word] : undefined;
}
