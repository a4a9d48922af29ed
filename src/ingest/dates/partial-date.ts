import { addDays, type CalendarDate, isCalendarDate } from '../../model/date.ts';

/** A date as a source prints it: the year is often left out. */
export interface PartialDate {
  year: number | null;
  /** 1–12. */
  month: number;
  /** Any number that stood there, also one that no month has. */
  day: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Month number of an English name, in full or cut to at least three letters; null for another word. */
export function monthNumber(name: string): number | null {
  const at = MONTHS.indexOf(name.slice(0, 1).toUpperCase() + name.slice(1, 3).toLowerCase());
  return at < 0 ? null : at + 1;
}

/** The date as sources print it: `Feb 30`, `Feb 30, 2026`. */
export function asPrinted({ year, month, day }: PartialDate): string {
  return `${MONTHS[month - 1]} ${day}${year === null ? '' : `, ${year}`}`;
}

/** The partial date in a given year, or null when that year has no such day. */
export function inYear(date: PartialDate, year: number): CalendarDate | null {
  const two = (part: number) => String(part).padStart(2, '0');
  const text = `${String(year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
  return isCalendarDate(text) ? text : null;
}

/**
 * The whole date of an entry in a snapshot captured on `capturedAt`: sources leave out the capture's
 * year, so a day after the capture (zones allow for one) was in the year before.
 */
export function completeDate(date: PartialDate, capturedAt: CalendarDate): CalendarDate | null {
  if (date.year !== null) return inYear(date, date.year);
  const year = Number(capturedAt.slice(0, 4));
  const day = inYear(date, year);
  return day !== null && day <= addDays(capturedAt, 1) ? day : inYear(date, year - 1);
}

/** The year of a calendar date. */
export function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}
