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
  /** Words and phrases as typed: papers that hold one of them never come. */
  excluded: string[];
  /** `daily`, `weekdays`, `weekly` (Mondays) or weekdays in order, comma separated: `mon,thu`. */
  cadence: string;
  /** Local hour of the slot, 0–23. */
  hour: number;
  /** IANA time zone; null means the instance's TIMEZONE. */
  timezone: string | null;
  /** Most papers in one edition, 1–1000. */
  max: number;
  /** They wish to hear from us once a week even when there was nothing for them. */
  signOfLife: boolean;
  /** They wish for one paper from outside of all they follow, that many others read. */
  outside: boolean;
  /** They let the papers that they open on the site teach what they like. */
  learnOpened: boolean;
  /** They wish to be told what is new about papers they were carried before. */
  updates: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = {
  topics: [],
  queries: [],
  excluded: [],
  cadence: 'daily',
  hour: 7,
  timezone: null,
  max: 12,
  signOfLife: false,
  outside: false,
  learnOpened: false,
  updates: false,
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
  /** Since when they are owed a first edition, whatever their hour and days; null: they never were. */
  welcomeAt: number | null;
  /** Where their row came from, in words: `web`, `command`, `import list.csv`, `subscribers/team.yaml`. Null: not known. */
  origin: string | null;
}

/** A subscriber who has an address: not erased. */
export type Reachable = Subscriber & { email: string };
