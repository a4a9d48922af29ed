import { type CalendarDate, weekdayOf } from '../../model/date.ts';
import type { SnapshotStatus } from '../../model/snapshot.ts';
import type { SourceReading } from '../../model/source-reading.ts';
import { isPublishing } from './publishing-days.ts';
import { emptiness, type Habits, isNews, knownNewest, staleness } from './staleness.ts';

/** What one reading of a source came to, before it is judged. */
export interface Gathered {
  day: CalendarDate;
  /** Snapshots by what became of each. */
  ingested: number;
  unchanged: number;
  quiet: number;
  /** What could not be used, in words; null when all of it could. */
  problem: string | null;
  /** Nothing is there under an address that names the day: it may not be out yet. */
  isAbsent: boolean;
  /** Why it is in order that it is empty; null when it is not, or not empty. */
  quietReason: string | null;
  /** Papers in the snapshots that were new. */
  entries: number;
  declared: number | null;
  /** Of these papers: not known before, whoever tells of them. */
  fresh: number;
  /** What the newest papers are; null when no snapshot held any. */
  newest: string | null;
  stated: CalendarDate | null;
}

export type Judged = Pick<SourceReading, 'status' | 'reason' | 'newest' | 'publishing'>;

/** A list that is shorter than this part of the usual one is remarked on. */
const SHRUNK = 1 / 4;
/** So many readings tell what is usual, and so many at least. */
const USUAL = 10;
const ENOUGH = 5;
/** Of lists this short nobody expects the same length every day. */
const SHORT = 8;

/**
 * What a reading of a source is: `ingested`, when it brought something new; `quiet`, when it is empty and that is in order;
 * `stale`, when it should have brought something; `refused`, when nothing could be used; else `unchanged`.
 */
export function judge(gathered: Gathered, habits: Habits): Judged {
  const { history, publishes } = habits;
  const { day, problem } = gathered;
  const known = knownNewest(history);
  const publishing = isPublishing(day, publishes);
  const as = (status: SnapshotStatus, reason: string | null, newest = known): Judged => ({
    status,
    reason,
    newest,
    publishing,
  });
  const seen = gathered.ingested + gathered.unchanged + gathered.quiet;
  if (problem !== null && seen === 0) {
    if (!gathered.isAbsent) return as('refused', problem);
    return publishing
      ? as('refused', `not there yet: ${problem}`)
      : as('quiet', `nothing is there on a ${WEEKDAYS[weekdayOf(day)]}`);
  }
  if (gathered.quietReason !== null && gathered.newest === null) {
    const empty = emptiness(day, habits);
    return empty === null ? as('quiet', gathered.quietReason) : as('stale', empty);
  }
  const isNew = gathered.ingested > 0 && isNews(gathered, history);
  const newest = isNew ? gathered.newest : null;
  const old = staleness({ day, newest, fresh: gathered.fresh, stated: gathered.stated }, habits);
  if (old !== null) return as('stale', old, newest ?? known);
  if (isNew) return as('ingested', remarks(gathered, history), newest);
  const why = publishing ? null : `nothing is expected on a ${WEEKDAYS[weekdayOf(day)]}`;
  return as('unchanged', problem ?? why, known ?? gathered.newest);
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** What is odd about a reading that brought something new; null when nothing is. */
function remarks({ entries, declared, problem }: Gathered, history: readonly SourceReading[]): string | null {
  const usual = usualEntries(history);
  const told = [
    usual !== null && entries < usual * SHRUNK ? `${entries} papers where ${usual} are usual` : null,
    declared !== null && declared > entries ? `${entries} of the ${declared} papers it says it has` : null,
    problem,
  ].filter(one => one !== null);
  return told.length > 0 ? told.join('; ') : null;
}

/** How many papers it usually brings; null while too few readings tell, or they were short lists. */
function usualEntries(history: readonly SourceReading[]): number | null {
  const last = history.filter(({ status }) => status === 'ingested').slice(0, USUAL);
  if (last.length < ENOUGH) return null;
  const counts = last.map(({ entries }) => entries).sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] ?? 0;
  return median >= SHORT ? median : null;
}
