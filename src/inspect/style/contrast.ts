import { contrastRatio } from '../../model/contrast.ts';
import type { ContrastPair } from '../inspection.ts';
import { type SeenText, seenTexts } from './cascade.ts';
import { hexOf, type Scheme } from './contrast-colours.ts';

const LONGEST_SAMPLE = 60;
/** Blanks, and signs that take no room: what preheaders are padded with. */
const UNSEEN =
  /[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff]+/g;

/** The colours of text on what is behind it, in both schemes, each pair once; those in need of more come first. */
export async function contrastIn(html: string): Promise<ContrastPair[]> {
  const texts = await seenTexts(html);
  return [...pairsOf(texts.light, 'light'), ...pairsOf(texts.dark, 'dark')].sort(
    (a, b) => a.ratio / a.needed - b.ratio / b.needed || b.count - a.count,
  );
}

function pairsOf(texts: SeenText[], scheme: Scheme): ContrastPair[] {
  const pairs = new Map<string, ContrastPair>();
  for (const seen of texts) {
    const sample = seen.text.replace(UNSEEN, ' ').trim();
    if (sample === '') continue;
    const [text, background, needed] = [hexOf(seen.colour), hexOf(seen.background), neededFor(seen)];
    const key = `${text} ${background} ${needed}`;
    const known = pairs.get(key);
    if (known) known.count++;
    else {
      const ratio = cut(contrastRatio(text, background));
      pairs.set(key, { scheme, text, background, ratio, needed, sample: shortened(sample), count: 1 });
    }
  }
  return [...pairs.values()];
}

/** Text is large from 24 pixels on, bold text from 18.66. */
function neededFor({ size, weight }: SeenText): number {
  return size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
}

/** Two digits, cut and not rounded: 4.499 is not enough. */
function cut(ratio: number): number {
  return Math.floor(ratio * 100 + 1e-9) / 100;
}

function shortened(text: string): string {
  const signs = [...text];
  return signs.length <= LONGEST_SAMPLE
    ? text
    : `${signs
        .slice(0, LONGEST_SAMPLE - 1)
        .join('')
        .trimEnd()}…`;
}
