import { addSparse, dotSparse, type Sparse } from '../../src/model/sparse.ts';
import { randomFrom } from '../support/random.ts';
import { product } from './vectors.ts';

// Latent semantic analysis: the directions in which the papers of a collection differ most.

const ROUNDS = 12;
const SEED = 3;

/** A text in the directions found. */
export type Project = (text: Sparse) => Float64Array;

/**
 * The `rank` strongest directions of the papers, by iterating over the subspace of their Gram matrix. Any orthonormal base of
 * it gives the same cosines, so no single direction is looked for.
 */
export function latentSpace(papers: readonly Sparse[], terms: number, rank: number): Project {
  const size = Math.min(rank, papers.length);
  const random = randomFrom(SEED);
  let base = Array.from({ length: size }, () => Float64Array.from(papers, () => random() - 0.5));
  const gram = gramOf(papers, terms);
  for (let round = 0; round < ROUNDS; round++) {
    base = orthonormal(base).map(column => Float64Array.from(gram, row => product(row, column)));
  }
  const directions = orthonormal(
    orthonormal(base).map(column => {
      const direction = new Float64Array(terms);
      for (const [at, paper] of papers.entries()) addSparse(direction, paper, column[at] ?? 0);
      return direction;
    }),
  );
  return text => Float64Array.from(directions, direction => dotSparse(text, direction));
}

function gramOf(papers: readonly Sparse[], terms: number): Float64Array[] {
  return papers.map(paper => {
    const whole = new Float64Array(terms);
    addSparse(whole, paper, 1);
    return Float64Array.from(papers, other => dotSparse(other, whole));
  });
}

/** Gram and Schmidt; what depends on those before is dropped. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const other of done) subtract(rest, other, product(rest, other));
    const length = Math.sqrt(product(rest, rest));
    if (length > 1e-10) done.push(rest.map(value => value / length));
  }
  return done;
}

function subtract(from: Float64Array, other: Float64Array, factor: number): void {
  for (let at = 0; at < from.length; at++) from[at] = (from[at] ?? 0) - factor * (other[at] ?? 0);
}
