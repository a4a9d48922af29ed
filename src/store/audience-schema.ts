import type { Generated } from 'kysely';

// People, what they asked for and what they were asked; the columns are of the same kinds as in `schema.ts`.

export interface SubscriberTable {
  num: Generated<number>;
  email: string | null;
  /** Canonical address; unique. Null once erased. */
  address_key: string | null;
  name: string | null;
  status: string;
  topics: string;
  queries: string;
  cadence: string;
  hour: number;
  timezone: string | null;
  max: number;
  paused_until: string | null;
  created_at: number;
  confirmed_at: number | null;
  excluded: Generated<string>;
  sign_of_life: Generated<number>;
  welcome_at: number | null;
  origin: string | null;
  outside: Generated<number>;
  learn_opened: Generated<number>;
  /** 1: mails say what is new about papers carried before. */
  updates: Generated<number>;
}

/** Who asked for what, when, how, and by which words (GDPR Art. 7(1)): rows are added, never changed. */
export interface ConsentTable {
  num: Generated<number>;
  subscriber: number;
  at: number;
  /** A `ConsentAct`. */
  act: string;
  /** By which way, in words. */
  how: string;
  /** What they agreed to, as it was shown; null where nothing was. */
  wording: string | null;
}

/** What somebody asked for on the sign-up page, until it is decided on: the same row for every address. */
export interface SignUpTable {
  num: Generated<number>;
  email: string;
  address_key: string;
  /** Preferences, as JSON. */
  preferences: string;
  wording: string;
  at: number;
}

/** A mail to one person that belongs to no edition: please confirm, here is your link. */
export interface LetterTable {
  num: Generated<number>;
  /** A `LetterKind`. */
  kind: string;
  subscriber: number;
  /** Where it goes, if not to the subscriber's own address. */
  address: string | null;
  edition: string | null;
  /** Preferences, as JSON, that confirming gives them; null: those of their row. */
  asked: string | null;
  created_at: number;
  /** From then on it is neither delivered, nor does its link work. */
  expires_at: number;
  /** When its link was used up; null: not yet. */
  used_at: number | null;
  /** A `DeliveryState`. */
  state: string;
  fence: Generated<number>;
  lease_owner: string | null;
  lease_until: number | null;
  not_before: Generated<number>;
  attempts: Generated<number>;
  code: number | null;
  enhanced: string | null;
  class: string | null;
  reply: string | null;
  updated_at: number;
}

/** What a reader thought of a paper, told by themselves. */
export interface SignalTable {
  subscriber: number;
  paper: number;
  /** A `SignalKind`. */
  kind: string;
  /** The heading the paper stood under: `topic` or `query`, and its id or words. */
  group_kind: string;
  group_key: string;
  at: number;
}

/** Addresses, as hashes, whose readers had themselves erased or moved away: no list brings them back, only they themselves. */
export interface DepartureTable {
  hash: string;
  at: number;
}

export interface SuppressionTable {
  /** HMAC of the canonical address under a key that is never rotated: survives erasure. */
  hash: string;
  reason: string;
  at: number;
}
