import { randomUUID } from 'node:crypto';
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

/** Newcomers of one date. */
interface Arrivals {
  edition: CalendarDate;
  nums: number[];
  /** When the newest of them came, in milliseconds. */
  newest: number;
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
  for (const { edition, nums, newest } of arrivals(newcomers, parts.timeZone)) {
    if (signal?.aborted) break;
    const served = await store.deliveries.having(edition, nums);
    const only = nums.filter(num => !served.has(num));
    if (only.length === 0) continue;
    // Asked once for the same people and the same papers.
    const latest = Math.max(newest, await store.snapshots.newestStoredAt());
    const slot = { job: `welcome:${edition}`, at: latest };
    const report = await once(parts, slot, () =>
      prepare(parts, { edition, at: now, only }, signal ? { signal } : {}),
    );
    if (report) reports.push(report);
  }
  return reports;
}

/** Who came on which date, in their own zones; numbers rising. */
function arrivals(newcomers: readonly Subscriber[], timeZone: string): Arrivals[] {
  const byEdition = new Map<CalendarDate, Arrivals>();
  for (const { num, welcomeAt, timezone } of newcomers) {
    if (welcomeAt === null) continue;
    const edition = today(welcomeAt, timezone ?? timeZone);
    const known = byEdition.get(edition) ?? { edition, nums: [], newest: 0 };
    known.nums.push(num);
    known.newest = Math.max(known.newest, welcomeAt);
    byEdition.set(edition, known);
  }
  return [...byEdition.values()].map(one => ({ ...one, nums: one.nums.sort((a, b) => a - b) }));
}

/** Does `work` unless it was done for this slot, or somebody does it now. */
async function once<T>(
  { store }: Parts,
  slot: { job: string; at: number },
  work: () => Promise<T>,
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
    await store.slots.end(slot, owner, { ok: true, outcome: '{}' }, await store.now());
    return result;
  } catch (error) {
    await store.slots.release(slot, owner);
    throw error;
  }
}
