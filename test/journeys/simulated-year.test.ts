import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { nullTransport, taken } from '../../src/deliver/transport.ts';
import { createLog } from '../../src/log.ts';
import { papersOf } from '../../src/model/edition.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { deliverOwed, scheduleDue, tick } from '../../src/schedule/tick.ts';
import { reader } from '../support/builders.ts';
import { announcement } from './year/announcement.ts';
import { dates, instantOf, wants, weekdayOf } from './year/local-time.ts';
import { type YearReader, yearReaders } from './year/readers.ts';

// A year without anybody who looks after it, with a leap day and every change of clocks: 300 readers, two schedulers side by side,
// three outages, a source that is away, holidays, and a clock that is set back once.
const FIRST = '2027-10-01';
const DAYS = 366;
const HOUR_MS = 3_600_000;
const START = Date.parse(`${FIRST}T00:00:00Z`);
const DAY_MS = 24 * HOUR_MS;
const END = START + DAYS * DAY_MS;
/** When the sources are read. */
const READ_AT = 3 * HOUR_MS;
/** By then every reader but the latest has had their hour. */
const LOOK_AT = 10.5 * HOUR_MS;
/** A mail that is later is worth none any more. */
const LATEST_MS = 20 * HOUR_MS;

/** Nobody serves then. */
const AWAY = (
  [
    ['2027-11-17T09:50:00Z', '2027-11-17T10:05:00Z'],
    ['2028-01-19T06:00:00Z', '2028-01-19T16:30:00Z'],
    ['2028-04-25T06:00:00Z', '2028-04-28T06:00:00Z'],
  ] as const
).map(([from, to]) => ({ from: Date.parse(from), to: Date.parse(to) }));
/** At this moment the clock is set back to that one. */
const SET_BACK = { at: Date.parse('2028-06-14T11:00:00Z'), to: Date.parse('2028-06-14T08:50:00Z') };
/** The source does not answer on these days, and announces nothing on those. */
const SOURCE_AWAY = ['2028-02-08', '2028-02-09', '2028-02-10'];
const HOLIDAYS = dates('2027-12-24', 10);
/** Whoever wants mail often may find nothing then. */
const LEAN = new Set([...dates(FIRST, 4), ...dates('2027-12-24', 16), ...dates('2028-02-08', 8)]);
const LEAP_DAY = '2028-02-29';

/** What the program may say when nothing new came. */
const NOTHING = ['nothing-new', 'quiet', 'stale-source'];

interface Process {
  app: App;
  schedule: Schedule;
}

let folder: string;
let now: number;
let arrivals: Map<string, number[]>;
let processes: Process[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-year-'));
  mkdirSync(join(folder, 'feeds'));
  now = START;
  arrivals = new Map();
  processes = [];
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<Schedule> {
  const app = createApp({
    clock: { now: () => now },
    env: {
      PUBLIC_URL: 'http://localhost:8080',
      SOURCES: 'feeds/{date}.xml',
      SCHEDULE: '0 3 * * *',
      TIMEZONE: 'UTC',
    },
    cwd: folder,
  });
  const log = createLog('silent', { isTTY: false, write: () => true });
  const opened = await openSchedule(app, { log, sleep: async () => {} });
  await opened.transport.close();
  const schedule = { ...opened, transport: { ...nullTransport(), hand } };
  processes.push({ app, schedule });
  return schedule;
}

/** Takes a mail, and writes down when. */
const hand: Schedule['transport']['hand'] = async (edition, { envelope }, commit) => {
  if (!(await commit())) return null;
  const key = `${edition} ${envelope.to}`;
  arrivals.set(key, [...(arrivals.get(key) ?? []), now]);
  return taken('taken');
};

async function stop(): Promise<void> {
  for (const { app } of processes.splice(0)) await app.close();
}

/** The days on which the world is not as usual, and those next to them: clocks change somewhere, somebody is away, the year leaps. */
function notAsUsual(readers: readonly YearReader[]): Set<string> {
  const zones = [...new Set(readers.map(({ zone }) => zone))];
  const isChange = (date: string) =>
    zones.some(zone => instantOf(date, 24, zone) - instantOf(date, 0, zone) !== DAY_MS);
  const away = AWAY.flatMap(({ from, to }) => [from, to]);
  const noted = [...away, SET_BACK.at].map(at => new Date(at).toISOString().slice(0, 10));
  const days = [...dates(FIRST, DAYS).filter(isChange), ...noted, ...SOURCE_AWAY, LEAP_DAY, FIRST];
  return new Set(
    days.flatMap(day => dates(new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10), 3)),
  );
}

/**
 * The moments at which the schedulers look, in the order in which they are lived. On days that are not as usual these are all hours of
 * all readers; on the others they look when the sources are to be read, and once when all have had their hour.
 */
function moments(readers: readonly YearReader[]): number[] {
  const all = new Set<number>();
  const special = notAsUsual(readers);
  for (const date of dates(FIRST, DAYS)) {
    all.add(Date.parse(date) + READ_AT);
    all.add(Date.parse(date) + LOOK_AT);
  }
  for (const { zone, hour, cadence, status } of readers) {
    if (status !== 'active') continue;
    // A day before and after: dates are those of the zone.
    for (const date of dates('2027-09-30', DAYS + 2)) {
      const slot = instantOf(date, hour, zone);
      if (wants(cadence, date) && special.has(new Date(slot).toISOString().slice(0, 10))) all.add(slot);
    }
  }
  for (const { to } of AWAY) all.add(to);
  all.add(SET_BACK.at);
  const isServed = (at: number) =>
    at >= START && at < END && !AWAY.some(({ from, to }) => at >= from && at < to);
  const forwards = [...all].filter(isServed).sort((a, b) => a - b);
  const again = forwards.filter(at => at > SET_BACK.to && at <= SET_BACK.at);
  const back = forwards.indexOf(SET_BACK.at) + 1;
  return [...forwards.slice(0, back), SET_BACK.to, ...again, ...forwards.slice(back)];
}

/** Lives through the year; papers come on working days. */
async function live(readers: readonly YearReader[]): Promise<void> {
  let pair = [await serve(), await serve()] as const;
  for (const { email, zone, hour, cadence, taste, status } of readers) {
    await pair[0].store.subscribers.insert(
      reader(email, {
        timezone: zone,
        hour,
        cadence,
        status,
        queries: taste === 'steady' ? ['"language models"'] : ['"sourdough starters"'],
        max: 2,
        confirmedAt: START,
        createdAt: START,
      }),
    );
  }
  const special = notAsUsual(readers);
  let papers = 0;
  let restarts = 0;
  for (const moment of moments(readers)) {
    now = moment;
    const back = AWAY.filter(({ to }) => now >= to).length;
    if (back > restarts) {
      // What died said nothing; whoever comes after it is another process.
      restarts = back;
      await stop();
      pair = [await serve(), await serve()];
    }
    const day = new Date(now).toISOString().slice(0, 10);
    if (now % DAY_MS === READ_AT && !SOURCE_AWAY.includes(day)) {
      const isWorked = weekdayOf(day) < 5 && !HOLIDAYS.includes(day);
      const numbers = isWorked ? [1, 2, 3, 4].map(() => ++papers) : [];
      writeFileSync(join(folder, 'feeds', `${day}.xml`), announcement(day, numbers));
    }
    const [one, other] = now % (2 * HOUR_MS) === 0 ? [pair[1], pair[0]] : pair;
    if (now % DAY_MS === READ_AT) await tick(one);
    else await scheduleDue(one);
    // In turns: two connections of one thread would wait for each other's locks for ever. On most days the second looks at noon alone.
    if (special.has(day) || now % DAY_MS !== READ_AT) await scheduleDue(other);
    if (now % DAY_MS !== READ_AT) await deliverOwed(one);
  }
}

type Found = YearReader & {
  edition: string;
  /** Whether the edition exists. */
  isMade: boolean;
  /** States and reasons, which should be one. */
  columns: string;
  arrived: number[];
};

/** What should have become of an edition for somebody, by when they should have been looked at; `lived`: when anybody looked. */
type Fate = 'not due' | 'too late' | 'rare' | 'nothing' | 'on time' | 'caught up' | 'WRONG';

/** The first moment at `slot` or after it. The clock was set back once: what it showed again was lived before. */
function firstFrom(lived: readonly number[], slot: number): number | undefined {
  let from = 0;
  for (let to = lived.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((lived[middle] ?? 0) < slot) from = middle + 1;
    else to = middle;
  }
  return lived[from];
}

/** Judges what was found by the readers' wishes and the calendar alone. */
function fateOf(found: Found, lived: readonly number[]): Fate {
  const { edition, zone, hour, cadence, taste, status, isMade, columns, arrived } = found;
  const right = (fate: Fate, isRight: boolean) => (isRight && arrived.length <= 1 ? fate : 'WRONG');
  const slot = instantOf(edition, hour, zone);
  const isDue = status === 'active' && wants(cadence, edition) && slot >= START - LATEST_MS && slot < END;
  const served = isDue ? firstFrom(lived, slot) : undefined;
  if (served === undefined) {
    const reason = status === 'active' ? 'not-due' : status;
    return right('not due', columns === (isMade ? reason : '') && arrived.length === 0);
  }
  if (served - slot >= LATEST_MS) {
    // Nobody was there in time: no mail, and, where there is such an edition, a reason.
    const isTold = ['expired', 'not-due', 'nothing-matched', ...NOTHING].includes(columns);
    return right('too late', arrived.length === 0 && (!isMade || isTold));
  }
  if (taste === 'rare') return right('rare', ['nothing-matched', ...NOTHING].includes(columns));
  if (arrived.length === 0 && LEAN.has(edition)) return right('nothing', NOTHING.includes(columns));
  return right(served > slot ? 'caught up' : 'on time', columns === 'accepted' && arrived[0] === served);
}

it('gives 300 readers in 24 zones every edition that is due to them, once, at their hour, and a reason for the rest', {
  timeout: 600_000,
}, async () => {
  const readers = yearReaders();
  expect(readers).toHaveLength(300);
  expect(new Set(readers.map(({ zone }) => zone)).size).toBeGreaterThanOrEqual(24);
  await live(readers);

  const { store } = (await serve()).parts;
  const rows = await store.deliveries.list({});
  const deliveries = new Map(rows.map(row => [`${row.edition} ${row.email}`, row]));
  const editions = new Set((await store.editions.newest(DAYS + 5)).map(({ id }) => id));
  const lived = [...new Set(moments(readers))].sort((a, b) => a - b);
  const wrong: string[] = [];
  const fates = new Map<Fate, number>();
  for (const edition of dates('2027-09-30', DAYS + 2)) {
    const skips = new Map((await store.skips.of(edition)).map(({ email, reason }) => [email, reason]));
    for (const one of readers) {
      const key = `${edition} ${one.email}`;
      const columns = [deliveries.get(key)?.state, skips.get(one.email)].filter(
        column => column !== undefined,
      );
      const arrived = arrivals.get(key) ?? [];
      const isMade = editions.has(edition);
      const fate = fateOf({ ...one, edition, isMade, columns: columns.join(' and '), arrived }, lived);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
      if (fate === 'WRONG')
        wrong.push(`${key}: ${columns.join(' and ')}; ${arrived.map(at => new Date(at).toISOString())}`);
    }
  }
  // Everybody was in exactly one column of each, and it was the right one.
  expect(wrong.slice(0, 20)).toEqual([]);
  // The year had all that it should have.
  expect(editions.has(LEAP_DAY)).toBe(true);
  expect(arrivals.size).toBe(rows.filter(({ state }) => state === 'accepted').length);
  expect(arrivals.size).toBeGreaterThan(3_000);
  for (const fate of ['too late', 'rare', 'nothing', 'on time', 'caught up'] as const) {
    expect([fate, (fates.get(fate) ?? 0) > 20]).toEqual([fate, true]);
  }

  // No paper twice to anybody.
  const carried = rows
    .filter(({ state }) => state === 'accepted')
    .flatMap(row => papersOf(unpackSelection(row.papers)).map(num => `${row.subscriber} ${num}`));
  expect(new Set(carried).size).toBe(carried.length);
  // Each day's sources were read by one of the two: papers that came twice would be known.
  const readings = await store.slots.last('ingest', 1_000);
  expect(readings.length).toBeLessThanOrEqual(DAYS);
});
