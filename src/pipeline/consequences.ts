import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { type Experience, isUnreachable, whyNeverAgain } from '../audience/suppression-rule.ts';
import type { Store } from '../store/store.ts';

type Books = Pick<Store, 'reports' | 'subscribers' | 'suppressions'>;

/**
 * Suppresses those of these subscribers whose history demands it; returns how many. Called in the transaction that
 * wrote what was learnt, with those it says something against: it costs a look at each one's history, and a count of
 * each edition that says they have no mailbox. Of an edition that says so of too many it is not believed, ever: a
 * relay that is broken would have the whole audience suppressed.
 */
export async function consequences(
  store: Books,
  subscribers: readonly number[],
  now: number,
): Promise<number> {
  if (subscribers.length === 0) return 0;
  // First whom it is about, then what is known of them: two senders may learn of one reader at once.
  const judged = await store.subscribers.byNums(subscribers, { lock: 'change' });
  const histories = await store.reports.history(subscribers);
  const isBelieved = believing(store);
  let suppressed = 0;
  for (const { num, email, status, confirmedAt } of judged) {
    if (!email || status === 'suppressed') continue;
    // What became of mails from before they asked for mail anew counts no more, whenever it is learnt.
    const since = (histories.get(num) ?? []).filter(({ at }) => at >= (confirmedAt ?? 0));
    if (whyNeverAgain(since) === null) continue;
    const believed: Experience[] = [];
    for (const one of since) if (await isBelieved(one)) believed.push(one);
    const why = whyNeverAgain(believed);
    if (why === null) continue;
    const key = await store.suppressions.key();
    await store.suppressions.add(suppressionHash(parseAddress(email).key, key), why, now);
    await store.subscribers.update(num, { status: 'suppressed', pausedUntil: null });
    suppressed++;
  }
  return suppressed;
}

/** Asks about each edition once. */
function believing({ reports }: Books): (one: Experience) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async one => {
    if (!isUnreachable(one)) return true;
    const isWrong = known.get(one.edition) ?? (await reports.isUnreachable(one.edition));
    known.set(one.edition, isWrong);
    return !isWrong;
  };
}
