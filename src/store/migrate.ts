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
 * once, one does it. Throws a UserError when the database belongs to a newer program.
 */
export async function migrate(db: Kysely<Schema>, dialect: StoreDialect): Promise<MigrationReport> {
  return db.transaction().execute(async tx => {
    await tx.schema
      .createTable('meta')
      .ifNotExists()
      .addColumn('key', 'text', c => c.primaryKey())
      .addColumn('value', 'text', c => c.notNull())
      .execute();
    const row = await tx.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirst();
    const from = Number(row?.value ?? 0);
    if (from > MIGRATIONS.length) {
      throw new UserError(
        `The database has schema ${from}, this program knows schema ${MIGRATIONS.length}: a newer Paperboy wrote it. Install that version, or restore a backup.`,
      );
    }
    for (const apply of MIGRATIONS.slice(from)) await apply(tx, dialect);
    if (from < MIGRATIONS.length) {
      const value = String(MIGRATIONS.length);
      await tx
        .insertInto('meta')
        .values({ key: 'schema', value })
        .onConflict(c => c.column('key').doUpdateSet({ value }))
        .execute();
    }
    return { from, to: MIGRATIONS.length };
  });
}
