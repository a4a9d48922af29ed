import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SqliteStatement } from 'kysely';
import { SqliteDialect, sql } from 'kysely';
import { systemClock } from '../../clock.ts';
import { UserError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import type { DialectOptions, StoreDialect } from '../dialect.ts';

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
export async function sqliteDialect(
  file: string,
  { readOnly }: DialectOptions = { readOnly: false },
): Promise<StoreDialect> {
  const builtIn = Number(process.versions.node.split('.')[0]) >= 24;
  // A name in a variable keeps the type checker on Node 20's types, which lack `node:sqlite`.
  const moduleName = builtIn ? 'node:sqlite' : '@photostructure/sqlite';
  const { DatabaseSync } = (await import(moduleName)) as typeof import('@photostructure/sqlite');
  if (readOnly && !existsSync(file)) {
    throw new UserError(`${file}: there is no such database, and here none is made.`);
  }
  if (!readOnly && file !== ':memory:') makeFolder(dirname(file));
  const handle = inWords(file, () => new DatabaseSync(file));
  inWords(file, () => {
    handle.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    handle.exec('PRAGMA foreign_keys = ON');
    // Not opened for reading only: that fails where another process has left a log behind. To ask for a log would write, too: a copy
    // that nobody has opened yet has none.
    if (readOnly) {
      handle.exec('PRAGMA query_only = ON');
      return;
    }
    handle.exec('PRAGMA journal_mode = WAL');
    handle.exec('PRAGMA synchronous = FULL');
    handle.exec('PRAGMA secure_delete = ON');
  });
  return {
    kysely: new SqliteDialect({ database: adapt(handle, file) }),
    name: file,
    autoIncrement: 'autoincrement',
    blob: 'blob',
    skipsLocked: false,
    // `begin` has taken it: see `adapt`.
    lockWrites: async () => {},
    gaveWay: () => false,
    now: async () => systemClock.now(),
    async backup(db, target) {
      await sql`VACUUM INTO ${target}`.execute(db);
    },
    async damage(db) {
      const { rows } = await sql<{ quick_check: string }>`PRAGMA quick_check(1)`.execute(db);
      const said = rows[0]?.quick_check ?? 'it does not say what';
      return said === 'ok' ? null : said;
    },
    async scrub(db) {
      // Deleting zeroes a row, but not the copy that a page split left behind: only a new file does.
      await sql`VACUUM`.execute(db);
      // The log still holds the pages of before.
      const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
      if (rows[0]?.busy) {
        throw new UserError(
          `${file}-wal: another process keeps reading, so what was deleted may still stand in this file. It is gone when the last process that uses the database has ended.`,
          1,
        );
      }
    },
  };
}

/** What SQLite says, and what it means to the person who runs the program; the file comes before it. */
const MEANINGS: readonly (readonly [said: RegExp, means: string])[] = [
  [
    /is locked/,
    `the database is locked: another process has been writing for ${BUSY_MS / 1000} seconds. Wait until it is done, or end it, and repeat the command`,
  ],
  [
    /not a database/,
    'this is not a database. Name a SQLite file, or a new one, in DATABASE_URL, or restore a backup',
  ],
  [/malformed/, 'the database is damaged. Stop every Paperboy, keep a copy of the file and restore a backup'],
  [
    /readonly database/,
    'the database cannot be written. Give the user who runs Paperboy write permission for this file and its folder, or name another one in DATABASE_URL',
  ],
  [/disk is full/, 'the disk is full. Make room and repeat the command: what is recorded is safe'],
  [
    /unable to open database/,
    'cannot be opened as a database. Expected a file, not a folder, that the user who runs Paperboy may write, in a folder that exists. Correct the name or the permissions',
  ],
  [
    /disk I\/O error/,
    'the disk fails to read or write. Check it, and that the file is on a local disk with room left',
  ],
];

/** Runs one call of the database; a failure of its surroundings becomes a UserError that names the file. */
export function inWords<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const said =
      error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' ? error.message : '';
    const means = MEANINGS.find(([pattern]) => pattern.test(said))?.[1];
    if (means === undefined) throw error;
    // A copy that cannot be written is named by SQLite; it is another file.
    const other = /unable to open database: (.+)/.exec(said)?.[1];
    // Nothing was asked for wrongly where the same command may do later.
    throw new UserError(`${other ?? file}: ${means}.`, /is locked|disk is full|disk I\/O/.test(said) ? 1 : 2);
  }
}

/** Feeds Kysely, which expects better-sqlite3's statement interface. */
function adapt(handle: SqliteHandle, file: string) {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => handle.close(),
    prepare(text: string): SqliteStatement {
      // A transaction takes the write lock at once: one that reads first and writes later fails when
      // another process wrote in between, and no waiting helps it.
      const statement = kept.get(text) ?? compile(handle, file, text === 'begin' ? 'BEGIN IMMEDIATE' : text);
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

function compile(handle: SqliteHandle, file: string, text: string): SqliteStatement {
  const statement = inWords(file, () => handle.prepare(text));
  return {
    reader: statement.columns().length > 0,
    all: parameters => inWords(file, () => statement.all(...parameters.map(bindable))),
    run: parameters => inWords(file, () => statement.run(...parameters.map(bindable))),
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
