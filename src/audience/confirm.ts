import { CONFIRM_WITHIN_MS, type Letter } from '../model/letter.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';
import { type Address, parseAddress } from './address.ts';
import { reachable } from './by-link.ts';
import { erasing } from './decide.ts';
import type { PreferenceChanges } from './preferences.ts';
import { WEB_ORIGIN } from './sign-up.ts';
import { suppressionHash } from './suppression.ts';

// What the link in a letter does that asks for a confirmation: once, and before it expires.

/** What came of pressing the button. */
export type Confirmation =
  /** It is done now. */
  | 'done'
  /** It was so before: they get mail. */
  | 'already'
  /** The link was used up, or expired. */
  | 'over'
  /** No mail goes to this address, for good. */
  | 'suppressed'
  /** The new address has a row of its own. */
  | 'taken';

/** What came of it, and the subscriber as they are now; null for an erased one. */
export interface Confirmed {
  came: Confirmation;
  reader: Reachable | null;
}

/**
 * Subscribes who asked for it, and confirms it now, with what was asked for along with the letter: mail comes from now
 * on, and a first edition at once. `wording`: what the page said. Only their row is locked; of two who press the button at
 * once one has done it.
 */
export function confirmSubscription(
  store: Store,
  letter: Letter,
  asked: PreferenceChanges,
  { now, wording }: { now: number; wording: string },
): Promise<Confirmed> {
  return store.alongside(async tx => {
    const reader = await reachable(tx, letter.subscriber, { lock: 'change' });
    if (!reader) return { came: 'over', reader };
    if (reader.status === 'active' || reader.status === 'paused') return { came: 'already', reader };
    if (isOutdated(letter, reader) || (await hasMovedSince(tx, letter))) return { came: 'over', reader };
    const hash = await hashOf(tx, parseAddress(reader.email));
    // Whoever suppresses an address writes that first and locks its row then: seen here, or done after this.
    if (reader.status === 'suppressed' || (await tx.suppressions.has(hash)) !== null) {
      return { came: 'suppressed', reader };
    }
    if (!(await tx.letters.use(letter.num, now))) return { came: 'over', reader };
    const changes = { status: 'active', confirmedAt: now, welcomeAt: now, pausedUntil: null } as const;
    await tx.subscribers.update(reader.num, { ...asked, ...changes });
    await tx.suppressions.arrive(hash);
    const how = 'link in the confirmation mail';
    await tx.consents.add(reader.num, { at: now, act: 'confirmed', how, wording });
    return { came: 'done', reader: await reachable(tx, reader.num) };
  });
}

/**
 * Sends mail to the address of the letter from now on, if nobody else has it, and tells the old one. Alone with the
 * write lock: nobody takes the address meanwhile.
 */
export function confirmMove(
  store: Store,
  letter: Letter,
  { now, wording }: { now: number; wording: string },
): Promise<Confirmed> {
  return store.transaction(async tx => {
    const reader = await reachable(tx, letter.subscriber, { lock: 'change' });
    if (!reader || letter.address === null) return { came: 'over', reader };
    const address = parseAddress(letter.address);
    const hash = await hashOf(tx, address);
    if (reader.status === 'suppressed' || (await tx.suppressions.has(hash)) !== null) {
      return { came: 'suppressed', reader };
    }
    if (reader.email === address.email) return { came: 'already', reader };
    const getsMail = reader.status === 'active' || reader.status === 'paused';
    if (!getsMail || (await hasMovedSince(tx, letter))) return { came: 'over', reader };
    const holder = await tx.subscribers.byKey(address.key, { lock: 'change' });
    if (holder && holder.num !== reader.num) return { came: 'taken', reader };
    if (!(await tx.letters.use(letter.num, now))) return { came: 'over', reader };
    await tx.subscribers.update(reader.num, { email: address.email, addressKey: address.key });
    // No list that still names the old address brings it back.
    await tx.suppressions.depart(await hashOf(tx, parseAddress(reader.email)), now);
    await tx.suppressions.arrive(hash);
    const how = 'link mailed to the new address';
    await tx.consents.add(reader.num, { at: now, act: 'moved', how, wording });
    const told = { kind: 'moved', subscriber: reader.num, address: reader.email } as const;
    await tx.letters.add({ ...told, expiresAt: now + CONFIRM_WITHIN_MS }, now);
    return { came: 'done', reader: await reachable(tx, reader.num) };
  });
}

/**
 * Somebody says that they did not ask for what a letter offers. Who waits for a confirmation is erased at once; nothing
 * changes for anybody else: what they do not confirm does not happen.
 */
export function decline(store: Store, letter: Letter): Promise<void> {
  return store.transaction(async tx => {
    const reader = await reachable(tx, letter.subscriber, { lock: 'change' });
    if (letter.kind !== 'confirm' || reader?.status !== 'pending' || reader.origin !== WEB_ORIGIN) return;
    // Who has a history has mails to ask about.
    if ((await tx.deliveries.list({ subscriber: reader.num })).length > 0) return;
    await tx.subscribers.update(reader.num, erasing());
    await tx.erasure.forgetNewcomer(reader.num, reader.email);
  });
}

/** Of two letters that were answered by one, the other must not undo what somebody decided since: they may have left. */
export function isOutdated({ createdAt }: Letter, { confirmedAt }: Reachable): boolean {
  return confirmedAt !== null && confirmedAt > createdAt;
}

/** A letter speaks for the mailbox it went to: once mail goes elsewhere, not any more. */
async function hasMovedSince({ consents }: Store, { subscriber, createdAt }: Letter): Promise<boolean> {
  return (await consents.of(subscriber)).some(({ act, at }) => act === 'moved' && at >= createdAt);
}

async function hashOf({ suppressions }: Store, { key }: Address): Promise<string> {
  return suppressionHash(key, await suppressions.key());
}
