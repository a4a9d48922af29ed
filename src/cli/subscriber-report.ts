import type { Subscriber } from '../model/subscriber.ts';

/** A subscriber as `--json` shows one: every field always present, times in RFC 3339. */
export type SubscriberReport = ReturnType<typeof subscriberReport>;

export function subscriberReport(subscriber: Subscriber) {
  return {
    email: subscriber.email,
    name: subscriber.name,
    status: subscriber.status,
    topics: subscriber.topics,
    queries: subscriber.queries,
    excluded: subscriber.excluded,
    cadence: subscriber.cadence as string | null,
    hour: subscriber.hour as number | null,
    timezone: subscriber.timezone,
    max: subscriber.max as number | null,
    signOfLife: subscriber.signOfLife as boolean | null,
    pausedUntil: subscriber.pausedUntil,
    createdAt: inUtc(subscriber.createdAt),
    confirmedAt: inUtc(subscriber.confirmedAt),
    welcomeAt: inUtc(subscriber.welcomeAt),
    origin: subscriber.origin,
    outside: subscriber.outside as boolean | null,
    learnOpened: subscriber.learnOpened as boolean | null,
    updates: subscriber.updates as boolean | null,
  };
}

const UNKNOWN = {
  email: null,
  name: null,
  topics: [],
  queries: [],
  excluded: [],
  cadence: null,
  hour: null,
  timezone: null,
  max: null,
  signOfLife: null,
  pausedUntil: null,
  createdAt: null,
  confirmedAt: null,
  welcomeAt: null,
  origin: null,
  outside: null,
  learnOpened: null,
  updates: null,
} satisfies Partial<SubscriberReport>;

/** An address that is never mailed and belongs to no subscriber. */
export function suppressedReport(email: string): SubscriberReport {
  return { ...UNKNOWN, email, status: 'suppressed' };
}

/** Whoever was erased before, and is not known any more. */
export function erasedReport(): SubscriberReport {
  return { ...UNKNOWN, status: 'unsubscribed' };
}

function inUtc(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
