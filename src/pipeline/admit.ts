import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import type { Admission } from '../deliver/admission.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { isPauseOver } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';

/**
 * Who of these may get mail of an edition now: read afresh, since the edition was frozen a while ago. Within a transaction none of
 * them can leave until it ends.
 */
export async function admit(
  store: Store,
  edition: CalendarDate,
  nums: readonly number[],
): Promise<Map<number, Admission>> {
  const subscribers = await store.subscribers.byNums(nums, { lock: 'share' });
  const suppressed = await suppressedAmong(store, subscribers);
  return new Map(
    subscribers.map(subscriber => [
      subscriber.num,
      admission(subscriber, edition, suppressed.has(subscriber.num)),
    ]),
  );
}

/** Whether somebody may get mail of an edition as they stand. */
export function admission(subscriber: Subscriber, edition: CalendarDate, isSuppressed: boolean): Admission {
  if (isSuppressed) return barred('suppressed', 'suppressed');
  const { status, email } = subscriber;
  if (!email) return barred('suppressed', 'erased');
  if (status === 'unsubscribed' || status === 'suppressed') return barred('suppressed', status);
  const rests = status === 'paused' && !isPauseOver(subscriber, edition);
  if (status === 'pending' || rests) return barred('cancelled', status);
  return { kind: 'admitted', subscriber: { ...subscriber, email } };
}

function barred(state: 'suppressed' | 'cancelled', reason: string): Admission {
  return { kind: 'barred', state, reason };
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
