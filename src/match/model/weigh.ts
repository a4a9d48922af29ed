// From what a lexicon and the words of a paper say of every topic to one number for each: the same weights for all topics, so that
// they are learned from all labels together. A topic is weighed beside the others: a paper that speaks of ten is about two.

/** What the weights in `Trained.signs` belong to, in this order. */
export const SIGNS = [
  'terms',
  'terms beside the best topic',
  'best by terms',
  'second by terms',
  'third by terms',
  'terms of the best topic',
  'terms in the title',
  'terms in the title beside the best topic',
  'words',
  'words beside the best topic',
  'best by words',
  'second by words',
  'third by words',
] as const;

/** How many of these, from the first, speak of terms. */
export const TERM_SIGNS = SIGNS.indexOf('words');

/** What the terms of topics say of a paper, and what its words say, each in the order of the topics. */
export interface Voices {
  terms: readonly number[];
  titleTerms: readonly number[];
  /** Log odds. */
  words: readonly number[];
}

/** The strength of a lexicon's score: without an upper end, and less far apart at it. */
export function strengthOf(score: number): number {
  return Math.sqrt(score / Math.max(1e-4, 1 - score));
}

/** The signs of every topic, topic by topic. */
export function signsOf({ terms, titleTerms, words }: Voices): number[][] {
  const bestTerms = Math.max(0, ...terms);
  const bestInTitle = Math.max(0, ...titleTerms);
  const bestWords = Math.max(...words);
  const places = { terms: placesOf(terms), words: placesOf(words) };
  return terms.map((term, topic) => {
    const [inTitle = 0, word = 0] = [titleTerms[topic], words[topic]];
    const [byTerms = 0, byWords = 0] = [places.terms[topic], places.words[topic]];
    return [
      term,
      bestTerms > 0 ? term / bestTerms : 0,
      ...[0, 1, 2].map(place => (bestTerms > 0 && byTerms === place ? 1 : 0)),
      bestTerms,
      inTitle,
      bestInTitle > 0 ? inTitle / bestInTitle : 0,
      word,
      word - bestWords,
      ...[0, 1, 2].map(place => (byWords === place ? 1 : 0)),
    ];
  });
}

/** How many others are stronger. */
function placesOf(strengths: readonly number[]): number[] {
  return strengths.map(one => strengths.reduce((stronger, other) => stronger + (other > one ? 1 : 0), 0));
}
