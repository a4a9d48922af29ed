import { type Lesson, logistic } from '../../model/logistic.ts';
import type { TermBook, Terms } from './terms.ts';

/** What signals taught of one heading. */
export interface Interest {
  /** How many signals stand behind it: an opening counts for less than a button. */
  evidence: number;
  /** Log odds of the papers that usually stand there, and how much higher those lie that they wish for. */
  usual: number;
  above: number;
  /** Terms and their weights, the strongest first. */
  weights: readonly (readonly [term: string, weight: number])[];
}

/** What somebody said of papers under a heading, the papers as terms. */
export interface Said {
  more: readonly Terms[];
  opened: readonly Terms[];
  less: readonly Terms[];
}

/** As many say enough to lean on. */
export const LEAST_POSITIVES = 3;
/** An opening counts as this part of a button. */
const OPENED = 0.4;
/** All that is not wished for, against all that is. */
const UNWISHED = 1;
/** The part of it that stands for what they asked less of, where they did; the rest for papers like any others. */
const LESS_PART = 0.8;
const PENALTY = 1;
const ROUNDS = 20;
/** What is learned is told, and kept, by its strongest terms. */
const MOST_TERMS = 250;
const DECIMALS = 10_000;

/**
 * What somebody wishes for under a heading, from three positives on; null before. `usual` are papers that stand under it and of
 * which they said nothing. The same signals and papers give the same interest.
 */
export function learnInterest(said: Said, usual: readonly Terms[], book: TermBook): Interest | null {
  const positives = said.more.length + said.opened.length;
  if (positives < LEAST_POSITIVES || usual.length === 0) return null;
  const wished = said.more.length + OPENED * said.opened.length;
  const unwished = wished * UNWISHED;
  const lessMass = said.less.length === 0 ? 0 : Math.min(LESS_PART * unwished, said.less.length);
  const weights = weigh(book, [
    ...lessonsOf(said.more, true, said.more.length),
    ...lessonsOf(said.opened, true, OPENED * said.opened.length),
    ...lessonsOf(said.less, false, lessMass),
    ...lessonsOf(usual, false, unwished - lessMass),
  ]);
  const strongest = strongestOf(weights);
  const odds = oddsBy(strongest, book);
  const mean = (papers: readonly Terms[]) =>
    papers.reduce((sum, paper) => sum + odds(paper), 0) / papers.length;
  const ordinary = mean(usual);
  return {
    evidence: rounded(wished + said.less.length),
    usual: rounded(ordinary),
    above: rounded(mean([...said.more, ...said.opened]) - ordinary),
    weights: strongest,
  };
}

/** Thousands of terms occur, of which few are kept: only these are put in order. */
function strongestOf(weights: readonly (readonly [term: string, weight: number])[]): Interest['weights'] {
  const known = weights
    .map(([term, weight]) => [term, rounded(weight)] as const)
    .filter(([, weight]) => weight !== 0);
  const sizes = Float64Array.from(known, ([, weight]) => Math.abs(weight)).sort();
  const least = sizes.at(-MOST_TERMS) ?? 0;
  return known
    .filter(([, weight]) => Math.abs(weight) >= least)
    .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
    .slice(0, MOST_TERMS);
}

function lessonsOf(papers: readonly Terms[], right: boolean, mass: number): Lesson[] {
  return papers.map(features => ({ features, right, weight: mass / papers.length }));
}

/**
 * The weights of all terms that occur. They are lined up as the lessons bring them, whatever their numbers are: sums come out the same
 * in every process.
 */
function weigh(book: TermBook, lessons: readonly Lesson[]): [term: string, weight: number][] {
  const columns = new Map<number, number>();
  const dense = lessons.map(({ features: { at, value }, ...lesson }) => ({
    ...lesson,
    features: { at: at.map(id => columnOf(columns, id)), value },
  }));
  const { weights } = logistic(dense, columns.size, { penalty: PENALTY, rounds: ROUNDS });
  return [...columns].map(([id, column]) => [book.termOf(id), weights[column] ?? 0]);
}

function columnOf(columns: Map<number, number>, id: number): number {
  const known = columns.get(id);
  if (known !== undefined) return known;
  columns.set(id, columns.size);
  return columns.size - 1;
}

/** Kept and used alike: whoever learns anew and whoever reads what was kept must come to the same order. */
function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

/** Scores papers by terms. A list of all terms would be faster, and too large to have one for each heading of a page of readers. */
export function oddsBy(weights: Interest['weights'], book: TermBook): (terms: Terms) => number {
  const byId = new Map(weights.map(([term, weight]) => [book.find(term), weight]));
  return ({ at, value }) => {
    let sum = 0;
    for (let i = 0; i < at.length; i++) {
      const weight = byId.get(at[i] ?? 0);
      if (weight !== undefined) sum += weight * (value[i] ?? 0);
    }
    return sum;
  };
}
