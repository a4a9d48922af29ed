import { scoreSentences } from './score.ts';
import { splitSentences } from './sentences.ts';
import { shorten } from './shorten.ts';
import { withoutOpener } from './trim.ts';

/** An abstract may be long and a card is not: the idea stands near the top. */
const READ = 6000;

/**
 * The sentence of an abstract that tells what the paper did, in its own words: without what ties it
 * to the one before, at most `max` characters, left at a clause with an ellipsis when it is longer. The same for the same
 * text, always. Empty for an abstract without words.
 */
export function ideaOf(abstract: string, title: string, max = 280): string {
  const sentences = splitSentences(abstract.slice(0, READ).replace(/\s+/g, ' ').trim());
  // The last one may have been cut off anywhere.
  if (abstract.length > READ && sentences.length > 1) sentences.pop();
  const scores = scoreSentences(sentences, title);
  const best = sentences[scores.indexOf(Math.max(...scores))];
  return best === undefined ? '' : shorten(withoutOpener(best), max);
}
