import type { Consent } from '../model/consent.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { Store } from '../store/store.ts';
import type { Hold, NewSubscriber, SubscriberChanges } from '../store/subscribers.ts';

/** What managing subscribers needs of the database. */
export interface SubscriberStore {
  byKey(addressKey: string, hold?: Hold): Promise<Subscriber | null>;
  /** Those who have one of these address keys, by it. */
  byKeys(addressKeys: readonly string[]): Promise<Map<string, Subscriber>>;
  /** Null when the address key is taken (unique index). */
  insert(row: NewSubscriber): Promise<Subscriber | null>;
  /** Many at once, in order; null in the place of each whose address key is taken. */
  insertMany(rows: readonly NewSubscriber[]): Promise<(Subscriber | null)[]>;
  update(num: number, changes: SubscriberChanges): Promise<void>;
  /** Everybody who has an address, by number. */
  pages(size: number): AsyncIterable<Subscriber[]>;
  /** The record of consent. */
  consents: {
    add(subscriber: number, consent: Consent): Promise<void>;
    /** The same line for many. */
    addAll(subscribers: readonly number[], consent: Consent): Promise<void>;
  };
  suppressions: {
    /** The reason, or null when the hash is not suppressed. */
    has(hash: string): Promise<string | null>;
    /** Those of the hashes that are suppressed. */
    among(hashes: readonly string[]): Promise<Set<string>>;
    /** Keeps the first reason when the hash is suppressed already. */
    add(hash: string, reason: string, at: number): Promise<void>;
    remove(hash: string): Promise<void>;
    /** Notes that whoever had this address left for good: erased, or moved elsewhere. */
    depart(hash: string, at: number): Promise<void>;
    /** Those of the hashes that are noted so. */
    departed(hashes: readonly string[]): Promise<Set<string>>;
    arrive(hash: string): Promise<void>;
  };
  /** HMAC key of the suppression hashes; never rotated. */
  suppressionKey(): Promise<Buffer>;
}

/** The database as managing subscribers sees it. */
export function audienceStore(store: Store): SubscriberStore {
  const { subscribers, suppressions, consents } = store;
  return {
    byKey: subscribers.byKey,
    byKeys: subscribers.byKeys,
    insert: subscribers.insert,
    insertMany: subscribers.insertMany,
    update: subscribers.update,
    pages: size => subscribers.pages(size),
    consents,
    suppressions,
    suppressionKey: suppressions.key,
  };
}
