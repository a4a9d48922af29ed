import { clipText } from '../clip.ts';

/** Where a sentence may be left: before a clause that is tied on with a stop, a dash or a pronoun. */
const SEAM = /[,;:](?=\s)|[，；：]|\s(?=(?:[–—]|--?)\s)|\s(?=(?:which|while|whereas|where)\s)/gu;

/**
 * A sentence within `max` characters: left at the last clause that is whole and begins outside of brackets,
 * else at a word, with an ellipsis that counts. A bracket that would stay open late in it is left out.
 */
export function shorten(sentence: string, max: number): string {
  if (sentence.length <= max) return sentence;
  const clipped = beforeOpenBracket(clipText(sentence, max), max);
  const seams = [...clipped.matchAll(SEAM)].map(({ index }) => index);
  const end = seams.findLast(seam => seam > max / 2 && openBracket(clipped.slice(0, seam)) < 0);
  return end === undefined ? clipped : leftAt(clipped, end);
}

function beforeOpenBracket(text: string, max: number): string {
  const open = openBracket(text);
  return open > max / 2 ? leftAt(text, open) : text;
}

function leftAt(text: string, end: number): string {
  return `${text.slice(0, end).replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** Where the bracket stands that is the first of those never closed; -1 for none. */
function openBracket(text: string): number {
  const open: number[] = [];
  for (const { 0: character, index } of text.matchAll(/[()[\]]/g)) {
    if ('(['.includes(character)) open.push(index);
    else open.pop();
  }
  return open[0] ?? -1;
}
