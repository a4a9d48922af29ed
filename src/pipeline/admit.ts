import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import type { Admission } from '../deliver/deliver.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { isPauseOver } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';

/** Whether a subscriber may get mail of an edition now: read afresh, since the edition was frozen a while ago. */
export async function admit(store: Store, edition: CalendarDate, num: number): Promise<Admission> {
  const [subscriber] = await store.subscribers.byNums([num]);
  if (!subscriber?.email) return { kind: 'barred', state: 'suppressed', reason: 'erased' };
  const { status, email } = subscriber;
  if (status === 'unsubscribed' || status === 'suppressed') {
    return { kind: 'barred', state: 'suppressed', reason: status };
  }
  if (status === 'pending' || (status === 'paused' && !isPauseOver(subscriber, edition))) {
    return { kind: 'barred', state: 'cancelled', reason: status };
  }
  const suppressed = await suppressedAmong(store, [subscriber]);
  if (suppressed.has(num)) return { kind: 'barred', state: 'suppressed', reason: 'suppressed' };
  return { kind: 'admitted', subscriber: { ...subscriber, email } };
}

/** Numbers of those whose address stands on the suppression list. */
export async function suppressedAmong(
  store: Store,
  subscribers: readonly Subscriber[],
): Promise<Set<number>> {
  if (await store.suppressions.none()) return new Set();
  const key = await store.suppressions.key();
  const hashes = new Map<string, number>();
  for (const { num, email } of subscribers) {
    if (email) hashes.set(suppressionHash(parseAddress(email).key, key), num);
  }
  const found = await store.suppressions.among([...hashes.keys()]);
  return new Set([...found].flatMap(hash => hashes.get(hash) ?? []));
}
