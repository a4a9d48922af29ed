import type { Subscriber } from '../model/subscriber.ts';

/** A subscriber as `--json` shows one: every field always present, times in RFC 3339. */
export function subscriberReport(subscriber: Subscriber) {
  return {
    email: subscriber.email,
    name: subscriber.name,
    status: subscriber.status,
    topics: subscriber.topics,
    queries: subscriber.queries,
    cadence: subscriber.cadence,
    hour: subscriber.hour,
    timezone: subscriber.timezone,
    max: subscriber.max,
    pausedUntil: subscriber.pausedUntil,
    createdAt: new Date(subscriber.createdAt).toISOString(),
    confirmedAt: subscriber.confirmedAt === null ? null : new Date(subscriber.confirmedAt).toISOString(),
  };
}
