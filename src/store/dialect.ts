import type { ColumnDataType, Dialect, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

// Everything that differs between databases stands behind this interface: one file a database in `dialect/`.

export interface DialectOptions {
  /** Whoever writes gets an error. */
  readOnly: boolean;
}

/** What the rest of the store asks of a database, whichever it is. */
export interface StoreDialect {
  kysely: Dialect;
  /** How people are told of it: its file, or its address without the password. */
  name: string;
  /** Column type and modifier of an integer primary key that counts up and never reuses a number. */
  autoIncrement: 'autoincrement' | 'identity';
  blob: ColumnDataType;
  /** True where rows are locked one by one, and a claim can pass over those that another transaction holds. */
  skipsLocked: boolean;
  /** Takes the one lock of everybody who reads and then writes, to the end of this transaction. */
  lockWrites: (tx: Kysely<Schema>) => Promise<void>;
  /** True when a transaction was undone for the sake of another one: run again, it may pass. */
  gaveWay: (error: unknown) => boolean;
  /** The clock that all processes on this database share, in milliseconds since the epoch. */
  now: (db: Kysely<Schema>) => Promise<number>;
  /** Copies the live database to `file`, consistent, while others go on writing. */
  backup: (db: Kysely<Schema>, file: string) => Promise<void>;
  /** Takes deleted text out of every file of the database; not inside a transaction. */
  scrub: (db: Kysely<Schema>) => Promise<void>;
  /** What is damaged, in the database's own words; null when nothing is known to be. */
  damage: (db: Kysely<Schema>) => Promise<string | null>;
}
