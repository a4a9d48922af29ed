import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Which lists of subscribers were read to the end, by the hash of their bytes: they need not be read again. */
export function listStore(db: Kysely<Schema>) {
  const keyOf = (file: string) => `list ${file}`;
  return {
    /** The hash of this file when it was read last; null when it never was. */
    async hash(file: string): Promise<string | null> {
      const row = await db
        .selectFrom('meta')
        .select('value')
        .where('key', '=', keyOf(file))
        .executeTakeFirst();
      return row?.value ?? null;
    },

    async remember(file: string, hash: string): Promise<void> {
      await db
        .insertInto('meta')
        .values({ key: keyOf(file), value: hash })
        .onConflict(c => c.column('key').doUpdateSet({ value: hash }))
        .execute();
    },
  };
}
