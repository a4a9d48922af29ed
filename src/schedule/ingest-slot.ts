import { INGEST_JOB, type SourceOutcome } from '../model/source-outcome.ts';
import { today } from '../plan/calendar.ts';
import { bounded } from './bounded.ts';
import { leaveUnread, type ReadingOrder, readSource } from './read-source.ts';
import type { Schedule } from './schedule.ts';
import { closeForgotten } from './source-incidents.ts';
import { workSlot } from './work-slot.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How long the schedule remembers what it did. */
const KEPT_MS = 90 * DAY_MS;
/** And what its sources did: some bring something once a month. */
const READINGS_KEPT_MS = 200 * DAY_MS;
/** A digest that is late is often there within two hours. */
const INGEST_RETRY = { rest: 15 * MINUTE_MS, attempts: 8 };

/** Reads the sources for the moment `at` of SCHEDULE, unless that is done, or somebody else's; null then. */
export async function ingestSlot(schedule: Schedule, at: number): Promise<SourceOutcome[] | null> {
  const { parts, cron, signal, bounds } = schedule;
  let outcomes: SourceOutcome[] = [];
  // The day the digest was due, not the day on which somebody came round to it.
  const day = today(at, parts.timeZone);
  const next = cron.next(at);
  const isLast = next === null || today(next, parts.timeZone) !== day;
  const result = await workSlot(schedule, { job: INGEST_JOB, at, retry: INGEST_RETRY }, async () => {
    const limits = { ...bounds, what: 'reading the sources', limit: bounds.sources, signal };
    const done = await doneBefore(schedule, at);
    outcomes = await bounded(limits, stop => readAll(schedule, { day, isLast, signal: stop }, done));
    return { ok: outcomes.every(isDone), outcome: { sources: outcomes } };
  });
  if (result) {
    await closeForgotten(parts, schedule.sources);
    await parts.store.readings.forget(at - READINGS_KEPT_MS);
    await parts.store.slots.forget(at - KEPT_MS);
  }
  return result && outcomes;
}

/** True for what need not be tried again: what is old may only be late. */
function isDone({ ok, status }: SourceOutcome): boolean {
  return ok && status !== 'stale';
}

/** What an earlier attempt at this moment read, by source: it is not asked for again because another source failed. */
async function doneBefore({ parts }: Schedule, at: number): Promise<Map<string, SourceOutcome>> {
  const slot = await parts.store.slots.get({ job: INGEST_JOB, at });
  const { sources = [] } = JSON.parse(slot?.outcome ?? '{}') as { sources?: SourceOutcome[] };
  return new Map(sources.filter(isDone).map(outcome => [outcome.source, outcome]));
}

/** Reads one source after the other. One that never answers is broken off, and the others are read all the same. */
async function readAll(
  { parts, sources, bounds, log }: Schedule,
  order: ReadingOrder & { signal: AbortSignal },
  done: ReadonlyMap<string, SourceOutcome>,
): Promise<SourceOutcome[]> {
  const { signal } = order;
  const outcomes: SourceOutcome[] = [];
  for (const source of sources) {
    if (signal.aborted) break;
    const before = done.get(source.name);
    if (before) {
      outcomes.push(before);
      continue;
    }
    const limits = { ...bounds, what: 'reading it', limit: bounds.source, signal };
    const reading = bounded(limits, stop => readSource(parts, source, { ...order, signal: stop }));
    const outcome = await reading.catch((error: Error) => leaveUnread(parts, source, order, error.message));
    outcomes.push(outcome);
    const { ok, problem, ...told } = outcome;
    if (problem === null) log.info(told, 'read');
    else log.warn({ ...told, problem }, ok ? 'read in part' : 'could not be read');
  }
  return outcomes;
}

/** True while somebody reads the sources for the newest moment of SCHEDULE. */
export async function isUnderWay({ store, cron, clock, sources }: Schedule): Promise<boolean> {
  const at = sources.length > 0 ? cron.newest(clock.now()) : null;
  const slot = at === null ? null : await store.slots.get({ job: INGEST_JOB, at });
  return slot !== null && slot.endedAt === null && slot.leaseUntil >= (await store.now());
}
