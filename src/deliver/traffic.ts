import type { Store } from '../store/store.ts';
import type { Throttle } from '../store/throttles.ts';
import {
  afterFault,
  afterSuccess,
  type Fault,
  isFault,
  isOnTrial,
  isPaused,
  scopeOf,
  takeFrom,
} from './pace.ts';
import type { Reply } from './transport.ts';

/** How old the view of what other senders found may become, in milliseconds. */
const FRESH_MS = 1_000;
const MINUTE_MS = 60_000;

/** What an answer stopped: everything (`group` null), or all for one domain group; until a moment in ms. */
export interface Stop {
  group: string | null;
  until: number;
}

/** Whether, and how fast, this process may hand over at this moment; the database shares it between senders. */
export interface Traffic {
  /** The moment that pauses go by: the database's clock, in milliseconds. */
  now: () => number;
  /** Reads what other senders found, unless that was just now. */
  refresh: () => Promise<void>;
  /** Until when nothing at all is handed over; null when something may be. */
  stoppedUntil: () => number | null;
  /** One message at a time, over everything or within the group, until one succeeds. */
  isOnTrial: (group: string | null) => boolean;
  /** Domain groups that are paused, until when and why. */
  stoppedGroups: () => {
    domainGroup: string;
    until: number;
    class: 'throttle' | 'policy';
    reply: string | null;
  }[];
  /** True when a message to this group may go now; then it is counted as gone. */
  take: (group: string) => boolean;
  /** Fetches what the paces of relay and groups allow for the next second. */
  refill: (groups: readonly string[]) => Promise<void>;
  /** Learns from an answer. What it stopped just now, or null. */
  hear: (group: string, answer: Reply) => Promise<Stop | null>;
}

export function openTraffic({
  store,
  relay,
  perSecond,
  localNow,
  ignoreBefore,
}: {
  store: Store;
  /** Names the relay; the groups' throttles are named after it. */
  relay: string;
  /** Most messages a second over all groups; null: as fast as it goes. */
  perSecond: number | null;
  localNow: () => number;
  /** Pauses from before this moment do not count: somebody wants it tried now. Null: they do. */
  ignoreBefore: number | null;
}): Traffic {
  let known = new Map<string, Throttle>();
  let readAt = Number.NEGATIVE_INFINITY;
  let ahead = 0;
  const purses = new Map<string, number>();
  const counts = new Map<string, { minute: number; now: number; before: number }>();

  const now = () => localNow() + ahead;
  const keyOf = (group: string | null) => (group === null ? relay : `${relay} ${group}`);
  const paceOf = (key: string) =>
    key === relay && perSecond !== null ? perSecond * 60 : (known.get(key)?.perMinute ?? null);
  const isStopped = (key: string) => {
    const throttle = known.get(key);
    return throttle !== undefined && isPaused(throttle, now());
  };

  /** As this process sees it. */
  function seen(throttle: Throttle): Throttle {
    const isOld = ignoreBefore !== null && throttle.pacedAt < ignoreBefore;
    return isOld && throttle.pausedUntil > now() ? { ...throttle, pausedUntil: now() } : throttle;
  }

  function change(
    key: string,
    decide: (throttle: Throttle | null) => Throttle | null,
  ): Promise<Throttle | null> {
    return store.transaction(async tx => {
      const changed = await tx.throttles.change(key, row => decide(row && seen(row)));
      if (changed) known.set(key, seen(changed));
      return changed;
    });
  }

  async function fail(key: string, group: string, fault: Fault, answer: Reply): Promise<Stop | null> {
    const why = answer.reply ?? fault;
    const observed = { now: now(), why, hopeless: answer.hopeless ?? false, lately: lately(group) };
    let wasStopped = true;
    const throttle = await change(key, row => {
      wasStopped = row !== null && isPaused(row, now());
      return afterFault(row, key, fault, observed);
    });
    if (!throttle || wasStopped || !isPaused(throttle, now())) return null;
    // A server that is away for half a minute is nobody's concern.
    const isNews =
      fault !== 'throttle' && (fault !== 'relay' || throttle.pausedUntil - now() > MINUTE_MS / 2);
    if (isNews) await store.incidents.open(`relay ${key}`, `${WORDS[fault]}: ${why}`, now());
    return { group: scopeOf(fault) === 'group' ? group : null, until: throttle.pausedUntil };
  }

  async function succeed(key: string): Promise<void> {
    if (!afterSuccess(known.get(key) ?? null, now())) return;
    await change(key, row => afterSuccess(row, now()));
    await store.incidents.close(`relay ${key}`, now());
  }

  function count(group: string): void {
    const minute = Math.floor(now() / MINUTE_MS);
    const kept = counts.get(group) ?? { minute, now: 0, before: 0 };
    const before = kept.minute === minute ? kept.before : kept.minute === minute - 1 ? kept.now : 0;
    counts.set(group, { minute, now: (kept.minute === minute ? kept.now : 0) + 1, before });
  }

  function lately(group: string): number {
    const kept = counts.get(group);
    return kept ? Math.max(kept.now, kept.before) : 0;
  }

  return {
    now,
    async refresh() {
      if (Math.abs(localNow() - readAt) < FRESH_MS) return;
      readAt = localNow();
      ahead = (await store.now()) - localNow();
      known = new Map((await store.throttles.of(relay)).map(row => [row.key, seen(row)]));
    },
    stoppedUntil: () => (isStopped(relay) ? (known.get(relay)?.pausedUntil ?? null) : null),
    isOnTrial(group) {
      const throttle = known.get(keyOf(group));
      return throttle !== undefined && isOnTrial(throttle);
    },
    stoppedGroups: () =>
      [...known.values()]
        .filter(({ key }) => key !== relay && isStopped(key))
        .map(({ key, pausedUntil, why, fault }) => ({
          domainGroup: key.slice(relay.length + 1),
          until: pausedUntil,
          class: fault === 'policy' ? 'policy' : 'throttle',
          reply: why,
        })),
    take(group) {
      if (isStopped(relay) || isStopped(keyOf(group))) return false;
      const paced = [relay, keyOf(group)].filter(key => paceOf(key) !== null);
      if (paced.some(key => (purses.get(key) ?? 0) < 1)) return false;
      for (const key of paced) purses.set(key, (purses.get(key) ?? 0) - 1);
      return true;
    },
    async refill(groups) {
      for (const key of [relay, ...groups.map(keyOf)]) {
        const perMinute = paceOf(key);
        if (perMinute === null || (purses.get(key) ?? 0) >= 1 || isStopped(key)) continue;
        // As much as goes in a second: other senders want their share.
        const wanted = Math.max(1, Math.ceil(perMinute / 60));
        let granted = 0;
        await change(key, row => {
          const taken = takeFrom(row, key, { perMinute, wanted, now: now() });
          granted = taken.granted;
          return taken.granted > 0 ? taken.throttle : null;
        });
        purses.set(key, granted);
      }
    },
    async hear(group, answer) {
      if (isFault(answer.class)) {
        const isGroup = scopeOf(answer.class) === 'group';
        if (isGroup) await succeed(relay);
        return fail(keyOf(isGroup ? group : null), group, answer.class, answer);
      }
      if (answer.class === 'unanswered') return null;
      // Whoever answers for one mailbox is there, whatever they say.
      await succeed(relay);
      if (answer.class !== 'accepted') return null;
      count(group);
      await succeed(keyOf(group));
      return null;
    },
  };
}

const WORDS: Readonly<Record<Fault, string>> = {
  relay: 'the mail server cannot be used',
  config: 'the mail server refuses us',
  quota: 'the mail server takes no more for now',
  throttle: 'it is too fast',
  policy: 'mail to this provider is refused, whoever it is for',
};
