import { addDays, type CalendarDate, weekdayOf } from '../../model/date.ts';
import { inYear, type PartialDate, yearOf } from './partial-date.ts';

/** What the content of a snapshot says of the year its page date lies in. */
export interface YearClues {
  /** Dates of entries, as printed. */
  published: readonly PartialDate[];
  /** True for pages that print the current year too, so that an explicit year may be the capture's. */
  printsCurrentYear: boolean;
  /** Days next to the page date, as links to the list before and after have them. */
  near: readonly CalendarDate[];
  /** No earlier than this, as ids given out in a month show. */
  notBefore: CalendarDate | null;
}

/** Links to neighbouring lists skip weekends and holidays. */
const NEAR_DAYS = 10;
/** Hugging Face Daily Papers began in 2023; nothing that reads like them is older. */
const FIRST_YEAR = 2023;

/**
 * The date with the year that the content proves, or null when it proves none. Years of entries are
 * left out exactly when they are the capture's: so the capture lies in a year after every printed
 * one, on a weekday, and not before any entry without a year.
 */
export function proveYear(date: PartialDate, clues: YearClues, latest: CalendarDate): CalendarDate | null {
  for (const near of clues.near) {
    for (const year of [yearOf(near), yearOf(near) + 1, yearOf(near) - 1]) {
      const day = inYear(date, year);
      if (day && day >= addDays(near, -NEAR_DAYS) && day <= addDays(near, NEAR_DAYS)) return day;
    }
  }
  const explicit = clues.published.map(({ year }) => year).filter(year => year !== null);
  if (explicit.length === 0 && !clues.notBefore) return null;
  const after = explicit.length ? Math.max(...explicit) + (clues.printsCurrentYear ? 0 : 1) : FIRST_YEAR;
  const yearless = clues.published.filter(({ year }) => year === null);
  const fitting: CalendarDate[] = [];
  for (let year = after; year <= yearOf(latest); year++) {
    const day = inYear(date, year);
    if (day && day <= latest && fits(day, yearless, clues.notBefore)) fitting.push(day);
  }
  // With several, entries of the capture's own year say that it follows the printed ones closely.
  const [first, second] = fitting;
  return first && (!second || yearless.length > 0) ? first : null;
}

/** The most recent day with this month and day up to `latest`. */
export function mostRecent(date: PartialDate, latest: CalendarDate): CalendarDate | null {
  // A 29 February may lie eight years back (around a year such as 2100).
  for (let year = yearOf(latest); year >= yearOf(latest) - 8; year--) {
    const day = inYear(date, year);
    if (day && day <= latest) return day;
  }
  return null;
}

function fits(day: CalendarDate, yearless: readonly PartialDate[], notBefore: CalendarDate | null): boolean {
  const weekday = weekdayOf(day);
  if (weekday === 0 || weekday === 6) return false;
  if (notBefore && day < notBefore) return false;
  return yearless.every(date => (inYear(date, yearOf(day)) ?? day) <= addDays(day, 1));
}
