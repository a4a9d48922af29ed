import { type CalendarDate, isCalendarDate } from '../../model/date.ts';
import type { PartialDate } from './partial-date.ts';

const ISO =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/i;

/**
 * The day, in UTC, of a date or moment as ISO 8601 and RFC 3339 write it, also with `2026-3-7`; null for any other text and for days
 * that are in no calendar. A moment without a zone is one of UTC.
 */
export function isoDay(text: string | null | undefined): CalendarDate | null {
  const found = text && text.length <= 60 ? ISO.exec(text) : null;
  if (!found) return null;
  const [, year = '', month = '', day = '', time, zone] = found;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isCalendarDate(date)) return null;
  if (time === undefined || zone === undefined || zone.toUpperCase() === 'Z') return date;
  return dayOf(Date.parse(`${date}T${time}${zone.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`)) ?? date;
}

/** The day, in UTC, of a moment in milliseconds since the epoch; null for what is none. */
export function dayOf(time: number): CalendarDate | null {
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return null;
  const day = moment.toISOString().slice(0, 10);
  return isCalendarDate(day) ? day : null;
}

/** A whole date as formats hand it on. */
export function asPartial(day: CalendarDate | null): PartialDate | null {
  if (day === null) return null;
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8)) };
}
