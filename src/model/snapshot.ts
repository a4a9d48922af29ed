import type { CalendarDate } from './date.ts';
import type { Entry } from './paper.ts';

/**
 * Where a capture date comes from: the option, the content itself, the content with a year that
 * had to be inferred, the file's modification time, or today for want of anything better.
 */
export type DateFrom = 'option' | 'content' | 'inferred' | 'mtime' | 'today';

export const SNAPSHOT_STATUSES = ['ingested', 'unchanged', 'quiet', 'stale', 'refused'] as const;
export type SnapshotStatus = (typeof SNAPSHOT_STATUSES)[number];

/** An entry that was not kept: where it stands and why. */
export interface Rejected {
  line: number;
  reason: string;
}

/** A snapshot as read, before anything is stored. */
export interface ReadSnapshot {
  /** Format that was recognised, e.g. `hf-text`; null when none was. */
  format: string | null;
  capturedAt: CalendarDate;
  dateFrom: DateFrom;
  entries: Entry[];
  rejected: Rejected[];
  /** Why the whole snapshot is refused; null when it is usable. */
  refusal: string | null;
  /** Why a snapshot without papers is in order, e.g. a feed on a holiday; null when it holds some, or should. */
  quiet: string | null;
  /** How many papers it says it holds; null when it does not say. */
  declared: number | null;
  /** Things a person should know that cost no entry: an inferred year, an abstract cut short. */
  remarks: string[];
}

/** What became of one snapshot: one element of `ingest --json`. */
export interface SnapshotReport {
  source: string;
  format: string | null;
  capturedAt: CalendarDate | null;
  dateFrom: DateFrom | null;
  status: SnapshotStatus;
  /** Entries kept; new + known. */
  entries: number;
  new: number;
  known: number;
  rejected: Rejected[];
  reason: string | null;
}
