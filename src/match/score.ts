/** A paper belongs to a topic from this score on, unless the catalogue says otherwise. */
export const DEFAULT_THRESHOLD = 0.5;

/** A word of the title counts for as much as this many of the abstract. */
const TITLE_WEIGHT = 3;
/** From about this many mentions on, more of them add little. */
const SATURATION = 2;
/**
 * Evidence, relative to the size of the lexicon, that gives a score of one half: the one number fitted to labelled
 * papers. The score moves with its logarithm, so that thresholds from 0.3 to 0.7 are the useful ones.
 */
const EVEN = 2.25;

/** What the mentions of a term say for a topic: grows with weight, rarity and mentions, the first counting most. */
export function evidenceOf(weight: number, rarity: number, inTitle: number, inAbstract: number): number {
  const mentions = TITLE_WEIGHT * inTitle + inAbstract;
  return (weight * rarity * mentions * (1 + SATURATION)) / (mentions + SATURATION);
}

/**
 * Evidence as a score from 0 to 1, to four digits. `whole` is the length of the vector of all the weights times rarities
 * that could have counted. Its square root makes lexicons of five and of a hundred terms comparable, and keeps scores
 * comparable while rarities settle.
 */
export function scoreOf(evidence: number, whole: number): number {
  if (evidence <= 0 || whole <= 0) return 0;
  const relative = evidence / Math.sqrt(whole);
  return Math.round((relative / (relative + EVEN)) * 10_000) / 10_000;
}
