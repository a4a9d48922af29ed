import type { CalendarDate } from './date.ts';

export const STATUSES = ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'] as const;
export type SubscriberStatus = (typeof STATUSES)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a subscriber chose. */
export interface Preferences {
  /** Topic ids followed, in the order chosen. */
  topics: string[];
  /** Own queries, as typed. */
  queries: string[];
  /** `daily`, `weekdays`, `weekly` (Mondays) or weekdays in order, comma separated: `mon,thu`. */
  cadence: string;
  /** Local hour of the slot, 0–23. */
  hour: number;
  /** IANA time zone; null means the instance's TIMEZONE. */
  timezone: string | null;
  /** Most papers in one edition, 1–1000. */
  max: number;
}

export const DEFAULT_PREFERENCES: Preferences = {
  topics: [],
  queries: [],
  cadence: 'daily',
  hour: 7,
  timezone: null,
  max: 12,
};

/** One address with preferences and a status. */
export interface Subscriber extends Preferences {
  num: number;
  /** The address mail goes to (domain as A-labels); null once erased. */
  email: string | null;
  name: string | null;
  status: SubscriberStatus;
  /** First day mail resumes after a pause; null when not paused. */
  pausedUntil: CalendarDate | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  confirmedAt: number | null;
}

/** A subscriber who has an address: not erased. */
export type Reachable = Subscriber & { email: string };
