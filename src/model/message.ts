import type { CalendarDate } from './date.ts';

/** A rendered mail, ready for a transport. */
export interface Message {
  /** SMTP envelope (RFC 5321 §2.3.1). */
  envelope: { from: string; to: string };
  messageId: string;
  subject: string;
  html: string;
  text: string;
  /** The whole message as bytes on the wire: CRLF, 7-bit, no dot-stuffing. */
  raw: Buffer;
}

/** The personal links of one mail, absolute. */
export interface MailLinks {
  unsubscribe: string;
  preferences: string;
  view: string;
  /** Their mail of another edition, online. */
  viewOf: (edition: CalendarDate) => string;
  /** Link that tunes one paper. */
  tune: (paperId: string) => string;
  /** Page of one paper on our site, with its full abstract. */
  paper: (paperId: string) => string;
  /** Page of the whole edition. */
  edition: string;
  /** Where anybody signs up: the same in every mail. */
  home: string;
}
