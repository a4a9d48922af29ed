import type { Clock } from '../clock.ts';
import type { DeliveryState } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { LeasedDelivery, Outcome } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admission, Admit } from './admission.ts';
import { LONGEST_REST_MS, RELAY_REST_MS, restAfter } from './back-off.ts';
import { type Claimed, claimAhead } from './claims.ts';
import { type Journal, openJournal, type Verdict } from './journal.ts';
import type { DeliverOrder } from './order.ts';
import type { Reply, Transport } from './transport.ts';

/** How long a claimed delivery is ours, in milliseconds. A worker that dies delays its rows by this. */
export const LEASE_MS = 15_000;
/** Longest wait between two looks at what other workers hold, in milliseconds. */
const POLL_MS = 1_000;

export interface DeliverDeps {
  store: Store;
  clock: Clock;
  transport: Transport;
  /** Asked before a message is rendered, and again as it is handed over: whoever left after the freeze left in time. */
  admit: Admit;
  /** Renders and signs what a delivery carries. A throw is `render_failed` for this one recipient. */
  render: (delivery: LeasedDelivery, subscriber: Reachable) => Promise<Message>;
  /** Names this worker in the ledger; unique per process. */
  owner: string;
  sleep: (ms: number) => Promise<void>;
  /** Told how many rows reached a state. */
  onProgress?: (settled: number) => void;
  /** Told, in words, why the mail server cannot be used at all. */
  onRelayDown?: (reason: string) => void;
  /** Ends what is being handed over and begins nothing new; what is claimed besides is given back. */
  signal?: AbortSignal;
}

/** One run over one edition. */
interface Run {
  deps: DeliverDeps;
  order: DeliverOrder;
  calendar: Calendar;
  journal: Journal;
  /** Set when it has to end early: the transport is broken, or its server is. */
  end: { error?: unknown; relay?: Reply } | null;
}

/** The moment of the calendar now, in milliseconds; null where nothing expires. */
type Calendar = () => number | null;

/** `--at` moves the calendar; from there it goes on like the clock, or a day that began would never end. */
function calendarFrom({ at }: DeliverOrder, clock: Clock): Calendar {
  if (at === null) return () => null;
  const ahead = at - clock.now();
  return () => clock.now() + ahead;
}

/**
 * Delivers what an edition owes: claims rows under a lease, renders, hands over, records. Returns when every row is
 * terminal or deferred into the future, or when the server cannot be used: then all that is owed is deferred. Any
 * number of processes may do this at once; each waits for the leases of the dead and takes their rows over.
 */
export async function deliverEdition(deps: DeliverDeps, order: DeliverOrder): Promise<void> {
  const { store, clock, transport } = deps;
  const { edition, at, retryBefore } = order;
  const calendar = calendarFrom(order, clock);
  while (!deps.signal?.aborted) {
    await store.leases.reap(edition, clock.now(), 2 * LEASE_MS, transport.idempotent ? 'again' : 'unknown');
    await store.leases.wake(edition, clock.now(), LONGEST_REST_MS);
    const relayWorks = await deliverClaimable(deps, order, calendar);
    if (!relayWorks) return;
    const owed = await store.deliveries.owed(edition, at, retryBefore);
    const isDue = owed.due !== null && owed.due <= clock.now();
    if (owed.leasedUntil === null && !isDue) return;
    if (!isDue) await deps.sleep(POLL_MS);
  }
}

/** Delivers until nothing is left to claim. False when the server cannot be used. */
async function deliverClaimable(
  deps: DeliverDeps,
  order: DeliverOrder,
  calendar: Calendar,
): Promise<boolean> {
  const { store, clock, owner, transport } = deps;
  const { edition } = order;
  const journal = openJournal({
    store,
    clock,
    edition,
    owner,
    admit: deps.admit,
    onSettled: rows => deps.onProgress?.(rows),
  });
  const run: Run = { deps, order, calendar, journal, end: null };
  const claims = claimAhead(deps, order, LEASE_MS);
  const worker = async () => {
    try {
      while (!deps.signal?.aborted && !run.end) {
        const claimed = await claims.next();
        if (!claimed) return;
        await deliverOne(run, claimed);
      }
    } catch (error) {
      run.end ??= { error };
    }
  };
  const stopBeating = keepLeases(run);
  try {
    await Promise.all(Array.from({ length: transport.concurrency }, worker));
  } finally {
    stopBeating();
    await store.leases.release(edition, owner, clock.now());
  }
  if (run.end && 'error' in run.end) throw run.end.error;
  if (run.end?.relay) await putOff(run, run.end.relay);
  return run.end === null;
}

/** Lengthens what this worker holds while it works: a server may take ten minutes over a final dot. */
function keepLeases({ deps, order }: Run): () => void {
  const { store, clock, owner } = deps;
  const beat = () =>
    void store.leases.heartbeat(order.edition, owner, clock.now() + LEASE_MS).catch(() => {});
  // A beat that fails is made up for by the next; when all do, the leases run out as they should.
  const timer = setInterval(beat, LEASE_MS / 3);
  return () => clearInterval(timer);
}

/** The server cannot be used: nobody is tried again for a while, and everybody owed says why. */
async function putOff({ deps, order }: Run, { code, reply }: Reply): Promise<void> {
  const now = deps.clock.now();
  const until = now + RELAY_REST_MS;
  await deps.store.leases.putOff(order.edition, { ...order, code, reply, until, now });
  deps.onRelayDown?.(reply ?? 'the mail server cannot be used');
}

async function deliverOne(run: Run, { delivery, admission }: Claimed): Promise<void> {
  const { deps, order, calendar, journal } = run;
  const { subscriber } = delivery;
  const withhold = (state: DeliveryState, reason: string) =>
    journal.settle(withheld(delivery, state, reason));
  if (admission.kind === 'barred') return withhold(admission.state, admission.reason);
  if (timeLeft(calendar, delivery) < 0) return withhold('expired', 'too late for this day');
  let message: Message;
  try {
    message = await deps.render(delivery, admission.subscriber);
  } catch (error) {
    return withhold('render_failed', wordsOf(error));
  }
  let verdict: Verdict | null = null;
  const commit = async () => {
    // Asked to stop: what is not handed over yet is given back.
    if (deps.signal?.aborted) return false;
    verdict = await journal.handOff(subscriber);
    return verdict.kind === 'admitted';
  };
  try {
    const reply = await deps.transport.hand(order.edition, message, commit);
    if (reply) return await record(run, delivery, reply);
  } catch (error) {
    if (isHandedOff(verdict)) await leaveInDoubt(run, delivery, wordsOf(error));
    throw error;
  }
  const refusal = refusalOf(verdict);
  if (refusal) return withhold(refusal.state, refusal.reason);
}

/** How long a delivery is still worth making, in milliseconds. */
function timeLeft(calendar: Calendar, { expiresAt }: LeasedDelivery): number {
  return expiresAt - (calendar() ?? Number.NEGATIVE_INFINITY);
}

/** Writes what became of a delivery. An answer is worth a second try: unwritten, it leaves a doubt. */
async function settle({ journal }: Run, outcome: Outcome): Promise<void> {
  await journal.settle(outcome).catch(() => journal.settle(outcome));
}

/** Writes an answer down; one that concerns everybody ends the run. */
async function record(run: Run, delivery: LeasedDelivery, answer: Reply): Promise<void> {
  const { subscriber, fence, inDoubt } = delivery;
  const { state, code, reply, fault } = answer;
  const now = run.deps.clock.now();
  const outcome = { subscriber, fence, code, reply, attempted: fault === undefined, notBefore: 0 };
  if (state === 'deferred') {
    const rest = fault ? RELAY_REST_MS : restAfter(delivery.attempts + 1, subscriber);
    // It is looked at once more as soon as it is too late, to be called expired.
    const latest = Math.max(0, timeLeft(run.calendar, delivery)) + 1;
    await settle(run, { ...outcome, state, reason: null, notBefore: now + Math.min(rest, latest) });
    if (fault === 'relay') run.end ??= { relay: answer };
  } else if (inDoubt && state === 'rejected') {
    // Refused now, but it may have arrived before.
    await settle(run, { ...outcome, state: 'unknown', reason: 'rejected; may be out' });
  } else {
    const reason = state === 'unknown' ? 'handed over, no answer; may be out' : null;
    await settle(run, { ...outcome, state, reason });
  }
}

/** The transport broke over a message that was on record as handed off. */
async function leaveInDoubt({ deps, order, journal }: Run, delivery: LeasedDelivery, reason: string) {
  if (!deps.transport.idempotent) {
    return journal.settle(withheld({ ...delivery, inDoubt: true }, 'unknown', reason));
  }
  const { store, clock, owner } = deps;
  await store.leases.takeBack(order.edition, owner, { ...delivery, inDoubt: true }, clock.now());
}

/** A message that may be out already must not be planned again: its papers may have been read. */
function withheld(delivery: LeasedDelivery, state: DeliveryState, reason: string): Outcome {
  const { subscriber, fence, inDoubt } = delivery;
  const nothing = { subscriber, fence, code: null, reply: null, attempted: false, notBefore: 0 };
  return inDoubt
    ? { ...nothing, state: 'unknown', reason: `${reason}; may be out` }
    : { ...nothing, state, reason };
}

function isHandedOff(verdict: Verdict | null): boolean {
  return verdict?.kind === 'admitted';
}

function refusalOf(verdict: Verdict | null): Extract<Admission, { kind: 'barred' }> | null {
  return verdict?.kind === 'barred' ? verdict : null;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
