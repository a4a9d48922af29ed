import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { schedule as everyMinute } from 'node-cron';
import type { App } from '../app.ts';
import { pause } from '../clock.ts';
import type { Log } from '../log.ts';
import { STANDSTILL_MS } from '../model/standstill.ts';
import { keepLearned } from '../pipeline/learner.ts';
import { readCron } from './cron.ts';
import { latenessOf } from './due-editions.ts';
import { openMailboxes, readMailboxes } from './read-mailboxes.ts';
import { attempt, BOUNDS, type Schedule } from './schedule.ts';
import { answerAsked, deliverOwed, scheduleDue, welcomeDue } from './tick.ts';
import { tidyUp } from './tidy-up.ts';
import { endStandstill, noticeStandstill, openWatch } from './watchdog.ts';

export type ScheduleRole = 'scheduler' | 'sender';

export interface Service {
  schedule: Schedule;
  /** Looks at once at what somebody asked for on the pages. */
  onAsked: () => void;
  /** True when this process, whose part it is, got through no look at the schedule for long: it is better started anew. */
  standsStill: () => boolean;
  /** Ends what is being handed over, gives back what is claimed, and returns when all is quiet. */
  stop: () => Promise<void>;
}

/** What may stand in for the outside world. */
interface Outside {
  log: Log;
  signal?: AbortSignal;
  /** Waits between two looks at what other processes hold. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A sign of life holds for some missed wakes: a busy machine may keep a process from one. */
const ALIVE_MS = 3 * 60_000;

/**
 * What `tick` works with, as the configuration has it. The transport is closed by whoever opens this.
 * Throws a UserError when a setting is wrong.
 */
export async function openSchedule(app: App, { log, signal, sleep = pause }: Outside): Promise<Schedule> {
  const { schedule, timeZone, catchUpHours, holdMinutes, keepSnapshots } = app.config(
    'sources',
    'time',
    'schedule',
  );
  const { operatorEmail, adminToken } = app.config('operator');
  const opened = await app.parts();
  const parts = { ...opened, learnThrough: keepLearned(opened.catalogue, true) };
  return {
    parts,
    store: parts.store,
    clock: parts.clock,
    transport: await app.transport(),
    cron: readCron(schedule, timeZone),
    operator: operatorEmail,
    hasPages: adminToken !== null,
    sources: await app.sources(),
    lateness: latenessOf(catchUpHours),
    ahead: holdMinutes * 60_000,
    keepDays: keepSnapshots,
    bounds: BOUNDS,
    scrub: async () => (await app.store()).scrub(),
    owner: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
    log,
    sleep,
    ...(signal && { signal }),
  };
}

/**
 * Keeps the schedule until it is stopped: looks every minute, and once at the start, at what is due.
 * All that matters is in the database, so that it may die at any moment, and several may run at once.
 */
export async function startService({
  app,
  roles,
  log,
}: {
  app: App;
  roles: readonly ScheduleRole[];
  log: Log;
}): Promise<Service> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const schedule = await openSchedule(app, {
    log,
    signal,
    sleep: (ms, other) => pause(ms, other ? AbortSignal.any([signal, other]) : signal),
  });
  const { clock, owner, store, transport } = schedule;
  const failed = (error: unknown) => log.error({ err: error }, 'did not work out, and will be tried again');

  const mailboxes = roles.includes('sender') ? await openMailboxes(app, log) : null;
  const reader = oneAtATime(async () => {
    if (mailboxes) await readMailboxes(mailboxes, { parts: schedule.parts, log, signal });
  }, failed);
  const sender = oneAtATime(async () => {
    await deliverOwed(schedule);
    log.debug('delivered what was owed');
  }, failed);
  const asked = oneAtATime(async () => {
    await answerAsked(schedule);
    log.debug('did what was asked for');
  }, failed);
  const welcomer = oneAtATime(async () => {
    const prepared = await welcomeDue(schedule);
    if (prepared.length > 0 && roles.includes('sender') && !signal.aborted) sender.wake();
  }, failed);
  let lastLook = performance.now();
  const tidier = oneAtATime(async () => tidyUp(schedule), failed);
  const scheduler = oneAtATime(async () => {
    const before = await attempt(schedule, 'the last look', () => store.slots.lastLook());
    await scheduleDue(schedule);
    log.debug('looked at the schedule');
    lastLook = performance.now();
    if (signal.aborted) return;
    // What was frozen just now need not wait for the next minute.
    if (roles.includes('sender')) {
      sender.wake();
      if (schedule.ahead > 0) asked.wake();
    }
    tidier.wake();
    await attempt(schedule, 'the watch', () => endStandstill(schedule, before));
  }, failed);
  // Each on its own: a mail server that takes its time must not keep the next digest from being read.
  const wake = async () => {
    watch.woken();
    if (roles.includes('sender')) {
      sender.wake();
      reader.wake();
      asked.wake();
    }
    if (!roles.includes('scheduler')) return;
    scheduler.wake();
    await store.slots.appear(owner, clock.now(), clock.now() + ALIVE_MS).catch(failed);
    await noticeStandstill(schedule).catch(failed);
  };
  const watch = openWatch({
    steady: () => performance.now(),
    onBlocked: ms => log.warn({ seconds: Math.round(ms / 1000) }, 'this process stood still'),
    wake: () => void wake(),
  });
  const watching = setInterval(watch.beat, watch.everyMs);
  const logger = {
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.debug(message),
    error: failed,
    debug: () => {},
  };
  const waker = everyMinute('* * * * *', wake, { noOverlap: true, suppressMissedWarning: true, logger });
  await wake();
  return {
    schedule,
    onAsked: () => {
      if (signal.aborted) return;
      if (roles.includes('sender')) asked.wake();
      // A newcomer's first edition; the whole schedule, which asks about everybody, has its minute.
      if (roles.includes('scheduler')) welcomer.wake();
    },
    standsStill: () => roles.includes('scheduler') && performance.now() - lastLook > STANDSTILL_MS,
    stop: async () => {
      await waker.destroy();
      clearInterval(watching);
      stopping.abort();
      await scheduler.quiet();
      await tidier.quiet();
      await welcomer.quiet();
      await sender.quiet();
      await reader.quiet();
      await asked.quiet();
      if (roles.includes('scheduler')) await store.slots.leave(owner, clock.now());
      await transport.close();
    },
  };
}

/** Work that is done when somebody wakes it, never twice at once, and once more for whoever woke it meanwhile. */
function oneAtATime(work: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let isWanted = false;
  async function run(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      await work().catch(failed);
    }
  }
  return {
    wake: () => {
      isWanted = true;
      running ??= run().finally(() => {
        running = null;
      });
    },
    /** Resolves when it rests. */
    quiet: async () => void (await running),
  };
}
