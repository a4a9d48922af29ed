import type { CalendarDate } from './date.ts';
import type { DeliveryState } from './delivery.ts';
import type { SkipReason } from './edition.ts';

/** A mail of an edition in figures. */
export interface MailSize {
  papers: number;
  /** Of the whole message. */
  bytes: number;
}

/** One mail as it is about to go. It names nobody: what is shown to operators gets forwarded. */
export interface PreviewedMail extends MailSize {
  /** Number of the subscriber. */
  subscriber: number;
  /** When it goes, in milliseconds. */
  slot: number;
  subject: string;
  /** Titles, under the headings they stand under. */
  groups: { heading: string; titles: string[] }[];
}

/** What an operator is shown of an edition before it goes. */
export interface EditionPreview {
  edition: CalendarDate;
  /** When the first mail goes that waits, in milliseconds. */
  goesAt: number;
  /** Why it does not go: in words; null when it does. */
  pausedWhy: string | null;
  audience: number;
  states: Partial<Record<DeliveryState, number>>;
  skipped: Partial<Record<SkipReason, number>>;
  /** How many papers it shows. */
  papers: number;
  /** Which papers it leaves out because they cannot be shown, in words; null for none. */
  leftOut: string | null;
  /** Of the mails that were looked at, the one with the most papers and the one with the fewest. */
  most: MailSize | null;
  fewest: MailSize | null;
  /** Why one of the mails looked at cannot be written, in words; null when all can. */
  failed: string | null;
  /** The first few. */
  mails: PreviewedMail[];
  /** There is a page of the operator's to look at it, and to say what is to become of it. */
  hasPage: boolean;
}
