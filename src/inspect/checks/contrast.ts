import type { ContrastPair } from '../inspection.ts';
import type { Check } from '../open-mail.ts';
import { betterColour } from '../style/contrast-better.ts';
import { counted, fine, told } from '../told.ts';

/** More of them say no more: the list has them all. */
const MOST = 8;

/** Text against what is behind it, in both schemes (WCAG 2.2, 1.4.3). */
export const checkContrast: Check = ({ html }, { contrast }) => {
  if (html === null) return [fine('contrast', 'The mail is plain text, in the colours of its reader.')];
  const weak = contrast.filter(({ ratio, needed }) => ratio < needed);
  const least = [...contrast].sort((one, other) => one.ratio / one.needed - other.ratio / other.needed)[0];
  if (weak.length === 0) {
    const closest = least ? ` The weakest is ${inWords(least)}.` : '';
    return [
      fine('contrast', `${counted(contrast.length, 'pair')} of colours, and each can be read.${closest}`),
    ];
  }
  return weak.slice(0, MOST).map(pair => {
    const places = counted(pair.count, 'piece');
    const { colour, way } = betterColour(pair.text, pair.background, pair.needed);
    const other = way === 'darker' ? 'lighter' : 'darker';
    const todo = `Make the text ${way} (${colour} would do), or what is behind it ${other}, in the theme or the template.`;
    return told(
      'contrast',
      'fault',
      `${inWords(pair)}; ${pair.needed} are needed (${places} of text).`,
      todo,
      pair.sample,
    );
  });
};

function inWords({ text, background, ratio, scheme }: ContrastPair): string {
  return `${text} on ${background} when it is ${scheme}, ${ratio} to 1`;
}
