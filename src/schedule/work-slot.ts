import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SlotClaim, SlotKey } from '../store/slots.ts';
import type { Store } from '../store/store.ts';

/** How long a claimed slot is ours, in milliseconds. A worker that dies delays its slot by this. */
const LEASE_MS = 60_000;

/** What a process needs to work for a slot. */
export interface SlotWorker {
  store: Store;
  clock: Clock;
  /** Names this process; unique. */
  owner: string;
  log: Log;
  /** Asks it to end early: the slot is given back then. */
  signal?: AbortSignal;
}

/** What came of the work: kept as JSON. */
export interface SlotOutcome {
  ok: boolean;
  outcome: object;
}

/**
 * Does the work of a slot if it is ours to do, with its lease kept alive meanwhile, and writes down
 * what came of it. A throw is a failure like any other: logged, and tried again as `retry` says.
 * Null when the slot is done, or somebody else's, or was given back.
 */
export async function workSlot(
  worker: SlotWorker,
  slot: SlotKey & Pick<SlotClaim, 'retry'>,
  work: () => Promise<SlotOutcome>,
): Promise<SlotOutcome | null> {
  const { store, clock, owner, log, signal } = worker;
  const { slots } = store;
  // The clock that all processes share, where there is one: a slot is taken over by its lease.
  const now = await store.now();
  const claimed = await slots.claim({ ...slot, owner, now, until: now + LEASE_MS, longest: 2 * LEASE_MS });
  if (!claimed) return null;
  // A beat that fails is made up for by the next; when all do, the lease runs out as it should.
  const lengthen = async () => slots.heartbeat(slot, owner, (await store.now()) + LEASE_MS);
  const beat = () => void lengthen().catch(() => {});
  const timer = setInterval(beat, LEASE_MS / 4);
  let result: SlotOutcome;
  try {
    result = await work();
  } catch (error) {
    log.error({ err: error, job: slot.job }, 'failed, and will be tried again');
    result = { ok: false, outcome: { problem: error instanceof Error ? error.message : String(error) } };
  } finally {
    clearInterval(timer);
  }
  if (signal?.aborted) {
    await slots.release(slot, owner);
    return null;
  }
  await slots.end(slot, owner, { ok: result.ok, outcome: JSON.stringify(result.outcome) }, clock.now());
  return result;
}
