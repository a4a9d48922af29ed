import type { Kysely } from 'kysely';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

export function wordStore(db: Kysely<Schema>) {
  return {
    /** Adds to the number of papers each word occurs in; a negative number takes away. */
    async count(changes: ReadonlyMap<string, number>): Promise<void> {
      const rows = [...changes]
        .filter(([, papers]) => papers !== 0)
        .map(([word, papers]) => ({ word, papers }));
      for (const page of inPages(rows)) {
        await db
          .insertInto('word')
          .values(page)
          .onConflict(c =>
            c.column('word').doUpdateSet(({ eb, ref }) => ({
              papers: eb(ref('word.papers'), '+', ref('excluded.papers')),
            })),
          )
          .execute();
      }
    },

    /** Number of papers each of these words occurs in; words never seen are left out. */
    async frequencies(words: readonly string[]): Promise<Map<string, number>> {
      const found = new Map<string, number>();
      for (const page of inPages(words)) {
        const rows = await db.selectFrom('word').selectAll().where('word', 'in', page).execute();
        for (const row of rows) found.set(row.word, row.papers);
      }
      return found;
    },

    /** How many papers the statistics stand on. */
    async papers(): Promise<number> {
      const row = await db
        .selectFrom('paper')
        .select(({ fn }) => fn.countAll<number>().as('papers'))
        .where('alias_of', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.papers);
    },
  };
}
