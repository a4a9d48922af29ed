import { INGEST_JOB, type SourceOutcome } from '../model/source-outcome.ts';
import { today } from '../plan/calendar.ts';
import { readSource } from './read-source.ts';
import type { Schedule } from './schedule.ts';
import { workSlot } from './work-slot.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How long the schedule remembers what it did. */
const KEPT_MS = 90 * DAY_MS;
/** A digest that is late is often there within two hours. */
const INGEST_RETRY = { rest: 15 * MINUTE_MS, attempts: 8 };

/** Reads the sources for the moment `at` of SCHEDULE, unless that is done, or somebody else's; null then. */
export async function ingestSlot(schedule: Schedule, at: number): Promise<SourceOutcome[] | null> {
  const { parts, sources, signal, log } = schedule;
  const outcomes: SourceOutcome[] = [];
  // The day the digest was due, not the day on which somebody came round to it.
  const day = today(at, parts.timeZone);
  const result = await workSlot(schedule, { job: INGEST_JOB, at, retry: INGEST_RETRY }, async () => {
    for (const source of sources) {
      const outcome = await readSource(parts, source, { day, ...(signal && { signal }) });
      outcomes.push(outcome);
      const { ok, problem, ...told } = outcome;
      if (problem === null) log.info(told, 'read');
      else log.warn({ ...told, problem }, ok ? 'read in part' : 'could not be read');
    }
    return { ok: outcomes.every(({ ok }) => ok), outcome: { sources: outcomes } };
  });
  if (result) await parts.store.slots.forget(at - KEPT_MS);
  return result && outcomes;
}

/** True while somebody reads the sources for the newest moment of SCHEDULE. */
export async function isUnderWay({ store, cron, clock, sources }: Schedule): Promise<boolean> {
  const at = sources.length > 0 ? cron.newest(clock.now()) : null;
  const slot = at === null ? null : await store.slots.get({ job: INGEST_JOB, at });
  return slot !== null && slot.endedAt === null && slot.leaseUntil >= (await store.now());
}
