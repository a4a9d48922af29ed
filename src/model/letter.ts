import type { CalendarDate } from './date.ts';
import type { DeliveryState } from './delivery.ts';

/** Mails to one person that belong to no edition. Closed list. */
export const LETTER_KINDS = [
  /** Asks whether they want the mails they, or somebody else, asked for. */
  'confirm',
  /** They asked for what they have: the way to their preferences. */
  'known',
  /** The way to what is only theirs: export, history, a new address, erasure. */
  'link',
  /** Asks at a new address whether mail shall go there. */
  'move',
  /** Tells the old address that mail goes to another one now. */
  'moved',
  /** Nothing for a week: a sign of life, by their wish. */
  'quiet',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** How long a link to confirm with works, in milliseconds; who has not confirmed by then is forgotten. */
export const CONFIRM_WITHIN_MS = 7 * 24 * 3_600_000;
/** How long a link to what is only theirs works, from when it was made: mails get forwarded. */
export const FRESH_LINK_MS = 15 * 60_000;

/** What stands in return paths of letters, in the place of an edition: there is none of this day. */
export const LETTER_DAY: CalendarDate = '1970-01-01';

/** A letter as the ledger has it. Instants are milliseconds since the epoch. */
export interface Letter {
  num: number;
  kind: LetterKind;
  subscriber: number;
  /** Where it goes, if not to the subscriber's own address. */
  address: string | null;
  edition: CalendarDate | null;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  state: DeliveryState;
  attempts: number;
}
