import type { Clock } from '../clock.ts';
import { editionIncident } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { LeasedDelivery } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admit } from './admission.ts';
import { LONGEST_REST_MS } from './back-off.ts';
import { type Calendar, calendarFrom } from './calendar.ts';
import { type Canary, NO_CANARY, openCanary } from './canary.ts';
import { openEngine } from './engine.ts';
import { POLL_MS } from './lanes.ts';
import type { DeliverOrder } from './order.ts';
import { expireLate, putOff } from './put-off.ts';
import { openTraffic, type Traffic } from './traffic.ts';
import type { Reply, Transport } from './transport.ts';

/** What is held back rests so long, in milliseconds; then it waits in line, for the operator's word. */
const HELD_MS = 60_000;
/** How long a claimed delivery is ours, in milliseconds. A worker that dies delays its rows by this. */
export const LEASE_MS = 15_000;

export interface DeliverDeps {
  store: Store;
  clock: Clock;
  transport: Transport;
  /** Asked before a message is rendered, and again as it is handed over: whoever left after the freeze left in time. */
  admit: Admit;
  /** Reads what the mails of an edition share. A throw is nobody's fault: the edition is left alone for this run. */
  open: (edition: string) => Promise<unknown>;
  /** Renders and signs what a delivery carries. A throw is `render_failed` for this one recipient. */
  render: (delivery: LeasedDelivery, subscriber: Reachable) => Promise<Message>;
  /** Suppresses those whose history of answers demands it; in the transaction that writes the answer. */
  consequences: (store: Store, subscribers: readonly number[], now: number) => Promise<unknown>;
  /** Names this worker in the ledger; unique per process. */
  owner: string;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told how many rows reached a state. */
  onProgress?: (settled: number) => void;
  /** Told, in words, why the mail server cannot be used at all. */
  onRelayDown?: (reason: string) => void;
  /** Told, in words, why an edition was paused. */
  onPaused?: (edition: string, reason: string) => void;
  /** Told, in words, which part of an edition waits for the operator. */
  onHeld?: (edition: string, what: string) => void;
  /** Ends what is being handed over and begins nothing new; what is claimed besides is given back. */
  signal?: AbortSignal;
}

/** What a run did. */
export interface Delivered {
  /** The editions it worked on. */
  editions: Set<string>;
  /** What broke over one of them, to be thrown when their accounts are closed; null when nothing did. */
  problem: { error: unknown } | null;
}

/**
 * Delivers what is owed: claims rows under a lease, renders, hands over, records. `due` says for which editions; it is asked
 * again as long as something is under way, so that one silent server holds up nothing else. Returns when
 * every row of them is terminal, deferred into the future or held, or when the server cannot be used: then all that is
 * owed is deferred. Any number of processes may do this at once; each waits for the leases of the dead and takes their rows over.
 */
export async function deliverOwed(
  deps: DeliverDeps,
  due: () => Promise<readonly DeliverOrder[]>,
): Promise<Delivered> {
  const { store, transport } = deps;
  const worked = new Set<string>();
  const calendars = new Map<string, Calendar>();
  const broken = new Set<string>();
  let problem: Delivered['problem'] = null;
  let isWorking = false;

  const [first] = await due();
  const traffic = openTraffic({
    store,
    relay: transport.relay,
    perSecond: transport.perSecond,
    localNow: () => deps.clock.now(),
    ignoreBefore: first?.retryBefore ?? null,
  });

  // A folder answers for nobody.
  const canary = transport.idempotent
    ? NO_CANARY
    : openCanary({ store, now: traffic.now, onHeld: holdGroup });
  let asked: readonly DeliverOrder[] = [];

  /** The first answers of a domain group are bad: its rest is put off, and says so; all others go on. */
  async function holdGroup(edition: string, group: string, why: string): Promise<void> {
    const now = traffic.now();
    const what = `mail to ${group} waits, all other mail goes on: ${why}`;
    await store.incidents.open(editionIncident(edition, 'canary'), what, now);
    const order = {
      domainGroup: group,
      class: 'soft' as const,
      code: null,
      enhanced: null,
      reply: `held back: ${why}`,
      until: now + HELD_MS,
      now,
    };
    const mine = asked.filter(one => one.edition === edition);
    const isEnding = () => deps.signal?.aborted ?? false;
    await putOff(store, mine, order, isEnding);
    // Nobody claims them any more, who would find out.
    await expireLate(store, mine, { domainGroup: group, now }, isEnding);
    deps.onHeld?.(edition, what);
  }

  /** What may be delivered now, after the dead gave back what they held. */
  async function orders(): Promise<DeliverOrder[]> {
    asked = (await due()).filter(({ edition }) => !broken.has(edition));
    const holds = await store.editions.holds(asked.map(({ edition }) => edition));
    const now = await store.now();
    await traffic.refresh();
    for (const order of asked) {
      const { edition } = order;
      worked.add(edition);
      // What came in, or was given back, since it was cancelled.
      if (holds.get(edition)?.cancelled) await store.transaction(tx => tx.editions.cancel(edition, now));
      if (!calendars.has(edition)) calendars.set(edition, calendarFrom(order, deps.clock));
      const alive = isWorking ? deps.owner : null;
      await store.rests.reap(edition, now, 2 * LEASE_MS, transport.idempotent ? 'again' : 'unknown', alive);
      await store.rests.wake(edition, now, LONGEST_REST_MS);
    }
    return asked.filter(({ edition }) => !holds.has(edition));
  }

  while (!deps.signal?.aborted) {
    const mine = await orders();
    if (traffic.stoppedUntil() !== null) {
      await putEverythingOff(deps, mine, traffic, null);
      break;
    }
    const engine = openEngine({ ...deps, traffic, canary, orders, broken, leaseMs: LEASE_MS, calendarOf });
    isWorking = true;
    const { stop, broken: one } = await engine.run();
    isWorking = false;
    problem ??= one;
    if (stop) await putEverythingOff(deps, await orders(), traffic, stop);
    if (stop || !(await isMoreDue(deps, await orders(), traffic, canary))) break;
    await deps.sleep(POLL_MS, deps.signal);
  }
  return { editions: worked, problem };

  function calendarOf(order: DeliverOrder): Calendar {
    return calendars.get(order.edition) ?? calendarFrom(order, deps.clock);
  }
}

/** True when something can be claimed in a moment, or when somebody else holds what may come back to us. */
async function isMoreDue(
  { store }: DeliverDeps,
  orders: readonly DeliverOrder[],
  traffic: Traffic,
  canary: Canary,
): Promise<boolean> {
  const stopped = traffic.stoppedGroups().map(({ domainGroup }) => domainGroup);
  for (const { edition, at, retryBefore } of orders) {
    const owed = await store.deliveries.owed(edition, at, retryBefore, [...stopped, ...canary.held(edition)]);
    if (owed.leasedUntil !== null || (owed.due !== null && owed.due <= traffic.now())) return true;
  }
  return false;
}

/** The server cannot be used: nobody is tried again for a while, and everybody owed says why. */
async function putEverythingOff(
  { store, transport, onRelayDown, signal }: DeliverDeps,
  orders: readonly DeliverOrder[],
  traffic: Traffic,
  answer: Reply | null,
): Promise<void> {
  const until = traffic.stoppedUntil() ?? traffic.now();
  const now = traffic.now();
  const known = (await store.throttles.of(transport.relay)).find(({ key }) => key === transport.relay);
  const reason = answer?.reply ?? known?.why ?? 'the mail server cannot be used';
  const means: ReplyClass = answer?.class ?? 'relay';
  const { code = null, enhanced = null } = answer ?? {};
  const order = { domainGroup: null, class: means, code, enhanced, reply: reason, until, now };
  await putOff(store, orders, order, () => signal?.aborted ?? false);
  onRelayDown?.(reason);
}
