import type { CalendarDate } from '../../model/date.ts';
import type { Weekday } from '../../model/source.ts';
import type { SourceReading } from '../../model/source-reading.ts';
import { isPublishing, publishingBetween } from './publishing-days.ts';

/** What is asked about the age of what a source shows. */
export interface Shown {
  day: CalendarDate;
  /** What its newest papers are; null when it brought nothing that was not known, e.g. the same bytes. */
  newest: string | null;
  /** Papers that nobody had told of before. */
  fresh: number;
  /** The day it says that it is of; null when it says none. */
  stated: CalendarDate | null;
}

/** What a source is known to do. */
export interface Habits {
  /** Its readings, newest first. */
  history: readonly SourceReading[];
  publishes: ReadonlySet<Weekday>;
  /** Days of publication that may pass without news, the one that is read included: from then on it is stale. */
  patience: number;
  /** False while it is to be read again that day. */
  isLast: boolean;
}

/** So many days of publication in a row no source is empty. */
const MOST_EMPTY = 5;
/** The pauses between two days with news that tell how often there is any, and so many at least. */
const PAUSES = 5;
const ENOUGH_PAUSES = 2;
/** So much longer than usual a pause may be. */
const LATER = 5 / 4;

/**
 * Why what a source shows is old, in words; null when it is not. Never on a day that is none of publication, never at its
 * first readings, and never once that day has brought something.
 */
export function staleness(shown: Shown, habits: Habits): string | null {
  const { history, publishes, patience, isLast } = habits;
  const { day, stated } = shown;
  const since = history.find(({ status }) => status === 'ingested');
  if (!isLast || !since || since.day >= day || !isPublishing(day, publishes)) return null;
  if (isNews(shown, history)) {
    // What nobody knew is news, of whatever day it says that it is.
    if (shown.fresh > 0 || stated === null) return null;
    return publishingBetween(stated, day, publishes).length <= 1 ? null : `what it shows is of ${stated}`;
  }
  const missed = missedSince(since, day, habits).length;
  if (missed < Math.max(patience, rhythmOf(habits))) return null;
  return missed === 1
    ? `nothing new: its papers are still those of ${since.day}`
    : `nothing new since ${since.day}, on ${missed} days of publication`;
}

/** What was shown last that held papers; null when nothing was. */
export function knownNewest(history: readonly SourceReading[]): string | null {
  return history.find(({ newest }) => newest !== null)?.newest ?? null;
}

/** True when a source shows papers that it did not show last, or that nobody had told of. */
export function isNews(
  { newest, fresh }: Pick<Shown, 'newest' | 'fresh'>,
  history: readonly SourceReading[],
): boolean {
  return newest !== null && (fresh > 0 || newest !== knownNewest(history));
}

/** Why being empty in good order is none any more, in words; null while it is. */
export function emptiness(
  day: CalendarDate,
  { history, publishes }: Pick<Habits, 'history' | 'publishes'>,
): string | null {
  // Old papers are papers; what was stale for being empty began no other count.
  const since = history.find(
    ({ status, entries }) => status === 'ingested' || (status === 'stale' && entries > 0),
  );
  if (!since || !isPublishing(day, publishes)) return null;
  const empty = publishingBetween(since.day, day, publishes).length;
  return empty < Math.max(MOST_EMPTY, rhythmOf({ history, publishes }))
    ? null
    : `empty on ${empty} days of publication in a row, since ${since.day}`;
}

/**
 * How many days of publication may pass without news by the pauses of before, of a list that comes once a month, or a folder that is
 * filled now and then; 0 for what comes every day, and while too little is known.
 */
function rhythmOf({ history, publishes }: Pick<Habits, 'history' | 'publishes'>): number {
  const brought = history.filter(({ status }) => status === 'ingested').map(({ day }) => day);
  const days = [...new Set(brought)].slice(0, PAUSES + 1);
  const pauses = days.slice(1).map((before, at) => publishingBetween(before, days[at] ?? before, publishes));
  if (pauses.length < ENOUGH_PAUSES) return 0;
  const lengths = pauses.map(({ length }) => length).sort((a, b) => a - b);
  // The lower of the two in the middle: an outage is no habit.
  const usual = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  return usual <= 1 ? 0 : Math.ceil(usual * LATER);
}

/** The days of publication without news since a reading that brought some: those on which it was empty, in good order, are none. */
export function missedSince(
  since: SourceReading,
  day: CalendarDate,
  { history, publishes }: Pick<Habits, 'history' | 'publishes'>,
): CalendarDate[] {
  const quiet = new Set(history.filter(({ status }) => status === 'quiet').map(reading => reading.day));
  return publishingBetween(since.day, day, publishes).filter(date => !quiet.has(date));
}
