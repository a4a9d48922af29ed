// A small calendar of its own, by what Intl says of zones: it must not err where the program's does.

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}

const known = new Map<string, number>();

/** When it is `hour` o'clock on a date in a zone: the first time where it comes twice, later by the gap where it never comes. */
export function instantOf(date: string, hour: number, zone: string): number {
  const key = `${date} ${hour} ${zone}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const wall = Date.parse(`${date}T00:00:00Z`) + hour * 60 * MINUTE_MS;
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const isThen = (instant: number) => instant + offsetAt(instant, zone) === wall;
  const right = [wall - before, wall - after].filter(isThen);
  const instant = right.length > 0 ? Math.min(...right) : wall - before;
  known.set(key, instant);
  return instant;
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (Math.floor(Date.parse(date) / DAY_MS) + 3) % 7;
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whether somebody wants mail on a date. */
export function wants(cadence: string, date: string): boolean {
  const day = weekdayOf(date);
  if (cadence === 'daily') return true;
  if (cadence === 'weekdays') return day < 5;
  if (cadence === 'weekly') return day === 0;
  return cadence.split(',').includes(NAMES[day] ?? '');
}

/** The dates from `first` on, so many of them. */
export function dates(first: string, count: number): string[] {
  const start = Date.parse(first);
  return Array.from({ length: count }, (_, n) => new Date(start + n * DAY_MS).toISOString().slice(0, 10));
}
