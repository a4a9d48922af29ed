import { UserError } from '../errors.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { Hold, SubscriberChanges } from '../store/subscribers.ts';
import { type Address, parseAddress } from './address.ts';
import {
  erasing,
  leaving,
  lifting,
  newSubscriber,
  pausing,
  revival,
  suppressedError,
  updating,
} from './decide.ts';
import { type LoosePreferences, type PreferenceRules, readPreferences } from './preferences.ts';
import { collectProblems } from './problems.ts';
import type { SubscriberStore } from './subscriber-store.ts';
import { suppressionHash } from './suppression.ts';
import { BOUNCED } from './suppression-rule.ts';

// Whoever changes somebody reads their row and then writes it: give these the store of one transaction, or what was
// decided in between is undone.

/** Links in mails change the same rows, beside any transaction that does not hold them. */
const TO_CHANGE: Hold = { lock: 'change' };

/** What managing subscribers needs; `now` in milliseconds since the epoch. */
export interface AudienceDeps {
  store: SubscriberStore;
  now: number;
  rules: PreferenceRules;
}

/** A subscriber as typed. `confirmed` states that the operator has their consent. */
export interface LooseSubscriber extends LoosePreferences {
  email: string;
  confirmed?: boolean | undefined;
}

/** A subscriber just added. */
export interface Added {
  subscriber: Subscriber;
  /** They had themselves erased, or moved elsewhere; no list brings them back, but whoever types their address does. */
  hadDeparted: boolean;
}

/** Adds a subscriber. Throws a UserError with exit code 1 when the address is subscribed or suppressed. */
export async function addSubscriber(loose: LooseSubscriber, deps: AudienceDeps): Promise<Added> {
  const { store, now } = deps;
  const { address, changes } = readSubscriber(loose, deps.rules);
  const confirmed = loose.confirmed ?? false;

  const hash = await hashOf(address, store);
  const reason = await store.suppressions.has(hash);
  if (reason !== null) throw suppressedError(address.email, reason);
  const existing = await store.byKey(address.key, TO_CHANGE);
  const subscriber = existing
    ? await write(existing, revival(existing, changes, confirmed, now), store)
    : await store.insert(newSubscriber(address, changes, confirmed, now, 'command'));
  // Somebody else added the same address since we looked.
  if (!subscriber) {
    throw new UserError(`${address.email} is subscribed already: use \`subscribers update\` to change it`, 1);
  }
  if (confirmed) await vouch(subscriber, 'subscribers add --confirmed', deps);
  const hadDeparted = (await store.suppressions.departed([hash])).has(hash);
  if (hadDeparted) await store.suppressions.arrive(hash);
  return { subscriber, hadDeparted };
}

/** Changes what is given and keeps the rest; `confirmed` confirms a pending subscriber. */
export async function updateSubscriber(loose: LooseSubscriber, deps: AudienceDeps): Promise<Subscriber> {
  const { address, changes } = readSubscriber(loose, deps.rules);
  const existing = await find(address, deps.store, TO_CHANGE);
  const updated = updating(existing, changes, loose.confirmed ?? false, deps.now);
  if (updated.status) await vouch(existing, 'subscribers update --confirmed', deps);
  return write(existing, updated, deps.store);
}

/**
 * Pauses mail until the edition of the day `until` (`YYYY-MM-DD`), with which it resumes. The edition's
 * date decides, not the clock: a day that lies behind ends a pause.
 */
export async function pauseSubscriber(
  email: string,
  until: string,
  deps: { store: SubscriberStore },
): Promise<Subscriber> {
  const existing = await find(parseAddress(email), deps.store, TO_CHANGE);
  return write(existing, pausing(existing, until), deps.store);
}

/**
 * Never mails this address again, subscriber or not (`subscriber` is null then). The first reason stays.
 */
export async function suppressSubscriber(
  email: string,
  reason: string,
  deps: { store: SubscriberStore; now: number },
): Promise<{ email: string; subscriber: Subscriber | null }> {
  const { store, now } = deps;
  const address = parseAddress(email);
  // The suppression first: who comes back by a link in this moment is suppressed once they have.
  await store.suppressions.add(await hashOf(address, store), reason, now);
  const existing = await store.byKey(address.key, TO_CHANGE);
  if (!existing) return { email: address.email, subscriber: null };
  // Who had left before had withdrawn before.
  if (leaving(existing)) {
    await store.consents.add(existing.num, { at: now, act: 'withdrew', how: reason, wording: null });
  }
  const subscriber = await write(existing, { status: 'suppressed', pausedUntil: null }, store);
  return { email: address.email, subscriber };
}

/**
 * Lifts a suppression that came of returned or refused mail, which a mail server may be wrong about; never one that came of
 * a person's word. What was learnt before a confirmed lift counts no more. Throws a UserError with exit code 1 for any
 * other reason, and when there is nothing to lift.
 */
export async function unsuppressSubscriber(
  email: string,
  confirmed: boolean,
  deps: { store: SubscriberStore; now: number; hasComplained: (num: number) => Promise<boolean> },
): Promise<{ email: string; subscriber: Subscriber | null }> {
  const { store, now } = deps;
  const address = parseAddress(email);
  const hash = await hashOf(address, store);
  const reason = await store.suppressions.has(hash);
  if (reason === null) throw new UserError(`${address.email} is not suppressed`, 1);
  const existing = await store.byKey(address.key, TO_CHANGE);
  const complained = existing !== null && (await deps.hasComplained(existing.num));
  if (complained || !reason.startsWith(BOUNCED)) {
    const why = complained ? 'complaint' : reason;
    throw new UserError(`${address.email} is suppressed (${why}): only what bounced can be lifted`, 1);
  }
  await store.suppressions.remove(hash);
  const changes = existing && lifting(existing, confirmed, now);
  if (!changes) return { email: address.email, subscriber: existing };
  if (confirmed) await vouch(existing, 'subscribers unsuppress --confirmed', deps);
  return { email: address.email, subscriber: await write(existing, changes, store) };
}

/**
 * Removes address, name and choices of a subscriber. The row's number stays for the ledger; of the address a hash stays,
 * so that no list brings them back, and a suppression holds.
 */
export async function eraseSubscriber(
  email: string,
  deps: { store: SubscriberStore; now: number },
): Promise<Subscriber> {
  const { store, now } = deps;
  const address = parseAddress(email);
  const existing = await find(address, store, TO_CHANGE);
  const hash = await hashOf(address, store);
  if (existing.status === 'suppressed') {
    await store.suppressions.add(hash, 'suppressed before it was erased', now);
  }
  await store.suppressions.depart(hash, now);
  return write(existing, erasing(), store);
}

/** Why an address, subscriber or not, is never mailed; null when it may be. */
export async function suppressionOf(email: string, deps: { store: SubscriberStore }): Promise<string | null> {
  return deps.store.suppressions.has(await hashOf(parseAddress(email), deps.store));
}

/** Throws a UserError with exit code 1 when the address is nobody's. */
export async function showSubscriber(email: string, deps: { store: SubscriberStore }): Promise<Subscriber> {
  return find(parseAddress(email), deps.store);
}

function readSubscriber(loose: LooseSubscriber, rules: PreferenceRules) {
  const { list, attempt } = collectProblems();
  const address = attempt(() => parseAddress(loose.email));
  const { changes, problems } = readPreferences(loose, rules);
  const all = [...list, ...problems];
  if (address && all.length === 0) return { address, changes };
  const [only] = all.length === 1 ? all : [];
  throw new UserError(only ?? `${all.length} problems:\n${all.map(text => `- ${text}`).join('\n')}`);
}

async function find(address: Address, store: SubscriberStore, hold: Hold = {}): Promise<Subscriber> {
  const existing = await store.byKey(address.key, hold);
  if (existing) return existing;
  throw new UserError(`${address.email} is no subscriber: \`subscribers list\` shows who is`, 1);
}

/** Puts on record that the operator has the consent of somebody. */
async function vouch(
  { num }: Subscriber,
  how: string,
  { store, now }: { store: SubscriberStore; now: number },
): Promise<void> {
  await store.consents.add(num, { at: now, act: 'vouched', how, wording: null });
}

async function write(
  existing: Subscriber,
  changes: SubscriberChanges,
  store: SubscriberStore,
): Promise<Subscriber> {
  await store.update(existing.num, changes);
  const { addressKey: _, ...visible } = changes;
  return { ...existing, ...visible };
}

async function hashOf(address: Address, store: SubscriberStore): Promise<string> {
  return suppressionHash(address.key, await store.suppressionKey());
}
