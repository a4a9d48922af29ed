import type { CalendarDate } from '../../model/date.ts';

/**
 * Calendar date of an instant (milliseconds since the epoch) in an IANA time zone. Throws RangeError
 * for an unknown zone; configuration has checked it before.
 */
export function localDate(instant: number, timeZone: string): CalendarDate {
  // The Swedish locale writes ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}
