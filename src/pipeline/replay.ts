import type { CalendarDate } from '../model/date.ts';
import type { SkipReason } from '../model/edition.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Parts } from './parts.ts';

/** What one edition brings, or why it brings nothing. */
export type Brought = { kind: 'delivery'; papers: ReplayedPaper[] } | { kind: 'skip'; reason: SkipReason };

export interface ReplayedPaper {
  id: string;
  title: string;
  url: string | null;
}

/** One day of a replay. */
export interface ReplayedDay {
  edition: CalendarDate;
  /** What the ledger has on record; null where it has nothing. */
  really: Brought | null;
  /** What it would have brought with the preferences they have. */
  before: Brought;
  /** The same with the changed ones. */
  after: Brought;
}

export interface Replay {
  /** Oldest first. */
  days: ReplayedDay[];
  /** Papers that the changed preferences bring in any of these editions and theirs do not, and the other way round. */
  gained: ReplayedPaper[];
  lost: ReplayedPaper[];
}

export interface ReplayOrder {
  /** The last day looked at. */
  to: CalendarDate;
  /** How many days, up to that one. */
  days: number;
  /** Stops it half-way. */
  signal?: AbortSignal;
}

/**
 * What the last days would have brought, carried forward from day to day, with the papers stored by now. Whoever is made up
 * begins without a history. Changes nothing.
 */
export type ReplayFor = (
  parts: Parts,
  subscriber: Reachable,
  changed: Reachable,
  order: ReplayOrder,
) => Promise<Replay>;
