import { setTimeout as wait } from 'node:timers/promises';

/** The only source of "now". Injected everywhere, so that tests own the time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Waits; returns early when `signal` is aborted. Injected like the clock. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal && { signal }).catch(() => {});
}
