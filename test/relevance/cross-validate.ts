import type { LabelledPaper } from '../../src/match/labels.ts';
import type { Match, MatchText } from '../../src/model/topic.ts';
import { type Random, randomFrom, shuffled } from '../support/random.ts';
import { foldsOf } from './folds.ts';
import type { LabelledText, Material } from './labelled.ts';
import type { Method } from './method.ts';

/** How a method is measured. */
export interface Rounds {
  /** Parts of the labelled papers; each is scored by what was learned from the others. */
  folds: number;
  /** How often they are parted anew. */
  repeats: number;
  seed: number;
  /** At most so many labelled papers to learn from, by chance; all where left out. */
  labelled?: number;
  /** The same of the examples. */
  examples?: number;
  /** The background lacks the papers that are scored, too: how it would be on a day nobody has seen. */
  apart?: boolean;
}

/** What a method said of every labelled paper while it had not learned from it, in the order of the papers; one a repeat. */
export type Predictions = Match[][][];

export function crossValidate(
  method: Method,
  { dev, examples, background }: Material,
  rounds: Rounds,
  onFold: () => void = () => {},
): Predictions {
  return Array.from({ length: rounds.repeats }, (_, repeat) => {
    const random = randomFrom(rounds.seed + repeat);
    const told = new Map<LabelledText, Match[]>();
    for (const { train, test } of foldsOf(dev, rounds.folds, random)) {
      const chosen = [...some(train, rounds.labelled, random), ...some(examples, rounds.examples, random)];
      const { match } = method.fit(chosen, rounds.apart ? without(background, test) : background);
      for (const paper of test) told.set(paper, match(paper));
      onFold();
    }
    return dev.map(paper => told.get(paper) ?? []);
  });
}

/** At most so many of them, by chance, in the order they had. */
function some<Paper>(papers: readonly Paper[], most = papers.length, random: Random): Paper[] {
  const chosen = new Set(shuffled(papers, random).slice(0, most));
  return papers.filter(paper => chosen.has(paper));
}

function without(background: readonly MatchText[], papers: readonly MatchText[]): MatchText[] {
  const titles = new Set(papers.map(({ title }) => title));
  return background.filter(({ title }) => !titles.has(title));
}

/** Labelled texts as `evaluate` takes them. */
export function labelsOf(dev: readonly LabelledText[]): LabelledPaper[] {
  return dev.map(({ title, topics, optional }) => ({ title, topics, optional }));
}
