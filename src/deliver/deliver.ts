import type { Clock } from '../clock.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { LeasedDelivery, Outcome } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Transport } from './transport.ts';

/** How long a claimed delivery is ours, in milliseconds. A worker that dies delays its rows by this. */
export const LEASE_MS = 15_000;
/** Deliveries claimed at once. */
const CLAIM = 100;
/**
 * Handed over between two flushes of the ledger, and so in doubt after a crash: harmless with an outbox,
 * where the same message again is the same file.
 */
const GROUP = 20;
/** How long a deferred delivery rests, in milliseconds: beyond one run's reach. */
const RETRY_MS = 300_000;
/** Longest wait between two looks at what other workers hold, in milliseconds. */
const POLL_MS = 1_000;

/** Whoever may get mail at this very moment, or why not. */
export type Admission =
  | { kind: 'admitted'; subscriber: Subscriber & { email: string } }
  | { kind: 'barred'; state: Extract<DeliveryState, 'suppressed' | 'cancelled'>; reason: string };

export interface DeliverDeps {
  store: Store;
  clock: Clock;
  transport: Transport;
  /** Asked right before each message is handed over: whoever left after the freeze left in time. */
  admit: (subscriber: number) => Promise<Admission>;
  /** Renders what a delivery carries. A throw is `render_failed` for this one recipient. */
  render: (delivery: LeasedDelivery, subscriber: Subscriber & { email: string }) => Message;
  /** Names this worker in the ledger; unique per process. */
  owner: string;
  sleep: (ms: number) => Promise<void>;
  /** Told how many rows reached a state. */
  onProgress?: (settled: number) => void;
  /** Stops between two messages; what is claimed is given back. */
  signal?: AbortSignal;
}

export interface DeliverOrder {
  edition: string;
  /**
   * Calendar moment (ms): slots up to it are delivered, and expiry is judged by it. Null: the operator
   * asked for the whole day, and nothing of it expires.
   */
  at: number | null;
}

/**
 * Delivers what an edition owes: claims rows under a lease, renders, hands over, records. Returns when
 * every row is terminal or deferred into the future. Any number of processes may do this at once; each
 * waits for the leases of the dead and takes their rows over.
 */
export async function deliverEdition(deps: DeliverDeps, order: DeliverOrder): Promise<void> {
  const { store, clock, owner } = deps;
  const { edition, at } = order;
  while (!deps.signal?.aborted) {
    await store.leases.reap(edition, clock.now(), 2 * LEASE_MS);
    const now = clock.now();
    const until = now + LEASE_MS;
    const claimed = await store.leases.claim(edition, { owner, until, now, limit: CLAIM, at });
    if (claimed.length > 0) {
      await deliverClaimed(deps, order, claimed, until);
      continue;
    }
    const owed = await store.leases.owed(edition, at);
    const isDue = owed.due !== null && owed.due <= clock.now();
    if (owed.leasedUntil === null && !isDue) return;
    if (!isDue) await deps.sleep(POLL_MS);
  }
}

async function deliverClaimed(
  deps: DeliverDeps,
  order: DeliverOrder,
  claimed: readonly LeasedDelivery[],
  leaseUntil: number,
): Promise<void> {
  const { store, clock, owner } = deps;
  const { edition } = order;
  let until = leaseUntil;
  for (let at = 0; at < claimed.length; at += GROUP) {
    const now = clock.now();
    if (deps.signal?.aborted || now > until) break;
    if (until - now < LEASE_MS / 2) {
      until = now + LEASE_MS;
      await store.leases.heartbeat(edition, owner, until);
    }
    await deliverGroup(deps, order, claimed.slice(at, at + GROUP));
  }
  await store.leases.release(edition, owner, clock.now());
}

/** Writes down what is about to be handed over, hands it over, writes down the answers. */
async function deliverGroup(
  deps: DeliverDeps,
  order: DeliverOrder,
  group: readonly LeasedDelivery[],
): Promise<void> {
  const { store, clock, owner } = deps;
  const { edition } = order;
  const nums = group.map(delivery => delivery.subscriber);
  const held = await store.leases.handOff(edition, owner, nums, clock.now());
  const waiting = group.filter(delivery => held.has(delivery.subscriber));
  const outcomes: Outcome[] = [];
  try {
    for (const delivery of [...waiting]) {
      if (deps.signal?.aborted) break;
      // Said beforehand: a message over which the transport breaks may be out.
      waiting[0] = { ...delivery, inDoubt: true };
      outcomes.push(await deliverOne(deps, order, delivery));
      waiting.shift();
    }
  } finally {
    // If this fails, the leases run out and the whole group is in doubt: nothing is forgotten.
    const settled = await store.transaction(async tx => {
      for (const delivery of waiting) await tx.leases.takeBack(edition, owner, delivery, clock.now());
      return tx.leases.settle(edition, outcomes, clock.now());
    });
    deps.onProgress?.(settled);
  }
}

async function deliverOne(
  deps: DeliverDeps,
  { edition, at }: DeliverOrder,
  delivery: LeasedDelivery,
): Promise<Outcome> {
  const { subscriber, fence, inDoubt } = delivery;
  const nothing = { subscriber, fence, code: null, reply: null, attempted: false, notBefore: 0 };
  // A message that may be out already must not be planned again: its papers may have been read.
  const withheld = (state: DeliveryState, reason: string): Outcome =>
    inDoubt
      ? { ...nothing, state: 'unknown', reason: `${reason}; may be out` }
      : { ...nothing, state, reason };
  const admission = await deps.admit(subscriber);
  if (admission.kind === 'barred') return withheld(admission.state, admission.reason);
  if (at !== null && at > delivery.expiresAt) return withheld('expired', 'too late for this day');
  let message: Message;
  try {
    message = deps.render(delivery, admission.subscriber);
  } catch (error) {
    return withheld('render_failed', error instanceof Error ? error.message : String(error));
  }
  const { state, code, reply } = await deps.transport.hand(edition, message);
  const notBefore = state === 'deferred' ? deps.clock.now() + RETRY_MS : 0;
  const answer = { subscriber, fence, code, reply, attempted: true, notBefore };
  // Refused now, but it may have arrived before.
  if (inDoubt && state === 'rejected') return { ...answer, state: 'unknown', reason: 'rejected; may be out' };
  return { ...answer, state, reason: null };
}
