/**
 * Characters that a title or a name never needs and that can do harm: controls (a CR or LF would
 * start a header), bidi overrides and marks (UAX #9), zero-width and tag characters, line and
 * paragraph separators, halves of surrogate pairs, U+FFFD.
 */
const HARMFUL =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffd\u{e0000}-\u{e007f}]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/** A zero-width (non-)joiner is spelling in Persian, Hindi or an emoji, and a trick after anything else. */
const STRAY_JOINER = /(?<![^\u0000-\u024f\u200c\u200d])[\u200c\u200d]+/g;

/**
 * Text from outside as one line that is safe to show: NFC, harmful characters gone, white space of
 * any kind collapsed. Words on both sides of a removed control stay apart.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\s\u0000-\u001f\u0085]+/g, ' ')
    .replace(HARMFUL, '')
    .replace(STRAY_JOINER, '')
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .trim();
}
