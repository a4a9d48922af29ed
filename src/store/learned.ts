import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What the papers stored taught, as it is kept. */
export interface KeptLearning {
  /** Of its format. */
  version: number;
  /** How many papers were learned from. */
  papers: number;
  /** The highest number among them. */
  last: number;
  content: Uint8Array;
}

export function learnedStore(db: Kysely<Schema>) {
  return {
    async get(name: string): Promise<KeptLearning | null> {
      const row = await db
        .selectFrom('learned')
        .select(['version', 'papers', 'last', 'content'])
        .where('name', '=', name)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Tells what is kept from what was kept before; 0 when there is nothing. */
    async papers(name: string): Promise<number> {
      const row = await db.selectFrom('learned').select('papers').where('name', '=', name).executeTakeFirst();
      return row?.papers ?? 0;
    },

    /** Keeps it in the place of what was read as `before`; false when somebody else put something there since. */
    async keep(name: string, learning: KeptLearning, before: KeptLearning | null): Promise<boolean> {
      if (before === null) {
        const added = await db
          .insertInto('learned')
          .values({ name, ...learning })
          .onConflict(c => c.column('name').doNothing())
          .executeTakeFirst();
        return Number(added.numInsertedOrUpdatedRows) === 1;
      }
      const result = await db
        .updateTable('learned')
        .set(learning)
        .where('name', '=', name)
        .where('version', '=', before.version)
        .where('papers', '=', before.papers)
        .where('last', '=', before.last)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Numbers of the papers after this one, aliases left out. */
    async after(num: number, limit: number): Promise<number[]> {
      const rows = await db
        .selectFrom('paper')
        .select('num')
        .where('alias_of', 'is', null)
        .where('num', '>', num)
        .orderBy('num')
        .limit(limit)
        .execute();
      return rows.map(row => row.num);
    },

    /** The number after which the newest so many papers come. */
    async beforeNewest(papers: number): Promise<number> {
      const row = await db
        .selectFrom('paper')
        .select('num')
        .where('alias_of', 'is', null)
        .orderBy('num', 'desc')
        .limit(1)
        .offset(papers)
        .executeTakeFirst();
      return row?.num ?? 0;
    },
  };
}
