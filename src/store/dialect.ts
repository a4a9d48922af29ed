import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ColumnDataType, Dialect, RawBuilder, SqliteStatement } from 'kysely';
import { SqliteDialect, sql } from 'kysely';

// Everything that differs between databases stands in this file and nowhere else.

/** What the rest of the store asks of a database, whichever it is. */
export interface StoreDialect {
  kysely: Dialect;
  /** Column type and modifier of an integer primary key that counts up and never reuses a number. */
  autoIncrement: 'autoincrement' | 'identity';
  blob: ColumnDataType;
  /** True when `error` says that a unique key is taken. */
  isUniqueViolation: (error: unknown) => boolean;
  /** Copies the live database to `file`, consistent, while others go on writing. */
  backup: (file: string) => RawBuilder<unknown>;
}

type SqliteHandle = InstanceType<typeof import('@photostructure/sqlite').DatabaseSync>;
type SqliteValue = null | number | bigint | string | Uint8Array;

/** How long one process waits for another one's write, in milliseconds. */
const BUSY_MS = 15_000;
/** Compiled statements kept per connection. Page-sized inserts differ only in their row count. */
const STATEMENTS_KEPT = 200;

/**
 * SQLite through the `node:sqlite` interface: Node's own from 24 on, the same code as a package before.
 * WAL lets readers and one writer work side by side; `synchronous = FULL` because a ledger row that a
 * power cut forgets is a mail that goes out twice.
 */
export async function sqliteDialect(file: string): Promise<StoreDialect> {
  const builtIn = Number(process.versions.node.split('.')[0]) >= 24;
  // A name in a variable keeps the type checker on Node 20's types, which lack `node:sqlite`.
  const moduleName = builtIn ? 'node:sqlite' : '@photostructure/sqlite';
  const { DatabaseSync } = (await import(moduleName)) as typeof import('@photostructure/sqlite');
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const handle = new DatabaseSync(file);
  handle.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  handle.exec('PRAGMA journal_mode = WAL');
  handle.exec('PRAGMA synchronous = FULL');
  handle.exec('PRAGMA foreign_keys = ON');
  return {
    kysely: new SqliteDialect({ database: adapt(handle) }),
    autoIncrement: 'autoincrement',
    blob: 'blob',
    isUniqueViolation: error => error instanceof Error && /UNIQUE constraint failed/.test(error.message),
    backup: target => sql`VACUUM INTO ${target}`,
  };
}

/** Feeds Kysely, which expects better-sqlite3's statement interface. */
function adapt(handle: SqliteHandle) {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => handle.close(),
    prepare(text: string): SqliteStatement {
      // A transaction takes the write lock at once: one that reads first and writes later fails when
      // another process wrote in between, and no waiting helps it.
      const statement = kept.get(text) ?? compile(handle, text === 'begin' ? 'BEGIN IMMEDIATE' : text);
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

function compile(handle: SqliteHandle, text: string): SqliteStatement {
  const statement = handle.prepare(text);
  return {
    reader: statement.columns().length > 0,
    all: parameters => statement.all(...parameters.map(bindable)),
    run: parameters => statement.run(...parameters.map(bindable)),
    iterate: parameters => statement.iterate(...parameters.map(bindable)),
  };
}

function bindable(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  // Text is cut at a NUL byte by this interface, silently.
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new TypeError(`cannot store a ${typeof value}`);
}
