import { Temporal } from 'temporal-polyfill';
import { type CalendarDate, weekdayOf } from '../model/date.ts';
import { WEEKDAYS } from '../model/subscriber.ts';

/** More (edition, zone, hour) than one edition can have: 24 hours in some 600 zones. */
const MOST_SLOTS_KEPT = 20_000;
const slots = new Map<string, number>();

/**
 * The instant, in milliseconds since the epoch, of an hour (0–23) on an edition's date in an IANA
 * time zone. An hour that the clocks skip moves forward by the length of the gap; of an hour that
 * they repeat it is the earlier one (RFC 5545 §3.3.5).
 */
export function slotInstant(edition: CalendarDate, hour: number, timeZone: string): number {
  // Subscribers share few zones and hours, and asking a zone costs a hundred times a look-up here.
  const key = `${edition} ${hour} ${timeZone}`;
  let slot = slots.get(key);
  if (slot === undefined) {
    slot = localInstant(`${edition}T${String(hour).padStart(2, '0')}:00`, timeZone);
    if (slots.size >= MOST_SLOTS_KEPT) slots.clear();
    slots.set(key, slot);
  }
  return slot;
}

/** True when a cadence (`daily`, `weekdays`, `weekly` or a list as `mon,thu`) has a slot on a date. */
export function isDueOn(cadence: string, date: CalendarDate): boolean {
  const day = (weekdayOf(date) + 6) % 7; // Monday is 0, as in WEEKDAYS
  if (cadence === 'daily') return true;
  if (cadence === 'weekdays') return day < 5;
  if (cadence === 'weekly') return day === 0;
  return cadence.split(',').some(name => name === WEEKDAYS[day]);
}

/** The calendar date of an instant (milliseconds since the epoch) in an IANA time zone. */
export function today(now: number, timeZone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * The instant of a local date and time (`YYYY-MM-DDTHH:MM[:SS]`) in an IANA time zone, in
 * milliseconds since the epoch; clock changes as in `slotInstant`. Throws RangeError for a date,
 * a time or a zone that does not exist.
 */
export function localInstant(local: string, timeZone: string): number {
  const time = Temporal.PlainDateTime.from(local);
  return time.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}
