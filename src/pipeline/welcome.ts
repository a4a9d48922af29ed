import { createHash, randomUUID } from 'node:crypto';
import type { CalendarDate } from '../model/date.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { type EditionReport, prepare } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { EXPIRES_MS } from './freeze.ts';
import type { Parts } from './parts.ts';

/** Newcomers looked at in one go; whoever came before them was looked at then. */
const MOST = 5_000;
/** Whoever freezes for newcomers has this long, in milliseconds. */
const LEASE_MS = 60_000;

/** Newcomers of one date: their numbers, rising, and when each came, in milliseconds. */
interface Arrivals {
  edition: CalendarDate;
  cameAt: ReadonlyMap<number, number>;
}

/**
 * Freezes today's edition for those who came by themselves and have none of it yet, whatever their hour and days: a
 * first edition within minutes. For whom nothing is found, nothing is decided: their hour is yet to come, and so is the
 * next digest. Costs one look when nobody came; safe to run anywhere at once.
 */
export async function prepareWelcomes(parts: Parts, signal?: AbortSignal): Promise<EditionReport[]> {
  const { store, clock } = parts;
  const now = clock.now();
  const newcomers = await store.subscribers.welcomed(now - EXPIRES_MS, now, MOST);
  const reports: EditionReport[] = [];
  for (const { edition, cameAt } of arrivals(newcomers, parts.timeZone)) {
    if (signal?.aborted) break;
    // Whoever moves to another zone on their first day has another date then, and their first edition all the same.
    const served = await store.deliveries.served(edition, cameAt);
    const only = [...cameAt.keys()].filter(num => !served.has(num));
    if (only.length === 0) continue;
    // Asked once for the same people and the same papers. By who they are: somebody may come to light only after
    // others who came later, and must not be taken for one of those who were looked at with them.
    const newest = only.reduce((latest, num) => Math.max(latest, cameAt.get(num) ?? 0), 0);
    const latest = Math.max(newest, await store.snapshots.newestStoredAt());
    const slot = { job: `welcome:${edition}:${digestOf(only)}`, at: latest };
    const work = () => prepare(parts, { edition, at: now, only }, signal ? { signal } : {});
    const report = await once(parts, slot, work, signal);
    if (report) reports.push(report);
  }
  return reports;
}

/** Who came on which date, in their own zones. */
function arrivals(newcomers: readonly Subscriber[], timeZone: string): Arrivals[] {
  const byEdition = new Map<CalendarDate, Map<number, number>>();
  for (const { num, welcomeAt, timezone } of [...newcomers].sort((a, b) => a.num - b.num)) {
    if (welcomeAt === null) continue;
    const edition = today(welcomeAt, timezone ?? timeZone);
    const known = byEdition.get(edition) ?? new Map<number, number>();
    byEdition.set(edition, known.set(num, welcomeAt));
  }
  return [...byEdition].map(([edition, cameAt]) => ({ edition, cameAt }));
}

/** Stands for these numbers. */
function digestOf(nums: readonly number[]): string {
  return createHash('sha256').update(nums.join(' ')).digest('base64url').slice(0, 16);
}

/** Does `work` unless it was done for this slot, or somebody does it now. */
async function once<T>(
  { store }: Parts,
  slot: { job: string; at: number },
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | null> {
  const owner = randomUUID();
  const now = await store.now();
  const claimed = await store.slots.claim({
    ...slot,
    owner,
    now,
    until: now + LEASE_MS,
    longest: LEASE_MS,
    retry: { rest: 0, attempts: 1 },
  });
  if (!claimed) return null;
  try {
    const result = await work();
    // Broken off: the rest of them have their turn when somebody looks again.
    if (signal?.aborted) await store.slots.release(slot, owner);
    else await store.slots.end(slot, owner, { ok: true, outcome: '{}' }, await store.now());
    return result;
  } catch (error) {
    await store.slots.release(slot, owner);
    throw error;
  }
}
