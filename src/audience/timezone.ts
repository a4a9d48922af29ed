import { Temporal } from 'temporal-polyfill';
import { UserError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import { quoted } from './problems.ts';

/**
 * Reads an IANA time zone in any letter case into its usual spelling; older names of a zone stay as
 * they are. Null for empty text, which means the instance's own. An offset such as `+02:00` is
 * refused: it would be an hour off for half of the year. Throws a UserError.
 */
export function readTimezone(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  try {
    if (/^[a-z]/i.test(typed)) return epochIn(0, typed).timeZoneId;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const close = nearest(typed, Intl.supportedValuesOf('timeZone'));
  const hint = close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'write one such as Europe/Berlin';
  throw new UserError(`time zone ${quoted(typed)} is unknown: ${hint}`);
}

function epochIn(now: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
}
