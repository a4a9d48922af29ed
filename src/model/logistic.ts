import { addSparse, dotSparse, type Sparse } from './sparse.ts';

/** One thing to learn from: what is known of it, whether it is right, and how much it counts. */
export interface Lesson {
  features: Sparse;
  right: boolean;
  weight: number;
}

/** Weights by feature, and what holds without any. */
export interface Logistic {
  weights: Float64Array;
  bias: number;
}

/**
 * Logistic regression with L2 regularisation: finds the weights that minimise `penalty`/2 · |w|² + Σ weight · log loss, the bias
 * being free. Nesterov's accelerated gradient, restarted when it overshoots (O'Donoghue and Candès 2015), a fixed number of rounds:
 * the same lessons give the same weights. Costs O(rounds × features known of all lessons).
 */
export function logistic(
  lessons: readonly Lesson[],
  size: number,
  { penalty, rounds = 100 }: { penalty: number; rounds?: number },
): Logistic {
  const weights = new Float64Array(size);
  const ahead = new Float64Array(size);
  const next = new Float64Array(size);
  let bias = startingBias(lessons);
  let biasAhead = bias;
  const step = 1 / (steepest(lessons, size) + penalty);
  let momentum = 1;
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < size; at++) next[at] = (ahead[at] ?? 0) * (1 - step * penalty);
    let slope = 0;
    for (const { features, right, weight } of lessons) {
      const error = weight * (sigmoid(dotSparse(features, ahead) + biasAhead) - (right ? 1 : 0));
      slope += error;
      addSparse(next, features, -step * error);
    }
    const nextBias = biasAhead - step * slope;
    let turn = (biasAhead - nextBias) * (nextBias - bias);
    for (let at = 0; at < size; at++) {
      turn += ((ahead[at] ?? 0) - (next[at] ?? 0)) * ((next[at] ?? 0) - (weights[at] ?? 0));
    }
    const before = turn > 0 ? 1 : momentum;
    momentum = (1 + Math.sqrt(1 + 4 * before * before)) / 2;
    const push = (before - 1) / momentum;
    for (let at = 0; at < size; at++) {
      ahead[at] = (next[at] ?? 0) + push * ((next[at] ?? 0) - (weights[at] ?? 0));
    }
    biasAhead = nextBias + push * (nextBias - bias);
    weights.set(next);
    bias = nextBias;
  }
  return { weights, bias };
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The logit of the share that is right, as if one more of each were there. */
function startingBias(lessons: readonly Lesson[]): number {
  let [right, wrong] = [1, 1];
  for (const lesson of lessons) {
    if (lesson.right) right += lesson.weight;
    else wrong += lesson.weight;
  }
  return Math.log(right / wrong);
}

/** How steep the loss may bend: a quarter of the largest eigenvalue of the lessons' Gram matrix, by power iteration. */
function steepest(lessons: readonly Lesson[], size: number): number {
  const direction = new Float64Array(size).fill(1 / Math.sqrt(size + 1));
  const next = new Float64Array(size);
  let bias = 1 / Math.sqrt(size + 1);
  let largest = 0;
  for (let round = 0; round < 20; round++) {
    next.fill(0);
    let nextBias = 0;
    for (const { features, weight } of lessons) {
      const along = weight * (dotSparse(features, direction) + bias);
      addSparse(next, features, along);
      nextBias += along;
    }
    let squares = nextBias * nextBias;
    for (let at = 0; at < size; at++) squares += (next[at] ?? 0) ** 2;
    largest = Math.sqrt(squares);
    if (largest === 0) return 1;
    for (let at = 0; at < size; at++) direction[at] = (next[at] ?? 0) / largest;
    bias = nextBias / largest;
  }
  // Power iteration comes from below.
  return (largest / 4) * 1.05;
}
