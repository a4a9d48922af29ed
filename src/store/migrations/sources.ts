import { type Kysely, sql } from 'kysely';
import type { StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { counted } from './counted.ts';

/** Where papers come from and how that goes, what is told of papers later, and what an operator takes back. */
export async function sources(db: Kysely<Schema>, dialect: StoreDialect): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('source')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('address', 'text')
    .addColumn('etag', 'text')
    .addColumn('modified', 'text')
    .addColumn('not_before', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('failures', 'integer', c => c.notNull().defaultTo(0))
    .execute();

  await schema
    .createTable('reading')
    .addColumn('source', 'text', c => c.notNull())
    .addColumn('at', 'integer', c => c.notNull())
    .addColumn('day', 'text', c => c.notNull())
    .addColumn('publishing', 'integer', c => c.notNull().defaultTo(1))
    .addColumn('status', 'text', c => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('entries', 'integer', c => c.notNull())
    .addColumn('fresh', 'integer', c => c.notNull())
    .addColumn('declared', 'integer')
    .addColumn('newest', 'text')
    .addPrimaryKeyConstraint('reading_key', ['source', 'at'])
    .execute();
  await schema.createIndex('reading_by_day').on('reading').columns(['day', 'source']).execute();

  await schema
    .createTable('paper_update')
    .addColumn('paper', 'integer', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('detail', 'text', c => c.notNull())
    .addColumn('snapshot', 'integer', c => c.notNull())
    .addColumn('day', 'text', c => c.notNull())
    .addColumn('at', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('paper_update_key', ['paper', 'kind', 'detail'])
    .execute();
  await schema.createIndex('paper_update_by_day').on('paper_update').columns(['day', 'paper']).execute();

  await counted(schema, dialect, 'action')
    .addColumn('at', 'integer', c => c.notNull())
    .addColumn('who', 'text', c => c.notNull())
    .addColumn('what', 'text', c => c.notNull())
    .addColumn('subject', 'text', c => c.notNull())
    .addColumn('why', 'text')
    .execute();

  await schema
    .alterTable('snapshot')
    .addColumn('status', 'text', c => c.notNull().defaultTo('ingested'))
    .execute();
  await schema.alterTable('snapshot').addColumn('declared', 'integer').execute();
  await schema.alterTable('snapshot').addColumn('forgotten_at', 'integer').execute();

  await schema.alterTable('paper').addColumn('venue', 'text').execute();
  await schema.alterTable('paper').addColumn('origins', 'text').execute();
  await schema.alterTable('paper').addColumn('withdrawn_on', 'text').execute();
  await schema.alterTable('paper').addColumn('hidden_at', 'integer').execute();
  await schema.alterTable('paper').addColumn('hidden_why', 'text').execute();
  await schema
    .alterTable('paper')
    .addColumn('shown', 'integer', c => c.notNull().defaultTo(1))
    .execute();

  await schema
    .alterTable('subscriber')
    .addColumn('updates', 'integer', c => c.notNull().defaultTo(0))
    .execute();

  await schema.alterTable('edition').addColumn('approved_at', 'integer').execute();
  await schema.alterTable('edition').addColumn('previewed_at', 'integer').execute();
  // The first answers of each provider are counted, and only what was tried is in it: a row enters once.
  await schema
    .createIndex('delivery_by_answer')
    .on('delivery')
    .columns(['edition', 'domain_group'])
    .where(sql.ref('attempts'), '>', 0)
    .execute();
}
