import type { Kysely, Selectable } from 'kysely';
import type { SourceTable } from './paper-schema.ts';
import type { Schema } from './schema.ts';

/** What a server said of the digest stored last; `address` is the one that answered. */
export interface StoredValidator {
  address: string;
  etag: string | null;
  modified: string | null;
}

/** What is known of a source from the times it was read before. */
export interface StoredSource {
  name: string;
  validator: StoredValidator | null;
  /** It is to be left alone until this moment (ms); 0: it may be asked. */
  notBefore: number;
  /** Readings in a row that gave nothing. */
  failures: number;
}

const NO_VALIDATOR = { address: null, etag: null, modified: null };

/** What is remembered of the servers that papers come from. */
export function sourceStore(db: Kysely<Schema>) {
  return {
    /** What is known of one source; null when it was never asked. */
    async get(name: string): Promise<StoredSource | null> {
      const row = await db.selectFrom('source').selectAll().where('name', '=', name).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** Every source that was ever asked, by name. */
    async list(): Promise<StoredSource[]> {
      return (await db.selectFrom('source').selectAll().orderBy('name').execute()).map(fromRow);
    },

    /** What it answered is stored: the next time it is asked for what is newer. */
    async remember(name: string, validator: StoredValidator): Promise<void> {
      const { address, etag, modified } = validator;
      await db
        .insertInto('source')
        .values({ name, address, etag, modified })
        .onConflict(c => c.column('name').doUpdateSet({ address, etag, modified }))
        .execute();
    },

    /** It answered: whatever went wrong before is over. */
    async answered(name: string): Promise<void> {
      await db
        .updateTable('source')
        .set({ not_before: 0, failures: 0 })
        .where('name', '=', name)
        .where(({ eb, or }) => or([eb('not_before', '>', 0), eb('failures', '>', 0)]))
        .execute();
    },

    /** It gave nothing, and is left alone until `notBefore` (ms). */
    async failed(name: string, notBefore: number): Promise<void> {
      await db
        .insertInto('source')
        .values({ name, ...NO_VALIDATOR, not_before: notBefore, failures: 1 })
        .onConflict(c =>
          c.column('name').doUpdateSet(({ eb, ref }) => ({
            not_before: notBefore,
            failures: eb(ref('source.failures'), '+', 1),
          })),
        )
        .execute();
    },
  };
}

function fromRow(row: Selectable<SourceTable>): StoredSource {
  const { name, address, etag, modified } = row;
  return {
    name,
    validator: address === null ? null : { address, etag, modified },
    notBefore: Number(row.not_before),
    failures: Number(row.failures),
  };
}
