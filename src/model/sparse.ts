/** A vector of which most is 0: where it is not, and what stands there. */
export interface Sparse {
  at: Int32Array;
  value: Float64Array;
}

/** The product of a sparse vector and a dense one. */
export function dotSparse({ at, value }: Sparse, dense: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += (value[i] ?? 0) * (dense[at[i] ?? 0] ?? 0);
  return sum;
}

/** Adds `times` a sparse vector to a dense one. */
export function addSparse(dense: Float64Array, { at, value }: Sparse, times: number): void {
  for (let i = 0; i < at.length; i++) {
    const place = at[i] ?? 0;
    dense[place] = (dense[place] ?? 0) + times * (value[i] ?? 0);
  }
}
