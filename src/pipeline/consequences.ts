import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { whyNeverAgain } from '../audience/suppression-rule.ts';
import type { Store } from '../store/store.ts';

/**
 * Suppresses those of these subscribers whose history demands it; returns how many. Called in the transaction that
 * wrote what was learnt, with those it says something against: it costs a look at each one's history.
 */
export async function consequences(
  store: Pick<Store, 'reports' | 'subscribers' | 'suppressions'>,
  subscribers: readonly number[],
  now: number,
): Promise<number> {
  if (subscribers.length === 0) return 0;
  // First whom it is about, then what is known of them: two senders may learn of one reader at once.
  const judged = await store.subscribers.byNums(subscribers, { lock: 'change' });
  const histories = await store.reports.history(subscribers);
  let suppressed = 0;
  for (const { num, email, status, confirmedAt } of judged) {
    if (!email || status === 'suppressed') continue;
    // What was learnt before they asked for mail anew counts no more.
    const since = (histories.get(num) ?? []).filter(({ at }) => at >= (confirmedAt ?? 0));
    const why = whyNeverAgain(since);
    if (why === null) continue;
    const key = await store.suppressions.key();
    await store.suppressions.add(suppressionHash(parseAddress(email).key, key), why, now);
    await store.subscribers.update(num, { status: 'suppressed', pausedUntil: null });
    suppressed++;
  }
  return suppressed;
}
