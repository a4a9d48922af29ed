import { addDays, type CalendarDate, daysBetween } from '../model/date.ts';
import type { SnapshotStatus } from '../model/snapshot.ts';
import type { SourceReading } from '../model/source-reading.ts';
import { daysThatTell, lastTelling } from '../plan/absence.ts';
import type { Store } from '../store/store.ts';

/** How a source stands, by its readings. */
export interface SourceStanding {
  name: string;
  /** Of its newest reading; null when it was never read. */
  status: SnapshotStatus | null;
  /** The day from which on its readings came to the same. */
  since: CalendarDate | null;
  /** When it was read last, in milliseconds. */
  readAt: number | null;
  /** Why, in words; null when there is nothing to say. */
  reason: string | null;
  /** The day on which it brought something last. */
  lastNew: CalendarDate | null;
  /** When that was read, in milliseconds. */
  lastNewAt: number | null;
  /** Papers that it brought then, and how many of them were not known. */
  entries: number;
  fresh: number;
}

/** How a source stands, by its readings, newest first. */
export function standingOf(name: string, readings: readonly SourceReading[]): SourceStanding {
  const [last] = readings;
  const other = readings.findIndex(({ status }) => status !== last?.status);
  const first = other < 0 ? readings.at(-1) : readings[other - 1];
  const brought = readings.find(({ status }) => status === 'ingested');
  return {
    name,
    status: last?.status ?? null,
    since: first?.day ?? null,
    readAt: last?.at ?? null,
    reason: last?.reason ?? null,
    lastNew: brought?.day ?? null,
    lastNewAt: brought?.at ?? null,
    entries: brought?.entries ?? 0,
    fresh: brought?.fresh ?? 0,
  };
}

/** How these sources stand, in the order given. */
export async function standingsOf(
  { readings }: Pick<Store, 'readings'>,
  names: readonly string[],
): Promise<SourceStanding[]> {
  const standings: SourceStanding[] = [];
  for (const name of names) standings.push(standingOf(name, await readings.of(name)));
  return standings;
}

/** How many days a source that others were read without is still shown. */
const SHOWN_DAYS = 2;

/** The sources that were read lately, by name: for whoever does not know which ones are set. */
export async function sourcesReadLately({ readings }: Pick<Store, 'readings'>): Promise<string[]> {
  const last = [...(await readings.last()).values()];
  const newest = last.map(({ day }) => day).reduce((a, b) => (a > b ? a : b), '');
  return newest === ''
    ? []
    : last.filter(({ day }) => day >= addDays(newest, -SHOWN_DAYS)).map(({ source }) => source);
}

const MEANING: Record<SnapshotStatus, string> = {
  ingested: 'it brought papers',
  unchanged: 'nothing new',
  quiet: 'nothing came out',
  stale: 'it should have brought something',
  refused: 'it could not be read',
};

/** What the status of a source means, in a few words. */
export function meaningOf(status: SnapshotStatus | null): string {
  return status === null ? 'not read yet' : MEANING[status];
}

/** True when the status of a source asks for a look. */
export function needsLook({ status }: Pick<SourceStanding, 'status'>): boolean {
  return status === 'stale' || status === 'refused';
}

/**
 * What is odd about the sources that an edition was planned with, as it stood at `at` (ms): those that failed or were old,
 * else those that were quiet. Empty when all is as ever, and when nothing was read.
 */
export async function sourcesBehind(
  { readings }: Pick<Store, 'readings'>,
  edition: CalendarDate,
  at: number,
): Promise<SourceStanding[]> {
  // What came of them on later days is of other editions.
  const until = (all: readonly SourceReading[]) =>
    all.filter(reading => reading.at <= at && reading.day <= edition);
  const telling = lastTelling(edition, until(await readings.ofDays(daysThatTell(edition))));
  const standings: SourceStanding[] = [];
  for (const { source } of telling) {
    standings.push(standingOf(source, until(await readings.of(source))));
  }
  const wrong = standings.filter(needsLook);
  return wrong.length > 0 ? wrong : standings.filter(({ status }) => status === 'quiet');
}

/** Sources that one sentence names. */
const NAMED = 4;

/** How these sources stood on a day, in words for the operator, without a full stop. */
export function standingsInWords(standings: readonly SourceStanding[], day: CalendarDate): string {
  const told = standings.slice(0, NAMED).map(standing => {
    const { name, status, since, reason } = standing;
    const how = status === 'refused' ? 'could not be read' : `was ${status}`;
    const days = since === null ? 0 : daysBetween(since, day);
    const long = days > 0 ? `, since ${since} (${days === 1 ? 'a day' : `${days} days`})` : '';
    return `${name} ${how}${long}${reason === null ? '' : `: ${reason}`}`;
  });
  const more = standings.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
