/**
 * `text` within `max` UTF-16 units, cut at a word when one ends in the last third, with an ellipsis
 * that counts. Never cuts a surrogate pair or between a letter and its combining mark.
 */
export function clipText(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = max - 1;
  const space = text.lastIndexOf(' ', end);
  if (space > (max * 2) / 3) end = space;
  while (end > 0 && /^[\p{M}\u200d\ufe0f\udc00-\udfff]/u.test(text.slice(end, end + 2))) end--;
  while (end > 0 && /[\udc00-\udfff]/.test(text.charAt(end))) end--;
  return `${text.slice(0, end).replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** `text` cut so that `measure` of it is at most `max`; `measure` must grow with length. */
export function clipToFit(text: string, max: number, measure: (text: string) => number): string {
  let clipped = text;
  for (let size = measure(clipped); size > max; size = measure(clipped)) {
    const length = Math.min(clipped.length - 1, Math.floor((clipped.length * max) / size));
    if (length < 2) return '';
    clipped = clipText(clipped, length);
  }
  return clipped;
}
