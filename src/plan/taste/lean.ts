import { type Interest, oddsBy } from './interest.ts';
import type { TermBook, Terms } from './terms.ts';

/** As many signals weigh as much as the topic itself. */
const HALF_WAY = 4;
/** Papers that usually stand there lie about their mean this far, at least: near equals stay so. */
const LEAST_SPREAD = 0.02;

/**
 * What the strength of a paper is multiplied by: between 1/2 and 2, 1 for a paper that is like any other there. At first it only
 * leans; with evidence it comes to count as much as the topic.
 */
export function leanBy(interest: Interest, book: TermBook): (terms: Terms) => number {
  const odds = oddsBy(interest.weights, book);
  const trust = interest.evidence / (interest.evidence + HALF_WAY);
  const spread = Math.max(LEAST_SPREAD, interest.spread);
  return terms => 2 ** (trust * Math.tanh((odds(terms) - interest.mean) / spread));
}
