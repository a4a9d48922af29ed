import type { Signal, SignalKind } from '../model/signal.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';
import type { Hold, SubscriberChanges } from '../store/subscribers.ts';
import { parseAddress } from './address.ts';
import { following, leaving, returning, unfollowing } from './decide.ts';
import { suppressionHash } from './suppression.ts';

/** The subscriber with this number; null for an erased or unknown one. */
export async function reachable(
  store: Pick<Store, 'subscribers'>,
  num: number,
  hold: Hold = {},
): Promise<Reachable | null> {
  const [found] = Number.isSafeInteger(num) ? await store.subscribers.byNums([num], hold) : [];
  const email = found?.email;
  return found && email ? { ...found, email } : null;
}

/**
 * Changes a subscriber as `decide` says, reading and writing in one transaction: what somebody else decided
 * meanwhile counts, so that no late "pause" brings back who has left. Only this row is locked: nobody who unsubscribes
 * waits for an import or a freeze. Returns the subscriber as they are now; null for an erased or unknown one.
 */
export async function changeByLink(
  store: Store,
  num: number,
  decide: (existing: Reachable, tx: Store) => SubscriberChanges | null | Promise<SubscriberChanges | null>,
): Promise<Reachable | null> {
  return store.alongside(async tx => {
    const existing = await reachable(tx, num, { lock: 'change' });
    const changes = existing && (await decide(existing, tx));
    if (!changes) return existing;
    await tx.subscribers.update(num, changes);
    return reachable(tx, num);
  });
}

/** Unsubscribes at once; safe to repeat. */
export async function leave(store: Store, num: number): Promise<Reachable | null> {
  return (await leaveBy(store, num)).reader;
}

/** The same, telling whether they left just now: for who left before, nothing is to be recorded. */
export async function leaveBy(
  store: Store,
  num: number,
): Promise<{ reader: Reachable | null; hasLeft: boolean }> {
  let hasLeft = false;
  const reader = await changeByLink(store, num, existing => {
    const changes = leaving(existing);
    hasLeft = changes !== null;
    return changes;
  });
  return { reader, hasLeft };
}

/** Subscribes again who has left, with the preferences they had; nobody whose address is suppressed. */
export function comeBack(store: Store, num: number, now: number, how: string): Promise<Reachable | null> {
  return changeByLink(store, num, async (existing, tx) => {
    const changes = (await isSuppressed(tx, existing)) ? null : returning(existing, now);
    if (changes) await tx.consents.add(num, { at: now, act: 'returned', how, wording: null });
    return changes;
  });
}

/** Keeps what somebody said of a paper, in the place of what they said before; `nums`: all numbers that it ever had. */
export function tell(
  store: Store,
  num: number,
  signal: Signal,
  nums: readonly number[],
): Promise<Reachable | null> {
  return changeByLink(store, num, async (_, tx) => {
    for (const alias of nums) {
      if (alias === signal.paper) continue;
      for (const kind of ['more', 'less'] as const) await tx.signals.take(num, alias, kind);
    }
    await tx.signals.set(num, signal);
    return null;
  });
}

/** Takes back what somebody said of a paper, by whichever of its numbers. */
export function takeBack(
  store: Store,
  num: number,
  { nums, kind }: { nums: readonly number[]; kind: SignalKind },
): Promise<Reachable | null> {
  return changeByLink(store, num, async (_, tx) => {
    for (const paper of nums) await tx.signals.take(num, paper, kind);
    return null;
  });
}

/** Keeps that somebody opened a paper, if they wish that it counts; null: forgets it. `nums`: all numbers that the paper ever had. */
export function tellOpened(
  store: Store,
  num: number,
  signal: (Signal & { kind: 'opened' }) | null,
  nums: readonly number[],
): Promise<Reachable | null> {
  return changeByLink(store, num, async ({ learnOpened }, tx) => {
    if (signal && !learnOpened) return null;
    for (const paper of nums) if (paper !== signal?.paper) await tx.signals.take(num, paper, 'opened');
    if (signal) await tx.signals.set(num, signal);
    return null;
  });
}

/** Forgets everything that somebody said of papers, and what was learned from it. */
export function forgetSaid(store: Store, num: number): Promise<Reachable | null> {
  return changeByLink(store, num, async (_, tx) => {
    await tx.signals.clear(num);
    return null;
  });
}

/** Stops following what a paper stood under, and keeps that this was said of it. */
export function mute(store: Store, num: number, signal: Signal): Promise<Reachable | null> {
  return changeByLink(store, num, async (existing, tx) => {
    const changes = unfollowing(existing, signal.group.kind, signal.group.key);
    if (changes) await tx.signals.set(num, signal);
    return changes;
  });
}

/** Follows again what was muted; `allowed` looks at what would be followed then, and throws a UserError if it may not be. */
export function followAgain(
  store: Store,
  num: number,
  { nums, group }: { nums: readonly number[]; group: Signal['group'] },
  allowed: (changes: SubscriberChanges) => void,
): Promise<Reachable | null> {
  return changeByLink(store, num, async (existing, tx) => {
    const changes = following(existing, group.kind, group.key);
    if (!changes) return null;
    allowed(changes);
    for (const said of await tx.signals.of(num)) {
      const isOfPaper = said.kind === 'mute' && nums.includes(said.paper);
      if (isOfPaper && said.group.kind === group.kind && said.group.key === group.key) {
        await tx.signals.take(num, said.paper, 'mute');
      }
    }
    return changes;
  });
}

/** Whoever suppresses an address writes that first and locks its row then: seen here, or done after this. */
async function isSuppressed({ suppressions }: Store, { email }: Reachable): Promise<boolean> {
  if (await suppressions.none()) return false;
  const hash = suppressionHash(parseAddress(email).key, await suppressions.key());
  return (await suppressions.has(hash)) !== null;
}
