import type { Kysely } from 'kysely';
import type { StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';

/** What is learned: of words from all papers, and of a reader from what they said; and the wishes that go with it. */
export async function relevance(db: Kysely<Schema>, dialect: StoreDialect): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('learned')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('version', 'integer', c => c.notNull())
    .addColumn('papers', 'integer', c => c.notNull())
    .addColumn('last', 'integer', c => c.notNull())
    .addColumn('content', dialect.blob, c => c.notNull())
    .execute();

  await schema
    .createTable('taste')
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('group_kind', 'text', c => c.notNull())
    .addColumn('group_key', 'text', c => c.notNull())
    .addColumn('signals', 'text', c => c.notNull())
    .addColumn('weights', dialect.blob, c => c.notNull())
    .addPrimaryKeyConstraint('taste_key', ['subscriber', 'group_kind', 'group_key'])
    .execute();

  await schema.alterTable('paper').addColumn('authors', 'text').execute();
  await schema.alterTable('paper').addColumn('hints', 'text').execute();
  // The archive's index holds words of names, too, from now on.
  await db.updateTable('paper').set({ indexed: 0 }).execute();
  await schema
    .alterTable('subscriber')
    .addColumn('outside', 'integer', c => c.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable('subscriber')
    .addColumn('learn_opened', 'integer', c => c.notNull().defaultTo(0))
    .execute();
}
