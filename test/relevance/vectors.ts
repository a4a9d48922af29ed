import { tokenize } from '../../src/match/tokenize.ts';
import type { Sparse } from '../../src/model/sparse.ts';
import type { MatchText } from '../../src/model/topic.ts';

// The plain means of text retrieval, for methods to be compared with.

/** Counts of terms: words, and pairs of words side by side. */
export type Counts = Map<string, number>;

/** Terms of a collection, numbered, and how rare each is. */
export interface Space {
  number: ReadonlyMap<string, number>;
  idf: Float64Array;
}

const TITLE_WEIGHT = 3;
/** A term of a single paper says nothing of others. */
const LEAST_PAPERS = 2;

export function countsOf({ title, abstract }: MatchText): Counts {
  const counts: Counts = new Map();
  addCounts(counts, title, TITLE_WEIGHT);
  addCounts(counts, abstract ?? '', 1);
  return counts;
}

export function addCounts(counts: Counts, text: string, weight: number): void {
  const tokens = tokenize(text);
  for (const [at, { forms, joint }] of tokens.entries()) {
    const word = forms[0]?.key ?? '';
    counts.set(word, (counts.get(word) ?? 0) + weight);
    if (joint === 'break') continue;
    const pair = `${tokens[at - 1]?.forms[0]?.key} ${word}`;
    counts.set(pair, (counts.get(pair) ?? 0) + weight);
  }
}

export function spaceOf(collection: readonly Counts[]): Space {
  const papers = new Map<string, number>();
  for (const counts of collection)
    for (const term of counts.keys()) papers.set(term, (papers.get(term) ?? 0) + 1);
  const kept = [...papers].filter(([, count]) => count >= LEAST_PAPERS);
  return {
    number: new Map(kept.map(([term], at) => [term, at])),
    idf: Float64Array.from(kept, ([, count]) => Math.log((collection.length + 1) / (count + 0.5))),
  };
}

/** TF-IDF (the logarithm of counts) of length 1. */
export function vectorOf(counts: Counts, { number, idf }: Space): Sparse {
  const at: number[] = [];
  const value: number[] = [];
  for (const [term, count] of counts) {
    const place = number.get(term);
    if (place === undefined || count <= 0) continue;
    at.push(place);
    value.push(Math.log1p(count) * (idf[place] ?? 0));
  }
  const length = Math.hypot(...value) || 1;
  return { at: Int32Array.from(at), value: Float64Array.from(value, one => one / length) };
}

export function cosine(one: Float64Array, other: Float64Array): number {
  const length = Math.sqrt(product(one, one) * product(other, other));
  return length === 0 ? 0 : product(one, other) / length;
}

export function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
