import { add, dot, type Sparse } from './vectors.ts';

/** The probability that a paper is right, by what was learned. */
export type Classifier = (paper: Sparse) => number;

const ROUNDS = 15;
const NEWTON_STEPS = 4;
/** Where a paper begins, and how near to its limits its count may come; parts of the limit. */
const START = 0.01;
const LEAST = 1e-6;

/**
 * Logistic regression with L2 regularisation, `strength` being liblinear's C, by coordinate descent in the dual (Yu, Huang and Lin
 * 2011). Papers that are neither right nor wrong (null) are left out. Vectors have length 1.
 */
export function logistic(
  papers: readonly Sparse[],
  right: readonly (boolean | null)[],
  terms: number,
  strength: number,
): Classifier {
  const told = papers.flatMap((paper, at) => {
    const is = right[at] ?? null;
    return is === null ? [] : [{ paper, sign: is ? 1 : -1, count: START * strength }];
  });
  const positives = told.filter(({ sign }) => sign > 0).length;
  if (positives === 0 || positives === told.length) return () => (positives > 0 ? 1 : 0);
  const weights = new Float64Array(terms);
  let bias = 0;
  for (const { paper, sign, count } of told) {
    add(weights, paper, sign * count);
    bias += sign * count;
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of told) {
      const next = nextCount(one.count, one.sign * (dot(one.paper, weights) + bias), strength);
      const change = one.sign * (next - one.count);
      add(weights, one.paper, change);
      bias += change;
      one.count = next;
    }
  }
  return paper => 1 / (1 + Math.exp(-(dot(paper, weights) + bias)));
}

/** The best count of one paper while the others keep theirs: between 0 and `limit`. */
function nextCount(count: number, margin: number, limit: number): number {
  // A paper has length 1, and 1 more for the bias.
  const square = 2;
  const [least, most] = [LEAST * limit, (1 - LEAST) * limit];
  let next = count;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const slope = square * (next - count) + margin + Math.log(next / (limit - next));
    const curve = square + limit / (next * (limit - next));
    const moved = next - slope / curve;
    // A step beyond a limit goes a tenth of the way to it instead.
    if (moved <= least) next = Math.max(least, next * 0.1);
    else if (moved >= most) next = Math.min(most, limit - (limit - next) * 0.1);
    else next = moved;
  }
  return next;
}
