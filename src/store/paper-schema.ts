import type { ColumnType, Generated } from 'kysely';

// Papers, where they come from and what is known of them; the columns are of the same kinds as in `schema.ts`.

type Binary = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

export interface SnapshotTable {
  num: Generated<number>;
  /** SHA-256 of the bytes, hexadecimal: what makes a snapshot `unchanged`. */
  hash: string;
  source: string;
  format: string;
  captured_at: string;
  date_from: string;
  entries: number;
  remarks: string;
  stored_at: number;
  /** `ingested`, `quiet` (a digest without papers) or `stale` (a scheduled source showed an old one). */
  status: Generated<string>;
  /** How many papers it says it holds; null when it does not say. */
  declared: number | null;
  /** Since when it, and what only it brought, is as if it had never come; null: it counts. */
  forgotten_at: number | null;
}

export interface PaperTable {
  num: Generated<number>;
  id: string;
  title: string;
  abstract: string | null;
  url: string | null;
  code_url: string | null;
  project_url: string | null;
  arxiv_id: string | null;
  arxiv_version: number | null;
  doi: string | null;
  organisation: string | null;
  author_count: number | null;
  comments: number | null;
  upvotes: number | null;
  published_on: string | null;
  first_seen: string;
  last_seen: string;
  /** The elder paper this one turned out to be; its keys and papers carried count for that one. */
  alias_of: number | null;
  /** Names of the authors, a JSON list; null where no source told. */
  authors: string | null;
  /** What sources say it is about, a JSON list: `arxiv:cs.CL`, `keyword:speculative decoding`; null where none did. */
  hints: string | null;
  /** Where it appeared: a journal, proceedings; null while no source says so. */
  venue: string | null;
  /** Which format told each field, as JSON; null: all of it was told by what stored it first. */
  origins: string | null;
  /** The day on which its authors were seen to have withdrawn it. */
  withdrawn_on: string | null;
  /** Since when an operator hides it, and why. */
  hidden_at: number | null;
  hidden_why: string | null;
  /** 0: it is hidden, or only forgotten snapshots brought it; an alias has that of its elder. */
  shown: Generated<number>;
  /** 1: the archive's index holds its words; 0: it is new, or its words changed. */
  indexed: Generated<number>;
}

export interface PaperKeyTable {
  key: string;
  paper: number;
}

/** Provenance: what each snapshot said of a paper. */
export interface SightingTable {
  snapshot: number;
  paper: number;
  line: number;
  raw_title: string;
  url: string | null;
  comments: number | null;
  upvotes: number | null;
}

/** In how many stored papers a word occurs: the statistics that matching learns. */
export interface WordTable {
  word: string;
  papers: number;
}

/** In which papers a word stands: the archive's index, some thousand papers a row. */
export interface PaperWordTable {
  word: string;
  /** Which stretch of paper numbers. */
  block: number;
  /** Those of it that hold the word, packed. */
  papers: Binary;
}

/** What a process remembers of a source from one reading to the next. */
export interface SourceTable {
  name: string;
  /** The address that `etag` and `modified` were told for. */
  address: string | null;
  etag: string | null;
  /** `Last-Modified` as the server wrote it. */
  modified: string | null;
  /** It asked not to be asked before this moment (ms). */
  not_before: Generated<number>;
  /** Readings in a row that gave nothing. */
  failures: Generated<number>;
}

/** What came of reading a source once: rows are added, never changed. */
export interface ReadingTable {
  source: string;
  /** When it was read, in milliseconds. */
  at: number;
  /** The day whose digest was due. */
  day: string;
  /** 1: that is a day on which the source brings something. */
  publishing: Generated<number>;
  /** A `SnapshotStatus`. */
  status: string;
  /** In words; null when there is nothing to say. */
  reason: string | null;
  entries: number;
  /** Papers not known before. */
  fresh: number;
  declared: number | null;
  /** What its newest papers are: the same again on a day of publication means that it is stale. */
  newest: string | null;
}

/** What happened to a paper after it was first seen: a new version, code, a venue. */
export interface PaperUpdateTable {
  paper: number;
  /** An `UpdateKind`. */
  kind: string;
  /** The version, the address, the venue. */
  detail: string;
  snapshot: number;
  /** Capture date of the snapshot that told. */
  day: string;
  at: number;
}

/** What the words of all papers taught, by name; `papers` were counted, `last` is the highest number among them. */
export interface LearnedTable {
  name: string;
  version: number;
  papers: number;
  last: number;
  content: Binary;
}
