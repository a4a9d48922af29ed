import { CONFIRM_WITHIN_MS, FRESH_LINK_MS, type Letter } from '../model/letter.ts';
import { withoutQueries } from '../model/packed-selection.ts';
import type { Reachable, SubscriberStatus } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';
import type { Address } from './address.ts';
import { reachable } from './by-link.ts';
import { eraseSubscriber } from './manage.ts';
import { audienceStore } from './subscriber-store.ts';
import { suppressionHash } from './suppression.ts';

// What is only a reader's own is opened by a link mailed a moment ago: the links in other mails get forwarded.

/** Between two fresh links, in milliseconds, and at most so many a day: whoever holds a forwarded mail can ask for them. */
export const LINK_REST_MS = 5 * 60_000;
const LINKS_A_DAY = 10;
/** Addresses that somebody may ask to move to in a day, whoever is behind them. */
const MOVES_A_DAY = 3;
const DAY_MS = 24 * 3_600_000;

/** Who may get a fresh link: who left still has what is theirs. */
const MAY_ASK: readonly SubscriberStatus[] = ['active', 'paused', 'unsubscribed'];

/** `written`: it is on its way. `lately`: one was, a moment ago. `never`: none goes to this reader. */
export type LinkAnswer = 'written' | 'lately' | 'never';

/** Whether a fresh link is written, by the letters of before. */
export function answerTo(
  { status }: { status: SubscriberStatus },
  before: readonly Letter[],
  now: number,
): LinkAnswer {
  if (!MAY_ASK.includes(status)) return 'never';
  const times = before.filter(({ kind }) => kind === 'link').map(({ createdAt }) => createdAt);
  const isRecent = times.some(at => at > now - LINK_REST_MS);
  const isMuch = times.filter(at => at > now - DAY_MS).length >= LINKS_A_DAY;
  return isRecent || isMuch ? 'lately' : 'written';
}

/** Puts a fresh link in line for a subscriber; null for an erased or unknown one. */
export async function askForLink(
  store: Store,
  num: number,
  now: number,
): Promise<{ reader: Reachable; answer: LinkAnswer } | null> {
  return store.alongside(async tx => {
    const reader = await reachable(tx, num, { lock: 'change' });
    if (!reader) return null;
    const answer = answerTo(reader, await tx.letters.of(num), now);
    if (answer === 'written') {
      await tx.letters.add({ kind: 'link', subscriber: num, expiresAt: now + FRESH_LINK_MS }, now);
    }
    return { reader, answer };
  });
}

/** Whom a fresh link opens what is theirs, and until when (ms). Null: too late, or mail has moved elsewhere since. */
export async function openedBy(
  { letters, consents }: Pick<Store, 'letters' | 'consents'>,
  subscriber: number,
  letterNum: number,
  now: number,
): Promise<{ until: number } | null> {
  const letter = await letters.byNum(letterNum);
  if (letter?.kind !== 'link' || letter.subscriber !== subscriber || letter.expiresAt <= now) return null;
  const record = await consents.of(subscriber);
  const hasMoved = record.some(({ act, at }) => act === 'moved' && at >= letter.createdAt);
  return hasMoved ? null : { until: letter.expiresAt };
}

/**
 * Asks at another address whether mail shall go there. Whether that address is somebody's, or never mailed, shows in nothing:
 * the letter is on record all the same, and expired before it goes out. `enough`: they asked too often today.
 */
export async function askToMove(
  store: Store,
  num: number,
  { email, key }: Address,
  now: number,
): Promise<'written' | 'enough' | 'never'> {
  return store.alongside(async tx => {
    const reader = await reachable(tx, num, { lock: 'change' });
    if (reader?.status !== 'active' && reader?.status !== 'paused') return 'never';
    const before = (await tx.letters.of(num)).filter(one => one.kind === 'move');
    if (before.filter(({ createdAt }) => createdAt > now - DAY_MS).length >= MOVES_A_DAY) return 'enough';
    const hash = suppressionHash(key, await tx.suppressions.key());
    const isFree = (await tx.subscribers.byKey(key)) === null && (await tx.suppressions.has(hash)) === null;
    const expiresAt = isFree ? now + CONFIRM_WITHIN_MS : now;
    await tx.letters.add({ kind: 'move', subscriber: num, address: email, expiresAt }, now);
    return 'written';
  });
}

/**
 * Erases a subscriber by their own wish, as thoroughly as the command does: no list brings them back. What is left in the
 * files of the database is gone with the next scrub, which is owed from then on. False for one who was erased before.
 */
export async function eraseByLink(store: Store, num: number, now: number): Promise<boolean> {
  return store.transaction(async tx => {
    const reader = await reachable(tx, num, { lock: 'change' });
    if (!reader) return false;
    await eraseSubscriber(reader.email, { store: audienceStore(tx), now });
    await tx.erasure.forget(num, reader.email, withoutQueries);
    return true;
  });
}
