/** A paper belongs to a topic from this score on, unless the catalogue says otherwise. */
export const DEFAULT_THRESHOLD = 0.5;

/** A word of the title counts for as much as this many of the abstract. */
const TITLE_WEIGHT = 3;
/** From about this many mentions on, more of them add little. */
const SATURATION = 2;
/** Length of a usual paper: a title of ten words and an abstract of nearly two hundred. */
const USUAL_LENGTH = 220;
/**
 * Evidence, relative to the size of lexicon and text, that gives a score of one half: fitted to labelled papers. The
 * numbers above are round ones; quality hardly moves with them.
 */
const EVEN = 2.25;

/** What the mentions of a term say for a topic: grows with weight, rarity and mentions, the first counting most. */
export function evidenceOf(weight: number, rarity: number, inTitle: number, inAbstract: number): number {
  const mentions = TITLE_WEIGHT * inTitle + inAbstract;
  return (weight * rarity * mentions * (1 + SATURATION)) / (mentions + SATURATION);
}

/** How much there is to read, in words of an abstract; no text is taken as shorter than a title of ten words. */
export function lengthOf(titleWords: number, abstractWords: number): number {
  return Math.max(TITLE_WEIGHT * 10, TITLE_WEIGHT * titleWords + abstractWords);
}

/**
 * Evidence as a score from 0 to 1, to four digits. `whole` is the length of the vector of all the weights times rarities
 * that could have counted, `length` that of the text. Evidence grows about with the square root of either: divided by
 * both, lexicons of five and of a hundred terms give comparable scores, and so do a title alone and a long abstract.
 */
export function scoreOf(evidence: number, whole: number, length: number): number {
  if (evidence <= 0 || whole <= 0) return 0;
  const relative = evidence / Math.sqrt((whole * length) / USUAL_LENGTH);
  return Math.round((relative / (relative + EVEN)) * 10_000) / 10_000;
}
