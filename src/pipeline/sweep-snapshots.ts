import type { Keep } from '../ingest/keep/keep.ts';
import { addDays } from '../model/date.ts';
import { today } from '../plan/calendar.ts';
import type { Parts } from './parts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest window of an edition: what it is made of must be there to be made again. */
const LEAST_DAYS = 31;

/** How many snapshots' bytes were removed, and how many are left. */
export interface Swept {
  removed: number;
  left: number;
}

/**
 * Removes the bytes of snapshots that are older than `days`, by their capture and by when they were stored; 0: none. Papers,
 * and what is on record of the snapshots, stay. Whatever is kept but not on record (a crash, another database) goes at the
 * same age.
 */
export async function sweepSnapshots(
  { store, clock, timeZone, keep }: Pick<Parts, 'store' | 'clock' | 'timeZone'> & { keep: Keep },
  days: number,
): Promise<Swept> {
  const files = await keep.list();
  if (days === 0) return { removed: 0, left: files.length };
  const age = Math.max(days, LEAST_DAYS);
  const now = clock.now();
  const [since, sinceDay] = [now - age * DAY_MS, addDays(today(now, timeZone), -age)];
  const records = await store.snapshots.records();
  const wanted = new Set(
    records.filter(one => one.storedAt >= since || one.capturedAt >= sinceDay).map(({ hash }) => hash),
  );
  const old = files.filter(({ hash, at }) => !wanted.has(hash) && at < since);
  for (const { hash } of old) await keep.remove(hash);
  return { removed: old.length, left: files.length - old.length };
}
