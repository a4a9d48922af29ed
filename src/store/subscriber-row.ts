import type { Selectable, Updateable } from 'kysely';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { SubscriberTable } from './audience-schema.ts';

/** A subscriber about to be stored. */
export type NewSubscriber = Omit<Subscriber, 'num'> & { email: string; addressKey: string };

/** What may change of a stored subscriber; a field left out stays. */
export type SubscriberChanges = Partial<Omit<Subscriber, 'num'>> & { addressKey?: string | null };

/** A row as a subscriber. */
export function fromRow(row: Selectable<SubscriberTable>): Subscriber {
  return {
    num: row.num,
    email: row.email,
    name: row.name,
    status: row.status as SubscriberStatus,
    topics: JSON.parse(row.topics) as string[],
    queries: JSON.parse(row.queries) as string[],
    cadence: row.cadence,
    hour: row.hour,
    timezone: row.timezone,
    max: row.max,
    pausedUntil: row.paused_until,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    excluded: JSON.parse(row.excluded) as string[],
    signOfLife: row.sign_of_life === 1,
    welcomeAt: row.welcome_at,
    origin: row.origin,
    outside: row.outside === 1,
    learnOpened: row.learn_opened === 1,
    updates: row.updates === 1,
  };
}

/** A subscriber as the row to store. */
export function newRow(subscriber: NewSubscriber) {
  return {
    email: subscriber.email,
    address_key: subscriber.addressKey,
    name: subscriber.name,
    status: subscriber.status,
    topics: JSON.stringify(subscriber.topics),
    queries: JSON.stringify(subscriber.queries),
    cadence: subscriber.cadence,
    hour: subscriber.hour,
    timezone: subscriber.timezone,
    max: subscriber.max,
    paused_until: subscriber.pausedUntil,
    created_at: subscriber.createdAt,
    confirmed_at: subscriber.confirmedAt,
    excluded: JSON.stringify(subscriber.excluded),
    sign_of_life: subscriber.signOfLife ? 1 : 0,
    welcome_at: subscriber.welcomeAt,
    origin: subscriber.origin,
    outside: subscriber.outside ? 1 : 0,
    learn_opened: subscriber.learnOpened ? 1 : 0,
    updates: subscriber.updates ? 1 : 0,
  };
}

const LISTS = ['topics', 'queries', 'excluded'] as const;
/** What is there or not, and the columns that keep it as 1 or 0. */
const WISHES = [
  ['signOfLife', 'sign_of_life'],
  ['outside', 'outside'],
  ['learnOpened', 'learn_opened'],
  ['updates', 'updates'],
] as const;

/** The columns that changes concern. */
export function changedRow(changes: SubscriberChanges): Updateable<SubscriberTable> {
  const row: Updateable<SubscriberTable> = {};
  if (changes.email !== undefined) row.email = changes.email;
  if (changes.addressKey !== undefined) row.address_key = changes.addressKey;
  if (changes.name !== undefined) row.name = changes.name;
  if (changes.status !== undefined) row.status = changes.status;
  if (changes.cadence !== undefined) row.cadence = changes.cadence;
  if (changes.hour !== undefined) row.hour = changes.hour;
  if (changes.timezone !== undefined) row.timezone = changes.timezone;
  if (changes.max !== undefined) row.max = changes.max;
  if (changes.pausedUntil !== undefined) row.paused_until = changes.pausedUntil;
  if (changes.createdAt !== undefined) row.created_at = changes.createdAt;
  if (changes.confirmedAt !== undefined) row.confirmed_at = changes.confirmedAt;
  if (changes.welcomeAt !== undefined) row.welcome_at = changes.welcomeAt;
  if (changes.origin !== undefined) row.origin = changes.origin;
  for (const field of LISTS) {
    const list = changes[field];
    if (list !== undefined) row[field] = JSON.stringify(list);
  }
  for (const [field, column] of WISHES) {
    const wished = changes[field];
    if (wished !== undefined) row[column] = wished ? 1 : 0;
  }
  return row;
}
