import { Temporal } from 'temporal-polyfill';
import { UserError } from '../errors.ts';
import type { CalendarDate } from '../model/date.ts';
import { localInstant } from './calendar.ts';

const HOUR = /^(\d{1,2})(?::(\d{2}))?$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

/**
 * The instant that `--at` names, in milliseconds since the epoch: an hour `7` or `07:30` on the
 * edition's date, a local time `2025-08-11T07:30`, both in the time zone given, or an RFC 3339
 * instant. Throws UserError for anything else.
 */
export function parseAt(text: string, edition: CalendarDate, timeZone: string): number {
  const trimmed = text.trim();
  try {
    const hour = HOUR.exec(trimmed);
    if (hour) return localInstant(`${edition}T${hour[1]?.padStart(2, '0')}:${hour[2] ?? '00'}`, timeZone);
    if (LOCAL.test(trimmed)) return localInstant(trimmed, timeZone);
    if (INSTANT.test(trimmed)) return Temporal.Instant.from(trimmed).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UserError(
    `--at "${text}" is not a time: expected an hour of the edition's day (7 or 07:30), ` +
      `a local time (${edition}T07:30) or an instant (${edition}T07:30:00Z).`,
  );
}
