import { createTask, parse, validateDetailed } from 'node-cron';
import { UserError } from '../errors.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import { localInstant, today } from '../plan/calendar.ts';

/** The moments a cron expression names on the clocks of a time zone; all in milliseconds since the epoch. */
export interface Cron {
  /** The newest moment up to `now`, `now` included; null when there is none in the last 32 days. */
  newest: (now: number) => number | null;
  /** The first moment after `now`; null when there is none in eight years, e.g. never on 30 February. */
  next: (now: number) => number | null;
}

const DAYS_BACK = 32;
/** A 29 February comes within eight years. */
const DAYS_AHEAD = 8 * 366;
/** More days than one look goes back over. */
const DAYS_KEPT = 64;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

const FIELDS: Readonly<Record<string, string>> = {
  minute: 'the minute',
  hour: 'the hour',
  dayOfMonth: 'the day of the month',
  month: 'the month',
  dayOfWeek: 'the day of the week',
};

/**
 * Reads five cron fields; a moment is every local minute that matches all of them. A time that the
 * clocks skip happens all the same, later by the length of the gap; one that they repeat happens
 * once, the first time. Throws a UserError that names the field that is wrong.
 */
export function readCron(expression: string, timeZone: string): Cron {
  const { valid, errors } = validateDetailed(expression);
  if (!valid) {
    const wrong = errors
      .map(({ field, value }) => `${FIELDS[field] ?? field} "${value ?? ''}"`)
      .join(' and ');
    throw new UserError(
      `SCHEDULE "${expression}": ${wrong} cannot be right. Expected minute (0-59), hour (0-23), day of the month ` +
        '(1-31), month (1-12) and day of the week (0-7 or mon-sun), for example: 0 6 * * *',
    );
  }
  const momentsOn = kept(momentsOf(expression, timeZone));
  return {
    newest: now => {
      // Tomorrow too: where midnight comes twice, its first minutes are over while it is still today.
      const tomorrow = addDays(today(now, timeZone), 1);
      return found(
        DAYS_BACK + 2,
        back => {
          const past = momentsOn(addDays(tomorrow, -back)).filter(at => at <= now);
          return past.length > 0 ? Math.max(...past) : null;
        },
        Math.max,
      );
    },
    next: now => {
      const yesterday = addDays(today(now, timeZone), -1);
      return found(
        DAYS_AHEAD,
        ahead => {
          const coming = momentsOn(addDays(yesterday, ahead)).filter(at => at > now);
          return coming.length > 0 ? Math.min(...coming) : null;
        },
        Math.min,
      );
    },
  };
}

/**
 * The first moment that `momentOn` finds, asked day by day; the day after is asked too, for a gap at
 * midnight moves the end of one day past the start of the next.
 */
function found(
  days: number,
  momentOn: (day: number) => number | null,
  closest: (a: number, b: number) => number,
): number | null {
  for (let day = 0; day < days; day++) {
    const first = momentOn(day);
    if (first === null) continue;
    const second = momentOn(day + 1);
    return second === null ? first : closest(first, second);
  }
  return null;
}

/** The same, and remembers the days that were asked for last: a service asks for the same two or three at every tick. */
function kept(momentsOn: (date: CalendarDate) => number[]): (date: CalendarDate) => number[] {
  const known = new Map<CalendarDate, number[]>();
  return date => {
    const moments = known.get(date) ?? momentsOn(date);
    if (known.size >= DAYS_KEPT) known.clear();
    known.set(date, moments);
    return moments;
  };
}

/** Finds the moments of one local day, in no particular order. */
function momentsOf(expression: string, timeZone: string): (date: CalendarDate) => number[] {
  const { hour: hours, minute: minutes, month: months } = parse(expression);
  const times = hours.flatMap(hour => minutes.map(minute => hour * 60 + minute));
  // Never started: it only answers whether a moment matches. Local time is put to it as if it were UTC.
  const task = createTask(expression, () => {}, { timezone: 'UTC' });
  void task.destroy();
  const firstTime = times[0] ?? 0;
  return date => {
    if (!months.includes(Number(date.slice(5, 7)))) return [];
    // Asking is slow, and only the day is unknown: hours and minutes are lists.
    if (!task.match(new Date(Date.parse(`${date}T00:00:00Z`) + firstTime * MINUTE_MS))) return [];
    const start = localInstant(`${date}T00:00`, timeZone);
    const end = localInstant(`${addDays(date, 1)}T00:00`, timeZone);
    const isPlainDay = end - start === DAY_MINUTES * MINUTE_MS;
    return times.map(time =>
      isPlainDay ? start + time * MINUTE_MS : localInstant(local(date, time), timeZone),
    );
  };
}

function local(date: CalendarDate, minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
