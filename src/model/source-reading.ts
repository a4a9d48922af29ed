import type { CalendarDate } from './date.ts';
import type { SnapshotStatus } from './snapshot.ts';

/** What came of reading a source once, on record. */
export interface SourceReading {
  /** The source by its name. */
  source: string;
  /** When it was read, in milliseconds since the epoch. */
  at: number;
  /** The day whose digest was due. */
  day: CalendarDate;
  /** True when that day is one on which the source brings something. */
  publishing: boolean;
  status: SnapshotStatus;
  /** Why it came to that, in words; null when there is nothing to say. */
  reason: string | null;
  /** Papers in what was read. */
  entries: number;
  /** Of these: not known before. */
  fresh: number;
  /** How many papers the source says there are; null when it does not say. */
  declared: number | null;
  /** What its newest papers are: the same text as long as they are the same papers; null until it brought some. */
  newest: string | null;
}
