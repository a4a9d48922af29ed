import { NOTHING_KNOWN, type Paper } from '../../src/model/paper.ts';
import { DEFAULT_PREFERENCES, type Subscriber } from '../../src/model/subscriber.ts';
import type { NewDelivery } from '../../src/store/deliveries.ts';
import type { NewSubscriber } from '../../src/store/subscribers.ts';

/** A paper with only the fields a test cares for. */
export function paper(fields: Partial<Paper> & { id: string }): Omit<Paper, 'num'> {
  return {
    title: `Paper ${fields.id}`,
    ...NOTHING_KNOWN,
    firstSeen: '2026-01-05',
    lastSeen: '2026-01-05',
    withdrawnOn: null,
    origins: {},
    ...fields,
  };
}

/** An active subscriber with only the fields a test cares for. */
export function reader(email: string, fields: Partial<Subscriber> = {}): NewSubscriber {
  return {
    ...DEFAULT_PREFERENCES,
    email,
    addressKey: email.toLowerCase(),
    name: null,
    status: 'active',
    pausedUntil: null,
    createdAt: 0,
    confirmedAt: 0,
    welcomeAt: null,
    origin: null,
    ...fields,
  } as NewSubscriber;
}

/** A stored, active subscriber with only the fields a test cares for. */
export function subscriber(changes: Partial<Subscriber> = {}): Subscriber {
  return {
    ...DEFAULT_PREFERENCES,
    num: 1,
    email: 'ada@example.org',
    name: null,
    status: 'active',
    pausedUntil: null,
    createdAt: 0,
    confirmedAt: 0,
    welcomeAt: null,
    origin: null,
    ...changes,
  };
}

/** A delivery to freeze, with only the fields a test cares for. */
export function delivery(subscriber: number, fields: Partial<NewDelivery> = {}): NewDelivery {
  return {
    subscriber,
    papers: Uint8Array.of(1, subscriber),
    slot: 0,
    expiresAt: 9e12,
    messageId: `<${subscriber}@x>`,
    name: null,
    domainGroup: 'example.org',
    preface: null,
    note: null,
    ...fields,
  };
}
