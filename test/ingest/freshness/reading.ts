import type { Gathered } from '../../../src/ingest/freshness/judge.ts';
import type { Habits } from '../../../src/ingest/freshness/staleness.ts';
import { addDays, type CalendarDate } from '../../../src/model/date.ts';
import { EVERY_DAY, type Weekday } from '../../../src/model/source.ts';
import type { SourceReading } from '../../../src/model/source-reading.ts';

/** A Monday. */
export const MONDAY = '2026-06-01';
export const WORKDAYS: ReadonlySet<Weekday> = new Set<Weekday>([1, 2, 3, 4, 5]);
export const ALL_DAYS: ReadonlySet<Weekday> = new Set(EVERY_DAY);

/** Days after the Monday: 5 is a Saturday. */
export function day(after: number): CalendarDate {
  return addDays(MONDAY, after);
}

/** A reading at six in the morning of a day that brought ten papers. */
export function reading(on: CalendarDate, changes: Partial<SourceReading> = {}): SourceReading {
  return {
    source: 'a',
    at: Date.parse(`${on}T06:00:00Z`),
    day: on,
    publishing: true,
    status: 'ingested',
    reason: null,
    entries: 10,
    fresh: 10,
    declared: null,
    newest: `papers of ${on}`,
    ...changes,
  };
}

/** What a page gave that shows these papers; null: the same as ever. */
export function page(on: CalendarDate, newest: string | null, changes: Partial<Gathered> = {}): Gathered {
  return {
    day: on,
    ingested: newest === null ? 0 : 1,
    unchanged: newest === null ? 1 : 0,
    quiet: 0,
    problem: null,
    isAbsent: false,
    quietReason: null,
    entries: 10,
    fresh: 0,
    declared: null,
    newest,
    stated: null,
    ...changes,
  };
}

/** `history` may stand in any order. */
export function habits(history: readonly SourceReading[], changes: Partial<Habits> = {}): Habits {
  const newestFirst = [...history].sort((a, b) => b.at - a.at);
  return { history: newestFirst, publishes: WORKDAYS, patience: 1, isLast: true, ...changes };
}
