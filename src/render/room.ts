import { clipToFit } from './clip.ts';
import { escapeHtml } from './escape.ts';

/** Most bytes that a value of unknown length takes in the HTML of a mail, once escaped. */
export const ROOM = {
  subject: 480,
  preheader: 1100,
  reader: 160,
  email: 600,
  /** 200 characters, each as long as escaping makes it. */
  note: 1200,
  group: 120,
  terms: 120,
  link: 160,
  news: 160,
  /** One word, that must not be wider than a phone. */
  newsAddress: 60,
  /** An address that somebody else made: a longer one is words only. */
  newsLink: 400,
} as const;

/** Gmail cuts a mail at 102,400 bytes, and the unsubscribe link with it. */
export const CLIPPED_AT = 102_400;

/** What selection may fill: a reserve for a link longer than foreseen stays. */
export const LIMIT = 100_000;

/** The text cut so that its escaped form fits the room. */
export function fitted(text: string, room: number): string {
  return clipToFit(text, room, cut => byteLength(escapeHtml(cut)));
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
