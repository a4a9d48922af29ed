import type { Command } from 'commander';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import type { EditionOrder } from '../pipeline/order.ts';
import { today } from '../plan/calendar.ts';
import { parseAt } from '../plan/parse-at.ts';

export interface EditionOptions {
  edition?: string;
  at?: string;
}

/** Adds the options that say which edition, and as of when. */
export function addEditionOptions(command: Command): Command {
  return command
    .option('--edition <date>', 'which edition, YYYY-MM-DD (default: today)')
    .option('--at <time>', 'only slots up to this time: 07:30, 2026-06-02T07:30 or an RFC 3339 instant');
}

/** The edition of today, or of the day of `--at`, in the instance's zone unless one is named; the whole day without `--at`. */
export function readEditionOptions(app: App, { edition, at }: EditionOptions): EditionOrder {
  if (edition !== undefined && !isCalendarDate(edition)) {
    throw new UserError(`--edition: expected a date like 2026-06-02, got "${edition}".`);
  }
  const zone = app.timeZone();
  const now = today(app.clock.now(), zone);
  if (at === undefined) return { edition: edition ?? now, at: null };
  // `--at` moves the calendar: with a date of its own it says which edition, too.
  const moment = parseAt(at, edition ?? now, zone);
  return { edition: edition ?? today(moment, zone), at: moment };
}
