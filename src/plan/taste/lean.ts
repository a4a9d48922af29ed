import { type Interest, oddsBy } from './interest.ts';
import type { TermBook, Terms } from './terms.ts';

/** As many signals weigh as much as the topic itself. */
const HALF_WAY = 4;
/** This part of the way from what usually stands there to what they wished for is a clear case. */
const CLEAR = 0.6;
/** Where what they wished for is like everything else, nothing can be told by it. */
const LEAST_ABOVE = 1e-3;

/**
 * How much rather than others under the same heading somebody would read a paper: from −1 to 1, 0 for one that is like any other. At
 * first it only leans, and with evidence it comes to count as much as the topic.
 */
export function likingBy(interest: Interest, book: TermBook): (terms: Terms) => number {
  const { weights, usual, above, evidence } = interest;
  if (above < LEAST_ABOVE) return () => 0;
  const odds = oddsBy(weights, book);
  const trust = evidence / (evidence + HALF_WAY);
  return terms => trust * Math.tanh((odds(terms) - usual) / (CLEAR * above));
}

/** What is liked under any heading counts for half of what is liked under this one. */
const ANYWHERE = 0.5;

/**
 * What the strength of a paper under a heading is multiplied by, between 1/2 and 2: by what was said of that heading, and, weaker, by
 * what was said of any.
 */
export function leanOf(here: number, anywhere: number): number {
  return 2 ** Math.max(-1, Math.min(1, here + ANYWHERE * anywhere));
}
