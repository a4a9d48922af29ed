import type { ColumnType, Generated } from 'kysely';
import type {
  ConsentTable,
  DepartureTable,
  LetterTable,
  SignalTable,
  SignUpTable,
  SubscriberTable,
  SuppressionTable,
} from './audience-schema.ts';
import type {
  LearnedTable,
  PaperKeyTable,
  PaperTable,
  PaperUpdateTable,
  PaperWordTable,
  ReadingTable,
  SightingTable,
  SnapshotTable,
  SourceTable,
  WordTable,
} from './paper-schema.ts';

// Columns are the portable subset: text, integer, blob. Times are milliseconds since the epoch,
// dates are `YYYY-MM-DD`, lists are JSON text.

type Binary = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

/** What somebody's signals taught of one heading; `signals` tells of which signals. */
export interface TasteTable {
  subscriber: number;
  group_kind: string;
  group_key: string;
  signals: string;
  weights: Binary;
}

/** What an operator did about papers, snapshots and editions: rows are added, never changed. */
export interface ActionTable {
  num: Generated<number>;
  at: number;
  /** `command line` or `operator page`. */
  who: string;
  /** An `ActionKind`. */
  what: string;
  /** Id of a paper, number of a snapshot, or an edition. */
  subject: string;
  why: string | null;
}

/** A line that the operator adds to an edition; the newest is for whoever is frozen from then on. */
export interface NoteTable {
  num: Generated<number>;
  edition: string;
  /** Empty: no line any more. */
  text: string;
  at: number;
}

export interface EditionTable {
  id: string;
  state: string;
  audience: number;
  /** Since when nothing of it is handed over; null when it may be. */
  paused_at: number | null;
  /** Why, in words; null when it is not paused. */
  paused_why: string | null;
  /** When an operator said that it is good to go; null: nobody did. */
  approved_at: number | null;
  /** When the operator was sent a preview of it; null: not yet. */
  previewed_at: number | null;
  /** Since when nothing of it is ever handed over again. */
  cancelled_at: number | null;
  created_at: number;
  updated_at: number;
}

/** A paper as the edition shows it, with the matches that explain it: a re-render gives the same mail. */
export interface EditionPaperTable {
  edition: string;
  paper: number;
  content: string;
  /** 1: an earlier edition carried it, not this one: it is only named, to who may have missed it, or with what is new about it. */
  again: Generated<number>;
}

export interface DeliveryTable {
  edition: string;
  subscriber: number;
  state: string;
  papers: Binary;
  /** The instant of the subscriber's slot. */
  slot: number;
  expires_at: number;
  /** Raised by every claim; a write with an old fence changes nothing. */
  fence: Generated<number>;
  lease_owner: string | null;
  lease_until: number | null;
  not_before: Generated<number>;
  attempts: Generated<number>;
  /** 1 after a worker died handing the message over: it may be out, so it never counts as not carried. */
  in_doubt: Generated<number>;
  message_id: string | null;
  code: number | null;
  /** Enhanced status code of the last answer (RFC 3463), e.g. `5.1.1`. */
  enhanced: string | null;
  /** What the last answer, or a report that came back later, means: a `ReplyClass`. */
  class: string | null;
  reply: string | null;
  reason: string | null;
  /** Who the mail greets, as it was frozen; null for nobody by name, and once erased. */
  name: string | null;
  /** The mailbox provider, or the domain: whatever shares one pace. Empty once erased. */
  domain_group: Generated<string>;
  /** What it opens with besides its papers: a `Preface`; null for most. */
  preface: string | null;
  /** The operator's line in it; null for none. */
  note: number | null;
  updated_at: number;
}

/** What came of one attempt, for ever: rows are added, never changed. */
export interface AttemptTable {
  edition: string;
  subscriber: number;
  /** The fence of the claim it was made under. */
  fence: number;
  at: number;
  worker: string;
  relay: string;
  /** How far the conversation had come: a `Phase`; null where there was none. */
  phase: string | null;
  state: string;
  class: string | null;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
}

/** How fast, and whether at all, something is sent to: the relay itself, or one domain group through it. */
export interface ThrottleTable {
  /** `mail.example.org:587`, or `mail.example.org:587 google`. */
  key: string;
  /** Faults in a row, all of one kind. */
  failures: number;
  /** Which kind: a `ReplyClass`; null when there are none. */
  fault: string | null;
  /** Nothing is handed over before this moment. */
  paused_until: number;
  /** The words that caused the pause; null after a success. */
  why: string | null;
  /** Messages a minute; null: as fast as it goes. */
  per_minute: number | null;
  /** When the next message may go at that pace (theoretical arrival time of GCRA). */
  next_at: number;
  /** When the pace was changed last. */
  paced_at: number;
}

/** Something an operator should know: opened once, told once, closed when it is over. */
export interface IncidentTable {
  /** What it is about, e.g. `relay mail.example.org:587` or `edition 2026-06-02`. */
  key: string;
  what: string;
  opened_at: number;
  /** When it was seen last. */
  last_at: number;
  times: number;
  /** When OPERATOR_EMAIL was written to; null: not yet. */
  told_at: number | null;
  closed_at: number | null;
  /** When OPERATOR_EMAIL was told that it is over; null: not yet. */
  told_closed_at: number | null;
}

/** A returned mail that was read: the same one read again changes nothing. */
export interface ReportTable {
  /** SHA-256 of the mail and the place of the recipient in it. */
  id: string;
  at: number;
  edition: string;
  subscriber: number;
  /** A `ReportKind`. */
  kind: string;
  class: string | null;
  enhanced: string | null;
  reply: string | null;
}

export interface SkipTable {
  edition: string;
  subscriber: number;
  reason: string;
  at: number;
}

/** A moment of the schedule: whoever inserts the row does the work, everybody else leaves it alone. */
export interface SlotTable {
  /** What the schedule does then: `ingest`, or `edition:2026-06-02`. */
  job: string;
  /** The scheduled instant, not that of the work. */
  at: number;
  owner: string;
  /** A worker that dies leaves the slot to others from here on. */
  lease_until: number;
  attempts: number;
  started_at: number;
  /** Null while it runs. */
  ended_at: number | null;
  /** 1 done, 0 failed, null while it runs. */
  ok: number | null;
  /** What came of it, as JSON. */
  outcome: string | null;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface Schema {
  meta: MetaTable;
  snapshot: SnapshotTable;
  paper: PaperTable;
  paper_key: PaperKeyTable;
  sighting: SightingTable;
  word: WordTable;
  subscriber: SubscriberTable;
  suppression: SuppressionTable;
  edition: EditionTable;
  edition_paper: EditionPaperTable;
  delivery: DeliveryTable;
  attempt: AttemptTable;
  throttle: ThrottleTable;
  incident: IncidentTable;
  report: ReportTable;
  skip: SkipTable;
  slot: SlotTable;
  consent: ConsentTable;
  sign_up: SignUpTable;
  letter: LetterTable;
  signal: SignalTable;
  note: NoteTable;
  departure: DepartureTable;
  paper_word: PaperWordTable;
  learned: LearnedTable;
  taste: TasteTable;
  source: SourceTable;
  reading: ReadingTable;
  paper_update: PaperUpdateTable;
  action: ActionTable;
}
