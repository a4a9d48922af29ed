import { setImmediate as othersTurn } from 'node:timers/promises';
import type { LeasedDelivery } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { Admission, Admit } from './admission.ts';
import type { Canary } from './canary.ts';
import type { DeliverOrder } from './order.ts';
import type { Traffic } from './traffic.ts';

/** Longest wait between two looks at what can be claimed, in milliseconds. */
export const POLL_MS = 1_000;
const GONE: Admission = { kind: 'barred', state: 'suppressed', reason: 'no such subscriber' };

/** A delivery this process holds, and whether its reader may get mail. */
export interface Claimed {
  order: DeliverOrder;
  delivery: LeasedDelivery;
  admission: Admission;
}

/**
 * Claimed deliveries, a lane for each domain group. Takers are served from the lanes in turn, and no lane may hold more of
 * them than its fair share while others wait: a provider that takes its time holds up nobody else.
 */
export interface Lanes {
  /** The next delivery that may go; null when there is none left, or all is to end. */
  next: () => Promise<Claimed | null>;
  /** What was taken is done with. */
  done: (claimed: Claimed) => void;
  /** Takes out what waits and is concerned, to be given back. */
  withdraw: (isConcerned: (claimed: Claimed) => boolean) => Claimed[];
}

interface Lane {
  group: string;
  ready: Claimed[];
  inFlight: number;
}

export interface LanesDeps {
  store: Store;
  traffic: Traffic;
  owner: string;
  /** How long a claim is ours, in milliseconds. */
  leaseMs: number;
  /** How many takers there are. */
  takers: number;
  admit: Admit;
  /** What is to be delivered now; asked again every second. */
  orders: () => Promise<readonly DeliverOrder[]>;
  /** True for an edition of which nothing is handed over any more, whatever was asked for. */
  isHeld: (edition: string) => boolean;
  /** Says to whom only a few may go at first. */
  canary: Canary;
  /** Gives back what was claimed, as if it had never been. */
  giveBack: (claimed: readonly Claimed[]) => Promise<void>;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called whenever somebody has waited a while. */
  onWaited: () => Promise<void>;
  isEnding: () => boolean;
}

/** How long after a vain look for others in line the next one comes at the latest, in milliseconds. */
const RARELY_MS = 60_000;

export function openLanes(deps: LanesDeps): Lanes {
  const { store, traffic, owner, takers, canary } = deps;
  const lanes = new Map<string, Lane>();
  let filling: Promise<boolean> | null = null;
  const refills = looks(POLL_MS);
  // It passes over everybody in the crowded lanes, who may be a million.
  const searches = looks(RARELY_MS);
  let orders: readonly DeliverOrder[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  let changing: Promise<void> | null = null;
  let news = new AbortController();

  /** Lanes with something to do, the one served last at the end. */
  const busy = () => [...lanes.values()].filter(lane => lane.ready.length + lane.inFlight > 0);
  const inFlight = () => busy().reduce((sum, lane) => sum + lane.inFlight, 0);
  const ready = () => busy().reduce((sum, lane) => sum + lane.ready.length, 0);
  /** What a lane may hold of the takers; one is left to others as long as there may be any. */
  const fairShare = () => Math.ceil(takers / Math.max(2, busy().length));

  /** The next one that may go; a lane gets no more than `share` of the takers. */
  function pick(share: number): Claimed | null {
    const working = busy();
    if (traffic.isOnTrial(null) && working.some(lane => lane.inFlight > 0)) return null;
    for (const lane of working) {
      const limit = traffic.isOnTrial(lane.group) ? 1 : share;
      if (lane.ready.length === 0 || lane.inFlight >= limit || !traffic.take(lane.group)) continue;
      // To the end of the row.
      lanes.delete(lane.group);
      lanes.set(lane.group, lane);
      lane.inFlight++;
      return lane.ready.shift() ?? null;
    }
    return null;
  }

  /** Claims more; false when there is nothing, or nothing was to be expected since the last look. */
  async function fill(): Promise<boolean> {
    await traffic.refresh();
    await traffic.refill(busy().map(({ group }) => group));
    // Another sender may have found out that a provider wants nothing for now.
    const stopped = traffic.stoppedGroups().map(({ domainGroup }) => domainGroup);
    const waiting = withdraw(({ delivery }) => stopped.includes(delivery.domainGroup));
    if (waiting.length > 0) await deps.giveBack(waiting);
    if (traffic.stoppedUntil() !== null) return false;
    if (ready() < 2 * takers) return claimAll(refills, 4 * takers, stopped);
    // Plenty is there, but all of it in lanes that have their share: others may be further back in line.
    const crowded = busy().map(({ group }) => group);
    return claimAll(searches, 2 * takers, [...stopped, ...crowded]);
  }

  async function claimAll(look: Looks, most: number, without: readonly string[]): Promise<boolean> {
    if (!look.isDue(traffic.now())) return false;
    let claimed = 0;
    for (const order of await currentOrders()) {
      if (claimed < most && !deps.isHeld(order.edition))
        claimed += await claim(order, most - claimed, without);
    }
    look.found(claimed > 0, traffic.now());
    return claimed > 0;
  }

  async function currentOrders(): Promise<readonly DeliverOrder[]> {
    if (Math.abs(traffic.now() - askedAt) >= POLL_MS) {
      askedAt = traffic.now();
      orders = await deps.orders();
    }
    return orders;
  }

  async function claim(order: DeliverOrder, limit: number, without: readonly string[]): Promise<number> {
    const now = traffic.now();
    const { edition, at, retryBefore } = order;
    await canary.look(edition);
    const closed = [...without, ...canary.closed(edition)];
    const lease = { owner, until: now + deps.leaseMs, now, limit, at, retryBefore, without: closed };
    const deliveries = await store.leases.claim(edition, lease);
    if (deliveries.length === 0) return 0;
    const surplus = new Set(await canary.surplus(edition, deliveries));
    if (surplus.size > 0)
      await deps.giveBack([...surplus].map(delivery => ({ order, delivery, admission: GONE })));
    await canary.tell();
    const admissions = await deps.admit(
      store,
      edition,
      deliveries.map(({ subscriber }) => subscriber),
    );
    for (const delivery of deliveries) {
      if (surplus.has(delivery)) continue;
      const group = delivery.domainGroup;
      const lane = lanes.get(group) ?? { group, ready: [], inFlight: 0 };
      lane.ready.push({ order, delivery, admission: admissions.get(delivery.subscriber) ?? GONE });
      lanes.set(group, lane);
    }
    return deliveries.length;
  }

  function withdraw(isConcerned: (claimed: Claimed) => boolean): Claimed[] {
    return [...lanes.values()].flatMap(lane => {
      const gone = lane.ready.filter(isConcerned);
      lane.ready = lane.ready.filter(one => !gone.includes(one));
      return gone;
    });
  }

  /** Until something is done with, or there may be something new. */
  async function change(): Promise<void> {
    changing ??= deps
      .sleep(POLL_MS, news.signal)
      .then(deps.onWaited)
      .finally(() => {
        changing = null;
      });
    await changing;
    await othersTurn();
  }

  return {
    async next() {
      while (!deps.isEnding() && traffic.stoppedUntil() === null) {
        const picked = pick(fairShare());
        if (picked) return picked;
        // Whoever comes while others are being claimed waits for the same claim.
        filling ??= fill().finally(() => {
          filling = null;
        });
        if (await filling) continue;
        if (ready() + inFlight() === 0) return null;
        // Nobody else is in line.
        const more = pick(takers);
        if (more) return more;
        await change();
      }
      return null;
    },
    done({ order, delivery }) {
      canary.answered(order.edition, delivery.domainGroup);
      // Others may be waiting for just this answer.
      if (canary.closed(order.edition).length > 0) refills.found(true, traffic.now());
      const lane = lanes.get(delivery.domainGroup);
      if (lane) lane.inFlight--;
      if (lane && lane.inFlight + lane.ready.length === 0) lanes.delete(lane.group);
      news.abort();
      news = new AbortController();
    },
    withdraw,
  };
}

/** When it is worth looking again: at once after a find, ever later after each vain look. */
interface Looks {
  isDue: (now: number) => boolean;
  found: (something: boolean, now: number) => void;
}

function looks(longest: number): Looks {
  let rest = POLL_MS;
  let vainAt = Number.NEGATIVE_INFINITY;
  return {
    isDue: now => Math.abs(now - vainAt) >= rest,
    found(something, now) {
      const isFirst = something || vainAt === Number.NEGATIVE_INFINITY;
      rest = isFirst ? POLL_MS : Math.min(longest, 2 * rest);
      vainAt = something ? Number.NEGATIVE_INFINITY : now;
    },
  };
}
