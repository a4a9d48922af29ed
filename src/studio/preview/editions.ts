import { addDays, type CalendarDate, isCalendarDate } from '../../model/date.ts';
import type { Reachable } from '../../model/subscriber.ts';
import type { Parts } from '../../pipeline/parts.ts';
import { MADE_UP } from '../../pipeline/preview.ts';
import { isDueOn, today } from '../../plan/calendar.ts';

/** Editions in the list. */
const LISTED = 14;
/** Everybody has a day within a week. */
const WEEK = 7;
/** How today's stands as long as it may yet reach them: a run for an earlier hour has found them not due. */
const STILL_TO_COME = ['pending', 'leased', 'deferred', 'not-due'];
/** Calendars that people use have four digits a year. */
const [FIRST, LAST] = ['1900-01-01', '2999-12-31'];

/** Which edition is looked at, and which there are. */
export interface Editions {
  edition: CalendarDate;
  /** It is the next one, whatever its date. */
  isNext: boolean;
  /** What is wrong with the date that was asked for; null when nothing is. */
  problem: string | null;
  next: CalendarDate;
  /** Newest first; `about`: what became of it for this reader, or as a whole. */
  listed: { edition: CalendarDate; about: string }[];
}

/** `asked` is a date as somebody typed it, or empty for the next one. */
export async function editionsFor(parts: Parts, subscriber: Reachable, asked: string): Promise<Editions> {
  const { store, clock, timeZone } = parts;
  const newest = await store.editions.newest(LISTED);
  const own = new Map<string, string>();
  if (subscriber.num !== MADE_UP) {
    const ids = newest.map(({ id }) => id);
    for (const [id, { reason }] of await store.skips.ofSubscriber(subscriber.num, ids)) own.set(id, reason);
    for (const { edition, state } of await store.deliveries.list({ subscriber: subscriber.num })) {
      own.set(edition, state);
    }
  }
  const from = today(clock.now(), subscriber.timezone ?? timeZone);
  // Whoever had today's has the next one on a later day.
  const isOver = own.has(from) && !STILL_TO_COME.includes(own.get(from) ?? '');
  const next = nextDue(subscriber.cadence, isOver ? addDays(from, 1) : from);
  const isDate = isCalendarDate(asked) && asked >= FIRST && asked <= LAST;
  const problem =
    asked === '' || isDate
      ? null
      : `“${asked}” is no date: write one like ${from}. This is the next edition instead.`;
  return {
    edition: isDate ? asked : next,
    isNext: !isDate,
    problem,
    next,
    listed: newest.map(({ id, state }) => ({
      edition: id,
      about: own.get(id) ?? state.replaceAll('_', ' '),
    })),
  };
}

/** The first day from `from` on that is one of theirs. */
export function nextDue(cadence: string, from: CalendarDate): CalendarDate {
  const days = Array.from({ length: WEEK }, (_, at) => addDays(from, at));
  return days.find(day => isDueOn(cadence, day)) ?? from;
}
