/** Since January 2015 the number behind the point has five digits, before that four. */
const FIVE_DIGITS_SINCE = 1501;
const DAMAGED_TEXT = /^\d{4}\.\d{3,4}$/;
const NUMBER = /^\d{3,4}(?:\.\d{1,5})?$/;

/**
 * An arXiv id that went through a program which took it for a number, and so lost zeros at its ends: with them again. `mended` says
 * that it was one. Any other text comes back as it is; null for what can be no id at all.
 */
export function arxivFromNumber(id: unknown): { arxiv: string; mended: boolean } | null {
  const damaged = typeof id === 'number' ? NUMBER : DAMAGED_TEXT;
  const text = typeof id === 'number' ? String(id) : typeof id === 'string' ? id.trim() : '';
  if (text === '' || (typeof id === 'number' && !damaged.test(text))) return null;
  if (!damaged.test(text)) return { arxiv: text, mended: false };
  const [month = '', number = ''] = text.split('.');
  const digits = Number(month) >= FIVE_DIGITS_SINCE ? 5 : 4;
  const whole = `${month.padStart(4, '0')}.${number.padEnd(digits, '0')}`;
  return { arxiv: whole, mended: whole !== text };
}
