import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { deliveryReports } from '../../src/cli/deliveries.ts';
import { createLog } from '../../src/log.ts';
import { addDays, type CalendarDate, weekdayOf } from '../../src/model/date.ts';
import { isDueOn } from '../../src/plan/calendar.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { tick } from '../../src/schedule/tick.ts';
import { reader } from '../support/builders.ts';
import { DATABASES, type FreshDatabase } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

// Two weeks of the service, hour by hour, on a clock of our own. The clocks change twice in it: in Berlin on
// 25 October, in Los Angeles on 1 November.
const FIRST = '2026-10-19';
const LAST = '2026-11-01';
/** How far apart the ticks are: slots lie on full and half hours. */
const STEP_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The service is away from the start of this day until noon. */
const AWAY = '2026-10-29';
const BACK = Date.parse(`${AWAY}T12:00:00Z`);
/** In the middle of this day's first mail the first of two processes is told to stop, and another started. */
const RESTART = '2026-10-27';

interface Reader {
  timezone?: string;
  hour?: number;
  cadence?: string;
  max?: number;
  status?: 'paused' | 'pending';
  pausedUntil?: string;
  queries?: string[];
}
const READERS: Record<string, Reader> = {
  berlin: { timezone: 'Europe/Berlin', hour: 7 },
  nightowl: { timezone: 'Europe/Berlin', hour: 2 },
  losangeles: { timezone: 'America/Los_Angeles', hour: 7, cadence: 'weekdays' },
  kolkata: { timezone: 'Asia/Kolkata', hour: 8 },
  kiritimati: { timezone: 'Pacific/Kiritimati', hour: 7 },
  pagopago: { timezone: 'Pacific/Pago_Pago', hour: 22 },
  greedy: { max: 100 },
  weekly: { cadence: 'weekly' },
  twice: { cadence: 'tue,fri', hour: 18 },
  paused: { status: 'paused', pausedUntil: '2026-10-26' },
  pending: { status: 'pending' },
  chemist: { queries: ['"no such words at all"'] },
};

interface Process {
  app: App;
  schedule: Schedule;
  stop: AbortController;
}

describe.each(DATABASES)('one fortnight on $name', database => {
  let folder: string;
  let fresh: FreshDatabase;
  let server: MailServer;
  let now: number;
  let papers: number;
  let processes: Process[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-fortnight-'));
    mkdirSync(join(folder, 'inbox'));
    fresh = await database.fresh();
    papers = 0;
    processes = [];
    server = await startMailServer();
  });
  afterEach(async () => {
    for (const process of processes) await end(process);
    await server.stop();
    await fresh.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts one more process of the service on the same database. */
  async function serve() {
    const app = createApp({
      clock: { now: () => now },
      env: {
        DATABASE_URL: fresh.url,
        SMTP_URL: `smtp://127.0.0.1:${server.port}?connections=1`,
        BOUNCE_ADDRESS: 'bounces@example.org',
        SOURCES: 'inbox',
        SCHEDULE: '0 3 * * *',
        TIMEZONE: 'Europe/Berlin',
      },
      cwd: folder,
    });
    const stop = new AbortController();
    const log = createLog('silent', process.stderr);
    const schedule = await openSchedule(app, { log, signal: stop.signal, sleep: async () => {} });
    const started = { app, schedule, stop };
    processes.push(started);
    return started;
  }

  async function end(ended: Process): Promise<void> {
    processes = processes.filter(one => one !== ended);
    await ended.schedule.transport.close();
    await ended.app.close();
  }

  /** Puts a page of so many new papers where the service looks for it, as saved at 01:00 UTC of that day. */
  function publish(day: CalendarDate, name: string, count: number): void {
    const file = join(folder, 'inbox', `${name}.txt`);
    writeFileSync(file, digest(...Array.from({ length: count }, () => title(++papers))));
    const saved = new Date(`${day}T01:00:00Z`);
    utimesSync(file, saved, saved);
  }

  /** Lives through the fortnight with two processes; returns when it is over. */
  async function live(
    first: Process,
    second: Process,
    { setOnMail }: { setOnMail: (happening: () => void) => void },
  ): Promise<void> {
    let running = first;
    let isRestarted = false;
    for (const { day, at } of ticks()) {
      now = at;
      if (at % DAY_MS === HOUR_MS && !isWeekend(day)) {
        publish(day, day, 12);
        if (weekdayOf(day) === 3) publish(day, `${day}-again`, 4);
      }
      if (day === AWAY && now < BACK) continue;
      if (day === RESTART && !isRestarted) setOnMail(() => running.stop.abort());
      // In turn: two connections of one thread would wait for each other's locks for ever.
      for (const { schedule } of [running, second]) await tick(schedule);
      if (!running.stop.signal.aborted) continue;
      setOnMail(() => {});
      await end(running);
      running = await serve();
      isRestarted = true;
    }
    expect(isRestarted).toBe(true);
  }

  it('gives everybody every edition that is due to them, once, at their hour, and a reason for the rest', {
    timeout: 300_000,
  }, async () => {
    // The return path names edition and reader, so that a mail tells what it is.
    const arrivals: { at: string; from: string }[] = [];
    let onMail = () => {};
    server.onTaken = ({ from }) => {
      arrivals.push({ at: new Date(now).toISOString(), from });
      onMail();
    };
    now = Date.parse(`${FIRST}T00:00:00Z`);
    const first = await serve();
    const second = await serve();
    const { store } = second.schedule;
    const nums = new Map<string, number>();
    for (const [name, fields] of Object.entries(READERS)) {
      const defaults = { queries: ['"language models"'], max: 3, cadence: 'daily', hour: 7, timezone: null };
      const row = await store.subscribers.insert(reader(`${name}@example.org`, { ...defaults, ...fields }));
      nums.set(name, row?.num ?? 0);
    }

    await live(first, second, {
      setOnMail: happening => {
        onMail = happening;
      },
    });

    const ledger = await deliveryReports(store, {});
    for (const edition of daysOfFortnight()) {
      const skips = await store.skips.of(edition);
      for (const [name, fields] of Object.entries(READERS)) {
        const email = `${name}@example.org`;
        const states = ledger.filter(row => row.edition === edition && row.email === email);
        const reasons = skips.filter(skip => skip.email === email);
        // Everybody is in exactly one column of every edition, and it is the right one.
        const columns = [...states.map(({ state }) => state), ...reasons.map(({ reason }) => reason)];
        const column = expected(name, fields, edition);
        expect([edition, name, ...columns]).toEqual([edition, name, column]);
        // One mail, as soon as the hour had come on the reader's own clock.
        const from = second.schedule.parts.envelopeFrom(nums.get(name) ?? 0, edition);
        const mails = arrivals.filter(one => one.from === from).map(({ at }) => at);
        expect([edition, name, ...mails]).toEqual([
          edition,
          name,
          ...(column === 'accepted' ? [dueAt(edition, fields)] : []),
        ]);
      }
    }
    // No paper twice to anybody, no mail that the ledger does not know, no delivery without its mail.
    const carried = ledger.flatMap(row => row.papers.map(id => `${row.email} ${id}`));
    expect(new Set(carried).size).toBe(carried.length);
    expect(new Set(arrivals.map(({ from }) => from)).size).toBe(arrivals.length);
    expect(arrivals).toHaveLength(ledger.length);
    // Two processes, one schedule: every digest was read once.
    expect(await store.slots.last('ingest', 100)).toHaveLength(15);
  });
});

/** Every moment at which the service looks at what is due. */
function ticks(): { day: CalendarDate; at: number }[] {
  return daysOfFortnight().flatMap(day =>
    Array.from({ length: DAY_MS / STEP_MS }, (_, n) => ({
      day,
      at: Date.parse(`${day}T00:00:00Z`) + n * STEP_MS,
    })),
  );
}

function daysOfFortnight(): CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = FIRST; day <= LAST; day = addDays(day, 1)) days.push(day);
  return days;
}

function isWeekend(day: CalendarDate): boolean {
  return [0, 6].includes(weekdayOf(day));
}

/** What a reader's line in the accounts of an edition has to say. */
function expected(
  name: string,
  { status, cadence = 'daily', max = 3 }: Reader,
  edition: CalendarDate,
): string {
  if (status === 'pending') return 'pending';
  if (status === 'paused' && edition < '2026-10-26') return 'paused';
  if (!isDueOn(cadence, edition)) return 'not-due';
  // West of everybody, it is still Sunday morning there when the fortnight ends.
  if (name === 'pagopago' && edition === LAST) return 'not-due';
  // Before the first page came in.
  if (edition === FIRST && ['kiritimati', 'nightowl'].includes(name)) return 'nothing-new';
  if (name === 'chemist') return 'nothing-matched';
  // Whoever takes everything at once has nothing left at the weekend.
  return max > 3 && isWeekend(edition) ? 'quiet' : 'accepted';
}

/** When a mail has to arrive: at the slot, or when the service is back. */
function dueAt(edition: CalendarDate, { hour = 7, timezone = 'Europe/Berlin' }: Reader): string {
  const local = Temporal.PlainDateTime.from(`${edition}T${String(hour).padStart(2, '0')}:00`);
  const slot = local.toZonedDateTime(timezone, { disambiguation: 'earlier' }).epochMilliseconds;
  const isAway = slot >= Date.parse(`${AWAY}T00:00:00Z`) && slot < BACK;
  return new Date(isAway ? BACK : slot).toISOString();
}
