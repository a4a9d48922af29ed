import type { ListedIn } from './inspection.ts';

/** How much of a mail a program shows in its list, in characters of average width. */
interface ClientList {
  client: string;
  subject: number;
  /** Of the text after it; `line`: both share one line of so many. */
  preheader: number | { line: number };
}

/**
 * Approximate, with the settings that a program comes with: a phone held upright is 390 px wide, a window 1,280 px. Its width, the
 * size of the font and the letters themselves move each number by a quarter, so that nothing but hints rests on them.
 */
const LISTS: readonly ClientList[] = [
  { client: 'Gmail (web)', subject: 70, preheader: { line: 110 } },
  { client: 'Gmail (Android, iOS)', subject: 38, preheader: 45 },
  { client: 'Apple Mail (iPhone)', subject: 38, preheader: 85 },
  { client: 'Apple Mail (macOS)', subject: 55, preheader: 110 },
  { client: 'Outlook (Windows)', subject: 50, preheader: 50 },
  { client: 'Outlook.com', subject: 55, preheader: 40 },
  { client: 'Outlook (iOS, Android)', subject: 40, preheader: 70 },
  { client: 'Yahoo Mail (web)', subject: 46, preheader: { line: 95 } },
];

/** What phones show of a subject: more than half of all mails are first seen there. */
export const PHONE_SUBJECT = 38;

/** Each program's view; what follows the preheader is shown where there is room left. */
export function listedIn(subject: string, preheader: string, rest: string): ListedIn[] {
  const after = [preheader, rest].filter(text => text !== '').join(' ');
  return LISTS.map(({ client, subject: room, preheader: space }) => {
    const shown = cut(subject, room);
    const left = typeof space === 'number' ? space : Math.max(0, space.line - widthOf(shown) - 3);
    return { client, subject: shown, preheader: cut(after, left) };
  });
}

/** True when a program shows all of the preheader. */
export function showsAll({ preheader: shown }: ListedIn, preheader: string): boolean {
  return shown.startsWith(preheader);
}

const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** As wide as two letters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
/** No program shows more. */
const LONGEST = 2_000;

export function widthOf(text: string): number {
  return [...LETTERS.segment(text.slice(0, LONGEST))].reduce(
    (sum, { segment }) => sum + letterWidth(segment),
    0,
  );
}

function letterWidth(letter: string): number {
  return WIDE.test(letter) ? 2 : 1;
}

/** The text in so much room, with an ellipsis where it does not fit. */
function cut(text: string, room: number): string {
  let width = 0;
  let shown = '';
  let before = '';
  for (const { segment } of LETTERS.segment(text.slice(0, LONGEST))) {
    width += letterWidth(segment);
    if (width > room) return `${before.trimEnd()}…`;
    if (width <= room - 1) before += segment;
    shown += segment;
  }
  return shown;
}
