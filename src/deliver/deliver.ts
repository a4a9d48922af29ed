import type { Clock } from '../clock.ts';
import type { Message } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { LeasedDelivery, Outcome } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Transport } from './transport.ts';

/** How long a claimed delivery is ours, in milliseconds. A worker that dies delays its rows by this. */
export const LEASE_MS = 15_000;
/** Deliveries claimed at once: what a crash sends back to `pending`. */
const CLAIM = 100;
/** How long a deferred delivery rests, in milliseconds: beyond one run's reach. */
const RETRY_MS = 300_000;
/** Longest wait between two looks at what other workers hold, in milliseconds. */
const POLL_MS = 1_000;

export interface DeliverDeps {
  store: Store;
  clock: Clock;
  transport: Transport;
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
  /** Calendar moment (ms) that expiry is judged by; null: the operator asked for this day, nothing expires. */
  at: number | null;
}

/**
 * Delivers what an edition owes: claims rows under a lease, renders, hands over, records. Returns when
 * every row is terminal or deferred into the future. Any number of processes may do this at once; each
 * waits for the leases of the dead and takes their rows over.
 */
export async function deliverEdition(deps: DeliverDeps, order: DeliverOrder): Promise<void> {
  const { store, clock } = deps;
  while (!deps.signal?.aborted) {
    const now = clock.now();
    await store.leases.reap(order.edition, now);
    const lease = { owner: deps.owner, until: now + LEASE_MS, now, limit: CLAIM };
    const claimed = await store.leases.claim(order.edition, lease);
    if (claimed.length > 0) {
      const settled = await deliverClaimed(deps, order, claimed, lease.until);
      deps.onProgress?.(settled);
      continue;
    }
    const due = await store.leases.nextDue(order.edition);
    if (due === null || due > now + LEASE_MS) return;
    await deps.sleep(Math.min(POLL_MS, Math.max(1, due - now)));
  }
}

async function deliverClaimed(
  deps: DeliverDeps,
  order: DeliverOrder,
  claimed: readonly LeasedDelivery[],
  leaseUntil: number,
): Promise<number> {
  const { store, clock } = deps;
  const subscribers = new Map(
    (await store.subscribers.byNums(claimed.map(row => row.subscriber))).map(row => [row.num, row]),
  );
  const outcomes: Outcome[] = [];
  let until = leaseUntil;
  try {
    for (const delivery of claimed) {
      const now = clock.now();
      if (deps.signal?.aborted || now > until) break;
      if (until - now < LEASE_MS / 2) {
        until = now + LEASE_MS;
        await store.leases.heartbeat(order.edition, deps.owner, until);
      }
      outcomes.push(await deliverOne(deps, order, delivery, subscribers.get(delivery.subscriber)));
    }
  } finally {
    // Also when the transport breaks: what was handed over is recorded, the rest is given back.
    const rest = claimed.slice(outcomes.length).map(released);
    await store.transaction(tx => tx.leases.settle(order.edition, [...outcomes, ...rest], clock.now()));
  }
  return outcomes.length;
}

async function deliverOne(
  deps: DeliverDeps,
  order: DeliverOrder,
  delivery: LeasedDelivery,
  subscriber: Subscriber | undefined,
): Promise<Outcome> {
  const outcome = (state: Outcome['state'], reason: string | null): Outcome => ({
    subscriber: delivery.subscriber,
    fence: delivery.fence,
    state,
    code: null,
    reply: null,
    reason,
    attempted: false,
  });
  if (!subscriber?.email) return outcome('suppressed', 'erased');
  // Whoever left after the freeze left in time: a message not handed over yet is not handed over.
  if (subscriber.status === 'unsubscribed' || subscriber.status === 'suppressed') {
    return outcome('suppressed', subscriber.status);
  }
  if (order.at !== null && order.at > delivery.expiresAt) return outcome('expired', 'too late for this day');
  let message: Message;
  try {
    message = deps.render(delivery, { ...subscriber, email: subscriber.email });
  } catch (error) {
    return outcome('render_failed', error instanceof Error ? error.message : String(error));
  }
  const reply = await deps.transport.hand(order.edition, message);
  return {
    ...outcome(reply.state, null),
    code: reply.code,
    reply: reply.reply,
    attempted: true,
    notBefore: reply.state === 'deferred' ? deps.clock.now() + RETRY_MS : 0,
  };
}

/** Claimed but not handed over: as if it had never been claimed. */
function released(delivery: LeasedDelivery): Outcome {
  return {
    subscriber: delivery.subscriber,
    fence: delivery.fence,
    state: 'pending',
    code: null,
    reply: null,
    reason: null,
    attempted: false,
  };
}
