/** The key of the incident that nobody looks after the schedule. */
export const STANDSTILL = 'schedule';

/** Reading sources, and freezing a large edition, may take a while; longer than this the schedule never rests, in milliseconds. */
export const STANDSTILL_MS = 45 * 60_000;

/** When somebody looked at the whole schedule; ended: when whoever it was had been told to stop. Both in milliseconds. */
export interface Look {
  startedAt: number;
  endedAt: number | null;
}

/** Since when the schedule stands still; null when it does not, never ran, or was stopped on purpose. */
export function standsStillSince(last: Look | null, now: number): number | null {
  if (last === null || last.endedAt !== null) return null;
  return now - last.startedAt > STANDSTILL_MS ? last.startedAt : null;
}
