import type { Match, MatchText } from '../../src/model/topic.ts';
import { randomFrom } from '../support/random.ts';
import { foldsOf } from './folds.ts';
import type { LabelledText } from './labelled.ts';

/** A way to match papers to topics, before it has learned anything. */
export interface Method {
  name: string;
  /**
   * Learns. `train` holds the papers of the other folds, after them the examples (`from` tells them apart); whatever a method
   * tunes, it tunes on these alone. `background` has no labels.
   */
  fit: (train: readonly LabelledText[], background: readonly MatchText[]) => Fitted;
}

/** Every topic of the catalogue for a paper, best first. */
export interface Fitted {
  match: (text: MatchText) => Match[];
}

/** How strongly a paper speaks for each topic, in the order of `topics`; on any scale, the same for all topics. */
export type Score = (text: MatchText) => readonly number[];

/** A method that gives scores and no decisions. */
export interface Scorer {
  name: string;
  topics: readonly string[];
  /** Learns from labels: its scores of what it has learned from are too good to set a threshold by. */
  learns: boolean;
  fit: (train: readonly LabelledText[], background: readonly MatchText[]) => Score;
}

const INNER_FOLDS = 4;
const INNER_SEED = 11;
/** Where nothing is labelled, a threshold is set so that a paper of the background gets so many topics. */
const USUAL_TOPICS = 2;

/** Decides by one threshold for all topics: the one with the best micro-F1 on the labelled papers of the training folds. */
export function withThreshold(scorer: Scorer): Method {
  return {
    name: scorer.name,
    fit: (train, background) => {
      const score = scorer.fit(train, background);
      const dev = train.filter(({ from }) => from === 'dev');
      const threshold =
        dev.length === 0
          ? usualThreshold(
              background.flatMap(text => score(text)),
              background.length,
            )
          : bestThreshold(scorer.topics, scored(scorer, score, train, background));
      return { match: text => matchesOf(scorer.topics, score(text), threshold) };
    },
  };
}

/** Scores of papers as if they had not been learned from. */
export interface Scored {
  paper: LabelledText;
  scores: readonly number[];
}

/** The scores of the labelled papers in `train`: of a scorer that learns, in inner folds. */
function scored(
  scorer: Scorer,
  score: Score,
  train: readonly LabelledText[],
  background: readonly MatchText[],
): Scored[] {
  const dev = train.filter(({ from }) => from === 'dev');
  if (!scorer.learns) return dev.map(paper => ({ paper, scores: score(paper) }));
  const examples = train.filter(({ from }) => from === 'example');
  return innerFolds(dev).flatMap(fold => {
    const inner = scorer.fit([...fold.train, ...examples], background);
    return fold.test.map(paper => ({ paper, scores: inner(paper) }));
  });
}

/** The folds by which a method tunes within what it learns from; always the same ones. */
export function innerFolds(dev: readonly LabelledText[]): ReturnType<typeof foldsOf<LabelledText>> {
  return foldsOf(dev, Math.min(INNER_FOLDS, dev.length), randomFrom(INNER_SEED));
}

/** The threshold for all topics that decides best; half-way between two scores. */
export function bestThreshold(topics: readonly string[], papers: readonly Scored[]): number {
  const pairs = papers.flatMap(({ paper, scores }) =>
    topics.flatMap((topic, at) => {
      const right = paper.topics.includes(topic);
      return right || !paper.optional.includes(topic) ? [{ right, score: scores[at] ?? 0 }] : [];
    }),
  );
  pairs.sort((a, b) => b.score - a.score);
  const right = pairs.filter(pair => pair.right).length;
  let both = 0;
  let best = { f1: -1, threshold: Number.POSITIVE_INFINITY };
  for (const [at, pair] of pairs.entries()) {
    if (pair.right) both++;
    const next = pairs[at + 1]?.score ?? pair.score - 1;
    const f1 = (2 * both) / (at + 1 + right);
    if (next !== pair.score && f1 > best.f1) best = { f1, threshold: (pair.score + next) / 2 };
  }
  return best.threshold;
}

function usualThreshold(scores: number[], papers: number): number {
  return scores.sort((a, b) => b - a)[papers * USUAL_TOPICS] ?? Number.POSITIVE_INFINITY;
}

/** Scores as matches, best first. */
export function matchesOf(topics: readonly string[], scores: readonly number[], threshold: number): Match[] {
  return topics
    .map((topic, at) => ({ topic, score: scores[at] ?? 0, terms: [] }))
    .map(match => ({ ...match, decided: match.score >= threshold }))
    .sort((a, b) => b.score - a.score);
}
