import type { Reachable } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';
import type { Hold, SubscriberChanges } from '../store/subscribers.ts';
import { parseAddress } from './address.ts';
import { leaving, returning } from './decide.ts';
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
export function leave(store: Store, num: number): Promise<Reachable | null> {
  return changeByLink(store, num, leaving);
}

/** Subscribes again who has left, with the preferences they had; nobody whose address is suppressed. */
export function comeBack(store: Store, num: number, now: number): Promise<Reachable | null> {
  return changeByLink(store, num, async (existing, tx) =>
    (await isSuppressed(tx, existing)) ? null : returning(existing, now),
  );
}

/** Whoever suppresses an address writes that first and locks its row then: seen here, or done after this. */
async function isSuppressed({ suppressions }: Store, { email }: Reachable): Promise<boolean> {
  if (await suppressions.none()) return false;
  const hash = suppressionHash(parseAddress(email).key, await suppressions.key());
  return (await suppressions.has(hash)) !== null;
}
