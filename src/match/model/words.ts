import type { Sparse } from '../../model/sparse.ts';
import type { Token, TokenizedPaper } from '../tokenize.ts';

// A paper as words alone: what is learned from examples. Phrases are the lexicon's.

/** A word of the title counts for as much as this many of the abstract. */
const TITLE_WEIGHT = 3;
/** Keeps the values of a usual paper near those of a vector of length 1. */
const SCALE = 4;

/** How much of a paper each of its words is; more mentions count ever less, and longer papers do not count for more. */
export function wordValues(paper: TokenizedPaper): Map<string, number> {
  const counts = new Map<string, number>();
  addWords(counts, paper.title, TITLE_WEIGHT);
  addWords(counts, paper.abstract, 1);
  const whole = SCALE * Math.sqrt(counts.size);
  for (const [word, count] of counts) counts.set(word, (1 + Math.log(count)) / whole);
  return counts;
}

function addWords(counts: Map<string, number>, tokens: readonly Token[], weight: number): void {
  for (const { forms } of tokens) {
    const word = forms[0]?.key ?? '';
    if (!STOP_WORDS.has(word) && !NUMBER.test(word)) counts.set(word, (counts.get(word) ?? 0) + weight);
  }
}

const NUMBER = /^\d+$/;
/** Words of every text, whatever it is about, in the form that words are compared by. */
const STOP_WORDS = new Set(
  `a an and are as at be by can for from has have in into is it its of on or our such that the their these this to we which
  with while also all both between but each however more most not than they through using via use used`.split(
    /\s+/,
  ),
);

/** Words that are learned of, by number, and how rare each is. */
export interface Space {
  number: ReadonlyMap<string, number>;
  /** In how many papers each stands. */
  papers: Float64Array;
  rarity: Float64Array;
}

/** A word of one or two texts says nothing of others. */
const LEAST_PAPERS = 3;

/** The words of these papers; how rare they are is learned from the same. */
export function spaceOf(papers: readonly ReadonlyMap<string, number>[]): Space {
  const found = new Map<string, number>();
  for (const words of papers) for (const word of words.keys()) found.set(word, (found.get(word) ?? 0) + 1);
  const kept = [...found].filter(([, count]) => count >= LEAST_PAPERS).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    number: new Map(kept.map(([word], at) => [word, at])),
    papers: Float64Array.from(kept, ([, count]) => count),
    rarity: Float64Array.from(kept, ([, count]) => Math.log((papers.length + 1) / (count + 1)) + 1),
  };
}

/** A paper's words that are in the space, each times its rarity; after them further features, numbered from there on. */
export function vectorOf(
  words: ReadonlyMap<string, number>,
  { number, rarity }: Space,
  more: readonly number[],
): Sparse {
  const at: number[] = [];
  const value: number[] = [];
  for (const [word, part] of words) {
    const place = number.get(word);
    if (place === undefined) continue;
    at.push(place);
    value.push(part * (rarity[place] ?? 0));
  }
  for (const [index, one] of more.entries()) {
    if (one === 0) continue;
    at.push(rarity.length + index);
    value.push(one);
  }
  return { at: Int32Array.from(at), value: Float64Array.from(value) };
}
