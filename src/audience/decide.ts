import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import type { GroupKind } from '../model/edition.ts';
import { DEFAULT_PREFERENCES, type Subscriber } from '../model/subscriber.ts';
import type { NewSubscriber, SubscriberChanges } from '../store/subscribers.ts';
import type { Address } from './address.ts';
import type { PreferenceChanges } from './preferences.ts';
import { quoted } from './problems.ts';

// What each change of a subscriber means, without doing it: the row to write, or a UserError.

/** The first row of an address. Without confirmation nothing is mailed to it yet. */
export function newSubscriber(
  address: Address,
  preferences: PreferenceChanges,
  confirmed: boolean,
  now: number,
  origin: string | null = null,
): NewSubscriber {
  return {
    name: null,
    ...DEFAULT_PREFERENCES,
    ...preferences,
    email: address.email,
    addressKey: address.key,
    ...consent(confirmed, now),
    pausedUntil: null,
    createdAt: now,
    welcomeAt: null,
    origin,
  };
}

/**
 * What adding an address that has a row changes. Who had unsubscribed starts again with the new
 * preferences in the same row, so that nothing carried before comes twice; nobody else is added twice.
 */
export function revival(
  existing: Subscriber,
  preferences: PreferenceChanges,
  confirmed: boolean,
  now: number,
): SubscriberChanges {
  const email = existing.email ?? '';
  if (existing.status === 'suppressed') throw suppressedError(email, 'its row says so');
  if (existing.status !== 'unsubscribed') {
    throw new UserError(
      `${email} is subscribed already (${existing.status}): use \`subscribers update\` to change it`,
      1,
    );
  }
  return { ...DEFAULT_PREFERENCES, ...preferences, ...consent(confirmed, now), pausedUntil: null };
}

/** What an update changes; `confirmed` turns a pending subscriber active and nobody else. */
export function updating(
  existing: Subscriber,
  preferences: PreferenceChanges,
  confirmed: boolean,
  now: number,
): SubscriberChanges {
  if (!confirmed || existing.status === 'active' || existing.status === 'paused') return preferences;
  if (existing.status === 'pending') return { ...preferences, ...consent(true, now) };
  throw new UserError(
    `${existing.email} is ${existing.status} and cannot be confirmed: ` +
      `only \`subscribers add\` brings back who unsubscribed, and nothing who is suppressed`,
    1,
  );
}

/** What a pause until `until`, the first edition with mail again, changes. A day in the past ends a pause. */
export function pausing(existing: Subscriber, until: string): SubscriberChanges {
  if (!isCalendarDate(until)) {
    throw new UserError(`--until ${quoted(until)}: write the day mail resumes as YYYY-MM-DD`);
  }
  if (existing.status !== 'active' && existing.status !== 'paused') {
    throw new UserError(`${existing.email} is ${existing.status}: only who gets mail can be paused`, 1);
  }
  return { status: 'paused', pausedUntil: until };
}

/** What lifting a suppression changes: they are asked for their consent again, unless the operator has it. */
export function lifting({ status }: Subscriber, confirmed: boolean, now: number): SubscriberChanges | null {
  return status === 'suppressed' ? { ...consent(confirmed, now), pausedUntil: null } : null;
}

// What a reader may change by a link in a mail: null where there is nothing to change.

/** What unsubscribing changes: nothing for who left before, and who is suppressed stays so. */
export function leaving({ status }: Subscriber): SubscriberChanges | null {
  return status === 'unsubscribed' || status === 'suppressed'
    ? null
    : { status: 'unsubscribed', pausedUntil: null };
}

/** What ending a pause changes. */
export function resuming({ status }: Subscriber): SubscriberChanges | null {
  return status === 'paused' ? { status: 'active', pausedUntil: null } : null;
}

/** What subscribing again changes: a fresh consent, or waiting for one again by who never gave any. */
export function returning({ status, confirmedAt }: Subscriber, now: number): SubscriberChanges | null {
  return status === 'unsubscribed' ? { ...consent(confirmedAt !== null, now), pausedUntil: null } : null;
}

/** What following something no more changes: a topic by its id, a query by its words. */
export function unfollowing(existing: Subscriber, kind: GroupKind, key: string): SubscriberChanges | null {
  if (kind === 'outside') return null;
  const field = kind === 'topic' ? 'topics' : 'queries';
  const rest = existing[field].filter(one => one !== key);
  return rest.length < existing[field].length ? { [field]: rest } : null;
}

/** What following something again changes: it stands last. */
export function following(existing: Subscriber, kind: GroupKind, key: string): SubscriberChanges | null {
  if (kind === 'outside') return null;
  const field = kind === 'topic' ? 'topics' : 'queries';
  return existing[field].includes(key) ? null : { [field]: [...existing[field], key] };
}

/** What erasing leaves of a row: its number, and dates that name nobody (GDPR Art. 17). */
export function erasing(): SubscriberChanges & { addressKey: null } {
  return {
    ...DEFAULT_PREFERENCES,
    email: null,
    addressKey: null,
    name: null,
    status: 'unsubscribed',
    pausedUntil: null,
    welcomeAt: null,
    origin: null,
  };
}

export function suppressedError(email: string, reason: string): UserError {
  return new UserError(`${email} is suppressed (${reason}) and is never mailed: it cannot be added`, 1);
}

function consent(confirmed: boolean, now: number): Pick<Subscriber, 'status' | 'confirmedAt'> {
  return confirmed ? { status: 'active', confirmedAt: now } : { status: 'pending', confirmedAt: null };
}
