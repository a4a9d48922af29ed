import type { CalendarDate } from '../../model/date.ts';
import type { Weekday } from '../../model/source.ts';
import type { SourceReading } from '../../model/source-reading.ts';
import { missedSince } from './staleness.ts';

/** `over`: it works; `as before`: nothing is known that was not; else what is wrong, in words. */
export type Trouble = { is: 'over' } | { is: 'as before' } | { is: 'wrong'; what: string };

/** As long as the schedule tries again after a first failure, and then some, in milliseconds. */
const TRIED_MS = 100 * 60_000;
/** On so many days of publication a source may be old before anybody is told. */
const PATIENCE = 2;

/**
 * Whether an operator has to know of a source, by its readings (newest first) and its days of publication: it gave nothing
 * for as long as it was tried again, or it was old on two days of publication. One that is old where nothing was to be
 * expected is as it was.
 */
export function troubleOf(history: readonly SourceReading[], publishes: ReadonlySet<Weekday>): Trouble {
  const [last] = history;
  if (!last) return { is: 'over' };
  if (saysNothing(last)) {
    const told = history.find(one => !saysNothing(one));
    return { is: told?.status === 'stale' ? 'as before' : 'over' };
  }
  if (last.status !== 'refused' && last.status !== 'stale') return { is: 'over' };
  const streak = streakOf(history, last.status);
  const first = streak.at(-1) ?? last;
  if (last.status === 'refused') {
    if (last.at - first.at < TRIED_MS) return { is: 'as before' };
    const times = streak.length === 1 ? '' : `, ${streak.length} times`;
    return {
      is: 'wrong',
      what: `Not read since ${first.day}${times}: ${last.reason ?? 'no reason is known'}`,
    };
  }
  const since = history.find(({ status }) => status === 'ingested');
  const missed = since ? missedSince(since, last.day, { history, publishes }) : [];
  const days = new Set<CalendarDate>(streak.map(({ day }) => day));
  if (days.size < PATIENCE && missed.length < PATIENCE) return { is: 'as before' };
  return { is: 'wrong', what: `Stale: ${last.reason ?? 'nothing new'}` };
}

/** The newest readings of one kind. What lies without news between two that were old, e.g. a weekend, ends nothing. */
function streakOf(history: readonly SourceReading[], status: 'refused' | 'stale'): SourceReading[] {
  const end = history.findIndex(one => one.status !== status && !(status === 'stale' && saysNothing(one)));
  return (end < 0 ? history : history.slice(0, end)).filter(one => one.status === status);
}

/** Nothing new, or nothing at all where nothing was to be expected: what is old is not younger by that. */
function saysNothing({ status, publishing }: SourceReading): boolean {
  return status === 'unchanged' || (status === 'quiet' && !publishing);
}
