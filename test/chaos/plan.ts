import type { FreshDatabase } from '../support/databases.ts';

/** What a chaos run is made of. The same seed draws the same acts; their moments differ with the machine. */
export interface ChaosPlan {
  seed: number;
  deliveries: number;
  senders: number;
  /** SMTP connections of each sender: so many messages are under way at most. */
  connections: number;
  /** What the mail server does wrong. */
  script: string;
  /** Messages that come between two acts, from and to. */
  messages: readonly [from: number, to: number];
  /** After them an act waits for some more milliseconds, at most so many. */
  jitterMs: number;
  /** Where no messages come, acts wait no longer, in milliseconds. */
  patienceMs: number;
  /** Acts at most. */
  acts: number;
  /** None begins after so many milliseconds. */
  actsMs: number;
  database: ChaosDatabase;
}

/** What the senders work on. */
export interface ChaosDatabase extends FreshDatabase {
  name: string;
  /** Ends the database where it stands and starts it again; null where it is a file. */
  restart: (() => Promise<void>) | null;
}

/** Most mails go well, with the pauses of a network; faults are as rare as they are on a bad day. */
export const BAD_DAY = `
drop-on-accept 1%, 421-greeting 1%, slow-greeting 2% 300ms
drop-at-mail 0.2%, drop-at-rcpt 0.2%, 451-rcpt 0.3%, 550-rcpt 0.2%
drop-before-354 0.2%, 451-data 0.1%, drop-after-354 0.3%, drop-in-data 0.3%
drop-after-dot 0.4%, fin-after-dot 0.3%, silence-after-dot 0.1% 3s, garbage-after-dot 0.1%
421-dot 0.2%, 451-dot 0.2%, 550-dot 0.1%, slow-250 0.3% 2s, slow-250 60% 20ms
`;

/** How long a lease of the senders holds (src/deliver): a longer stop lets others take over. */
export const LEASE_MS = 15_000;
