import { STANDSTILL, standsStillSince } from '../model/standstill.ts';
import type { Slot } from '../store/slots.ts';
import type { Schedule } from './schedule.ts';

/** What keeping watch needs. */
type Watched = Pick<Schedule, 'store' | 'clock' | 'log'> & { parts: Pick<Schedule['parts'], 'timeZone'> };

/** Notices that nobody gets through a look at the schedule any more, this process included; told once, until somebody does. */
export async function noticeStandstill({ store, clock, log, parts }: Watched): Promise<void> {
  const now = clock.now();
  const since = standsStillSince(await store.slots.lastLook(), now);
  if (since === null) return;
  const known = await store.incidents.find(STANDSTILL);
  if (known !== null && known.closedAt === null) return;
  const what = `Nobody has got through a look at the schedule since ${inWords(since, parts.timeZone)}`;
  log.error({ since: new Date(since).toISOString() }, 'the schedule stands still');
  await store.incidents.open(STANDSTILL, what, now);
}

/**
 * Tells, after a look, that the schedule stood still before it, and that this is over: whoever comes back finds out, too. `before`
 * is the last look as it was known when this one began.
 */
export async function endStandstill(
  { store, clock, log, parts }: Watched,
  before: Slot | null,
): Promise<void> {
  const last = await store.slots.lastLook();
  // It did not come to its end.
  if (last === null || last.startedAt === before?.startedAt) return;
  const since = standsStillSince(before, last.startedAt);
  if (since !== null) {
    const [from, to] = [since, last.startedAt].map(at => inWords(at, parts.timeZone));
    log.warn({ from, to }, 'the schedule stood still');
    await store.incidents.open(STANDSTILL, `The schedule stood still from ${from} to ${to}`, clock.now());
  }
  await store.incidents.close(STANDSTILL, clock.now());
}

/** Swedish writes dates as the rest of the program does: 2026-06-02 07:00. */
function inWords(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** A second that takes so long is no busy machine any more, in milliseconds. */
const BLOCKED_MS = 60_000;
const BEAT_MS = 5_000;
/** Wakes come every minute; after so many of them, something else has to wake. */
const MISSED_MS = 3 * 60_000;

/** What a watch over one process is told of, and may ask. */
export interface Watch {
  /** Milliseconds that nobody sets back. */
  steady: () => number;
  onBlocked: (ms: number) => void;
  /** Called when no wake came for minutes. */
  wake: () => void;
}

/**
 * Keeps watch over the time of this process: `beat` is called by a timer; whoever is woken says so with `woken`. It notices that the
 * process stood still, whatever held it, and that what should wake it every minute does not.
 */
export function openWatch({ steady, onBlocked, wake }: Watch) {
  let lastBeat = steady();
  let lastWake = lastBeat;
  return {
    everyMs: BEAT_MS,
    woken: () => {
      lastWake = steady();
    },
    beat: () => {
      const now = steady();
      const blocked = now - lastBeat - BEAT_MS;
      lastBeat = now;
      if (blocked > BLOCKED_MS) onBlocked(blocked);
      if (now - lastWake <= MISSED_MS) return;
      lastWake = now;
      wake();
    },
  };
}
