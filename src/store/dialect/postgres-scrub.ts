import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { UserError } from '../../errors.ts';
import type { Schema } from '../schema.ts';

/** Tables that hold words of people, or of mail servers about them: whatever an erasure writes. */
const PERSONAL = [
  ...(['subscriber', 'delivery', 'attempt', 'report'] as const),
  ...(['consent', 'letter', 'signal', 'sign_up'] as const),
  ...(['edition', 'incident', 'throttle', 'slot'] as const),
];
/** How long others may go on reading what was before, in milliseconds; most are done in a moment. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 200;

/**
 * Writes every table anew that holds words of people. Until then an erased row stays in the file. The server's write-ahead log
 * and its backups are the operator's. Throws a UserError where something may still stand in a file.
 */
export async function scrub(db: Kysely<Schema>, name: string): Promise<void> {
  await readersOfBefore(db, name);
  const kept: string[] = [];
  for (const table of PERSONAL) {
    const before = await fileOf(db, table);
    await sql`vacuum (full, analyze) ${sql.table(table)}`.execute(db);
    if ((await fileOf(db, table)) === before) kept.push(table);
  }
  // Statistics for the planner quote values; those of before are deleted rows as any others.
  await sql`vacuum (full) pg_catalog.pg_statistic`.execute(db);
  // To whom a table does not belong, PostgreSQL gives a warning and goes on.
  if (kept.length > 0) {
    throw new UserError(
      `${name}: only the owner of a table can write it anew, so what was erased may still stand in the files of ${kept.join(', ')}. Make this user their owner (ALTER TABLE … OWNER TO …), and repeat the command.`,
    );
  }
}

/**
 * Waits until nobody reads the database as it was before this moment: a deleted row that somebody may still see is copied into
 * the new file without a word, be it for the server's own analysis of a table.
 */
async function readersOfBefore(db: Kysely<Schema>, name: string): Promise<void> {
  const now = await sql<{
    id: string;
    xid: string;
  }>`select cast(id as text) as id, cast(cast(id as xid) as text) as xid
     from (select pg_current_xact_id() as id) as now`.execute(db);
  const { id, xid } = now.rows[0] ?? { id: '0', xid: '0' };
  await transactionsOfBefore(db, id);
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and age(backend_xmin) > age(cast(${xid} as xid))`.execute(db);
    if (rows.length === 0) return;
    if (waited >= PATIENCE_MS) {
      throw new UserError(
        `${name}: another session (process ${rows.map(({ pid }) => pid).join(', ')} of the server) still reads what was before, so what was erased would stay in the files. End it, and repeat the command.`,
        1,
      );
    }
    await wait(LOOK_EVERY_MS);
  }
}

/**
 * Waits, for a while, until the transactions have ended that began before this one, in whatever database of the server: as long as
 * one runs, whoever comes to read sees what was before it, the server's own analysis too. Others may run for hours; that they hold
 * somebody back is unlikely then, not certain.
 */
async function transactionsOfBefore(db: Kysely<Schema>, id: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const { rows } = await sql<{ ended: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > cast(${id} as xid8) as ended`.execute(db);
    if (rows[0]?.ended) return;
    await wait(LOOK_EVERY_MS);
  }
}

/** The file a table is in. */
async function fileOf(db: Kysely<Schema>, table: string): Promise<number | undefined> {
  const { rows } = await sql<{ file: number }>`
    select pg_relation_filenode(cast(${table} as regclass)) as file`.execute(db);
  return rows[0]?.file;
}
