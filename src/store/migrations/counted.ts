import type { Kysely } from 'kysely';
import type { StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';

/** Begins a table whose rows are numbered from 1 by the database. */
export function counted(
  schema: Kysely<Schema>['schema'],
  dialect: Pick<StoreDialect, 'autoIncrement'>,
  table: string,
) {
  return schema
    .createTable(table)
    .addColumn('num', 'integer', column =>
      dialect.autoIncrement === 'identity'
        ? column.primaryKey().generatedByDefaultAsIdentity()
        : column.primaryKey().autoIncrement(),
    );
}
