import { parseAddress } from '../audience/address.ts';
import { erasing } from '../audience/decide.ts';
import type { PreferenceChanges } from '../audience/preferences.ts';
import { deciding, letterExpiry, letterFor, readAsked } from '../audience/sign-up.ts';
import { suppressionHash } from '../audience/suppression.ts';
import type { SignUp } from '../store/sign-ups.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';
import { preferenceRules } from './preference-rules.ts';

/** Sign-ups decided on, or people forgotten, in one transaction: a write blocks everybody else meanwhile. */
const BATCH = 50;
/** How long a letter is kept after its link expired, in milliseconds: its page still says so. */
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Decides on the sign-ups that wait, oldest first: rows, letters and the record of consent. Returns how many there were.
 * Costs one look when there are none; safe to run anywhere at once.
 */
export async function settleSignUps({
  store,
  clock,
  catalogue,
}: Pick<Parts, 'store' | 'clock' | 'catalogue'>): Promise<number> {
  if ((await store.signUps.count()) === 0) return 0;
  const rules = preferenceRules(catalogue);
  for (let settled = 0; ; ) {
    const some = await store.transaction(async tx => {
      const signUps = await tx.signUps.take(BATCH);
      for (const signUp of signUps) {
        const asked = readAsked(signUp.preferences, rules);
        // A damaged row is for nobody: the others do not wait for it.
        if (asked) await settle(tx, signUp, asked, clock.now());
      }
      return signUps.length;
    });
    settled += some;
    if (some < BATCH) return settled;
  }
}

async function settle(tx: Store, signUp: SignUp, asked: PreferenceChanges, now: number): Promise<void> {
  const existing = await tx.subscribers.byKey(signUp.addressKey, { lock: 'change' });
  const kind = letterFor(existing?.status ?? null);
  if (!kind) return;
  const newest = existing && (await tx.letters.newest(existing.num, kind));
  const decision = deciding(existing, newest, await isSuppressed(tx, signUp), signUp, asked, now);
  if (decision.what === 'nothing') return;
  const row = decision.what === 'add' ? await tx.subscribers.insert(decision.row) : existing;
  // Nobody adds an address beside a transaction; if ever they do, theirs is the first.
  if (!row) return;
  if (decision.what === 'ask-again') await tx.subscribers.update(row.num, decision.changes);
  const letter = { kind, subscriber: row.num, expiresAt: letterExpiry(kind, now) };
  await tx.letters.add(decision.what === 'invite' ? { ...letter, asked: signUp.preferences } : letter, now);
  if (decision.what === 'remind') return;
  const { at, wording } = signUp;
  await tx.consents.add(row.num, { at, act: 'asked', how: 'sign-up page', wording });
}

async function isSuppressed({ suppressions }: Store, { addressKey }: SignUp): Promise<boolean> {
  if (await suppressions.none()) return false;
  return (await suppressions.has(suppressionHash(addressKey, await suppressions.key()))) !== null;
}

/**
 * Erases who came by the sign-up page and did not confirm in time: a stranger may have typed their address. Forgets
 * letters, too, a month after their links expired. Returns how many people were forgotten; safe to run anywhere at once.
 */
export async function forgetUnconfirmed({ store, clock }: Pick<Parts, 'store' | 'clock'>): Promise<number> {
  const now = clock.now();
  for (let forgotten = 0; ; ) {
    const nums = await store.letters.unanswered(now, BATCH);
    if (nums.length > 0) {
      forgotten += await store.transaction(async tx => {
        let gone = 0;
        for (const num of nums) if (await forgetNewcomer(tx, num, now)) gone++;
        return gone;
      });
    }
    if (nums.length < BATCH) {
      await store.letters.forget(now - KEPT_MS);
      return forgotten;
    }
  }
}

/**
 * Erases somebody who never confirmed, and to whom no edition ever went. Who said that they want no mail is noted as
 * departed: no list brings them. False when they are no such person (any more).
 */
async function forgetNewcomer(tx: Store, num: number, now: number): Promise<boolean> {
  const [one] = await tx.subscribers.byNums([num], { lock: 'change' });
  if (!one?.email || one.confirmedAt !== null) return false;
  if (one.status !== 'pending' && one.status !== 'unsubscribed') return false;
  if (one.status === 'unsubscribed') {
    const { key } = parseAddress(one.email);
    await tx.suppressions.depart(suppressionHash(key, await tx.suppressions.key()), now);
  }
  await tx.subscribers.update(num, erasing());
  await tx.erasure.forgetNewcomer(num, one.email);
  return true;
}
