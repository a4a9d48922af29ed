import type { Kysely } from 'kysely';
import { UserError } from '../errors.ts';
import type { StoreDialect } from './dialect.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Schema versions before and after a migration. */
export interface MigrationReport {
  from: number;
  to: number;
}

/**
 * Brings the database to this program's schema, in one transaction: several processes may try at
 * once, one does it. A database that has it is only read, so that nobody waits for a writer. Throws
 * a UserError when the database belongs to a newer program.
 */
export async function migrate(db: Kysely<Schema>, dialect: StoreDialect): Promise<MigrationReport> {
  const to = MIGRATIONS.length;
  const found = await schemaOf(db).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    // An empty database has no table to ask; whatever else is wrong shows below.
    return 0;
  });
  if (found === to) return { from: to, to };
  return db.transaction().execute(async tx => {
    await dialect.lockWrites(tx);
    await tx.schema
      .createTable('meta')
      .ifNotExists()
      .addColumn('key', 'text', c => c.primaryKey())
      .addColumn('value', 'text', c => c.notNull())
      .execute();
    const from = await schemaOf(tx);
    if (from > to) throw newer(from);
    for (const apply of MIGRATIONS.slice(from)) await apply(tx, dialect);
    if (from < to) {
      const value = String(to);
      await tx
        .insertInto('meta')
        .values({ key: 'schema', value })
        .onConflict(c => c.column('key').doUpdateSet({ value }))
        .execute();
    }
    return { from, to };
  });
}

/** Throws a UserError unless the database has this program's schema. Changes nothing. */
export async function schemaIsOurs(db: Kysely<Schema>): Promise<MigrationReport> {
  const to = MIGRATIONS.length;
  const from = await schemaOf(db).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    return 0;
  });
  if (from > to) throw newer(from);
  if (from < to) {
    throw new UserError(
      `The database has schema ${from}, this program needs schema ${to}, and here it is only read. Stop what runs on it and bring it up to date: paperboy migrate.`,
    );
  }
  return { from, to };
}

function newer(from: number): UserError {
  return new UserError(
    `The database has schema ${from}, this program knows schema ${MIGRATIONS.length}: a newer Paperboy wrote it. Install that version, or restore a backup.`,
  );
}

async function schemaOf(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirst();
  return Number(row?.value ?? 0);
}
