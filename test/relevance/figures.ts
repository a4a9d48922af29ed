import { evaluate, type Quality } from '../../src/match/evaluate.ts';
import type { LabelledPaper } from '../../src/match/labels.ts';
import { randomFrom } from '../support/random.ts';
import type { Predictions } from './cross-validate.ts';

export const FIGURES = ['microF1', 'macroF1', 'map', 'ndcg10', 'top1'] as const;
export type Figure = (typeof FIGURES)[number];

/** One figure over all repeats and, by resampling the papers, how sure it is. */
export interface Estimate {
  mean: number;
  /** Standard deviation between repeats: what the parting into folds does. */
  sd: number;
  /** 95 % of the resampled papers give a figure from here … */
  low: number;
  /** … to here. */
  high: number;
}

export type Estimates = Record<Figure, Estimate>;

/** Of one method: every figure of each repeat, and of each resampling. */
export interface Measured {
  repeats: Quality[];
  resampled: Quality[];
}

const RESAMPLINGS = 400;
const SEED = 5;

/**
 * Measures predictions. The resamplings draw the same papers and repeats for every method, so that differences between two
 * are differences on the same papers.
 */
export function measured(labels: readonly LabelledPaper[], predictions: Predictions): Measured {
  const random = randomFrom(SEED);
  const draw = (): number => Math.floor(random() * labels.length);
  return {
    repeats: predictions.map(matches => evaluate([...labels], matches)),
    resampled: Array.from({ length: RESAMPLINGS }, (_, time) => {
      const drawn = labels.map(draw);
      const matches = predictions[time % predictions.length] ?? [];
      return evaluate(
        drawn.flatMap(at => labels[at] ?? []),
        drawn.map(at => matches[at] ?? []),
      );
    }),
  };
}

export function estimates({ repeats, resampled }: Measured): Estimates {
  return byFigure(figure =>
    estimate(
      repeats.map(quality => quality[figure]),
      resampled.map(quality => quality[figure]),
    ),
  );
}

/** How much better the one is than the other, on the same papers. */
export function differences(one: Measured, other: Measured): Estimates {
  const less = (a: Quality[], b: Quality[], figure: Figure): number[] =>
    a.map((quality, at) => quality[figure] - (b[at]?.[figure] ?? 0));
  return byFigure(figure =>
    estimate(less(one.repeats, other.repeats, figure), less(one.resampled, other.resampled, figure)),
  );
}

function byFigure(of: (figure: Figure) => Estimate): Estimates {
  return {
    microF1: of('microF1'),
    macroF1: of('macroF1'),
    map: of('map'),
    ndcg10: of('ndcg10'),
    top1: of('top1'),
  };
}

function estimate(repeats: number[], resampled: number[]): Estimate {
  const mean = meanOf(repeats);
  const spread = repeats.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, repeats.length - 1);
  const sorted = resampled.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? mean;
  return { mean, sd: Math.sqrt(spread), low: at(0.025), high: at(0.975) };
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
}
