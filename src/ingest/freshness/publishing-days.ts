import { addDays, type CalendarDate, daysBetween, weekdayOf } from '../../model/date.ts';
import { EVERY_DAY, type Source, type Weekday } from '../../model/source.ts';
import type { SourceReading } from '../../model/source-reading.ts';

/** How far back habits are looked for. */
const LOOKED_AT_DAYS = 56;
/** So many times a day of the week has to bring nothing to be none of publication. */
const ENOUGH = 4;
/** So many times a day of the weekend has to bring something to be one. */
const TWICE = 2;

/**
 * The days on which a source brings something new: as the operator says, or else Monday to Friday, corrected by what its
 * readings tell. A day of the week that brought nothing four times, while others did, is none of publication; a Saturday or
 * Sunday that brought something twice is one.
 */
export function publishingDays(
  { publishes }: Pick<Source, 'publishes'>,
  history: readonly SourceReading[],
  day: CalendarDate,
): ReadonlySet<Weekday> {
  if (publishes.length > 0 && publishes.length < EVERY_DAY.length) return new Set(publishes);
  const days = daysOf(history, day);
  const kept = EVERY_DAY.filter(weekday => {
    const told = [...days].filter(([date]) => weekdayOf(date) === weekday).map(([, brought]) => brought);
    const newsful = told.filter(Boolean).length;
    if (isWeekend(weekday)) return newsful >= TWICE;
    return newsful > 0 || told.length < ENOUGH;
  });
  return new Set(kept.length > 0 ? kept : EVERY_DAY.filter(weekday => !isWeekend(weekday)));
}

/** How many days of publication lie after one date and up to another, the last included. */
export function publishingBetween(
  after: CalendarDate,
  upTo: CalendarDate,
  publishes: ReadonlySet<Weekday>,
): CalendarDate[] {
  const days = Math.min(daysBetween(after, upTo), MOST_DAYS);
  const dates = Array.from({ length: Math.max(0, days) }, (_, back) => addDays(upTo, back + 1 - days));
  return dates.filter(date => isPublishing(date, publishes));
}

/** Nobody asks about more. */
const MOST_DAYS = 400;

export function isPublishing(date: CalendarDate, publishes: ReadonlySet<Weekday>): boolean {
  return publishes.has(weekdayOf(date) as Weekday);
}

function isWeekend(weekday: number): boolean {
  return weekday === 0 || weekday === 6;
}

/**
 * The days that say something of habits, and whether each brought anything new. One says nothing when the reading of the day
 * before is not known or gave nothing: what comes then may be its. Nor does a day without news in a week that had none, which
 * is an outage.
 */
function daysOf(history: readonly SourceReading[], day: CalendarDate): Map<CalendarDate, boolean> {
  const readable = new Set<CalendarDate>();
  const brought = new Set<CalendarDate>();
  const from = addDays(day, -LOOKED_AT_DAYS);
  for (const { day: read, status } of history) {
    if (read < from || read >= day) continue;
    if (status !== 'refused') readable.add(read);
    if (status === 'ingested') brought.add(read);
  }
  const days = new Map<CalendarDate, boolean>();
  for (const date of readable) {
    if (!readable.has(addDays(date, -1))) continue;
    const week = [1, 2, 3, 4, 5, 6, 7].map(back => addDays(date, -back));
    if (week.some(one => brought.has(one))) days.set(date, brought.has(date));
  }
  return days;
}
