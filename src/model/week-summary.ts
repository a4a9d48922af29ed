import type { CalendarDate } from './date.ts';
import type { DeliveryState } from './delivery.ts';
import type { EditionState, SkipReason } from './edition.ts';
import type { SnapshotStatus } from './snapshot.ts';
import type { SubscriberStatus } from './subscriber.ts';

/** A week of an instance in numbers: it names nobody, and can be forwarded. Instants are milliseconds. */
export interface WeekSummary {
  from: number;
  to: number;
  /** The last seven, newest first. */
  editions: {
    edition: CalendarDate;
    state: EditionState;
    audience: number;
    states: Partial<Record<DeliveryState, number>>;
    skipped: Partial<Record<SkipReason, number>>;
  }[];
  sources: {
    source: string;
    /** How often it was read, by what came of it. */
    readings: Partial<Record<SnapshotStatus, number>>;
    /** Papers that nobody had brought before. */
    fresh: number;
    /** When it last brought one; null: never, as far as is remembered. */
    lastFresh: number | null;
    /** Why the newest reading that went wrong did; null when none did. */
    problem: string | null;
  }[];
  newPapers: number;
  /** As they stand now. */
  subscribers: Partial<Record<SubscriberStatus, number>>;
  come: number;
  gone: number;
  suppressed: number;
  /** What was wrong, newest first; `closedAt` null: it still is. */
  incidents: { key: string; what: string; openedAt: number; closedAt: number | null; times: number }[];
  /** Editions that nobody prepared although somebody's hour came. */
  missed: CalendarDate[];
}
