import type { Kysely } from 'kysely';
import type { StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { counted } from './counted.ts';

export async function firstSchema(db: Kysely<Schema>, dialect: StoreDialect): Promise<void> {
  const { schema } = db;
  await counted(schema, dialect, 'snapshot')
    .addColumn('hash', 'text', c => c.notNull().unique())
    .addColumn('source', 'text', c => c.notNull())
    .addColumn('format', 'text', c => c.notNull())
    .addColumn('captured_at', 'text', c => c.notNull())
    .addColumn('date_from', 'text', c => c.notNull())
    .addColumn('entries', 'integer', c => c.notNull())
    .addColumn('remarks', 'text', c => c.notNull())
    .addColumn('stored_at', 'bigint', c => c.notNull())
    .execute();
  await schema.createIndex('snapshot_by_date').on('snapshot').column('captured_at').execute();

  await counted(schema, dialect, 'paper')
    .addColumn('id', 'text', c => c.notNull().unique())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('abstract', 'text')
    .addColumn('url', 'text')
    .addColumn('code_url', 'text')
    .addColumn('project_url', 'text')
    .addColumn('arxiv_id', 'text')
    .addColumn('arxiv_version', 'integer')
    .addColumn('doi', 'text')
    .addColumn('organisation', 'text')
    .addColumn('author_count', 'integer')
    .addColumn('comments', 'integer')
    .addColumn('upvotes', 'integer')
    .addColumn('published_on', 'text')
    .addColumn('first_seen', 'text', c => c.notNull())
    .addColumn('last_seen', 'text', c => c.notNull())
    .addColumn('alias_of', 'integer', c => c.references('paper.num'))
    .execute();
  await schema.createIndex('paper_aliases').on('paper').column('alias_of').execute();

  await schema
    .createTable('paper_key')
    .addColumn('key', 'text', c => c.primaryKey())
    .addColumn('paper', 'integer', c => c.notNull().references('paper.num'))
    .execute();
  await schema.createIndex('paper_key_by_paper').on('paper_key').column('paper').execute();

  await schema
    .createTable('sighting')
    .addColumn('snapshot', 'integer', c => c.notNull().references('snapshot.num'))
    .addColumn('paper', 'integer', c => c.notNull().references('paper.num'))
    .addColumn('line', 'integer', c => c.notNull())
    .addColumn('raw_title', 'text', c => c.notNull())
    .addColumn('url', 'text')
    .addColumn('comments', 'integer')
    .addColumn('upvotes', 'integer')
    .addPrimaryKeyConstraint('sighting_key', ['snapshot', 'paper'])
    .execute();
  await schema.createIndex('sighting_by_paper').on('sighting').column('paper').execute();

  await schema
    .createTable('word')
    .addColumn('word', 'text', c => c.primaryKey())
    .addColumn('papers', 'integer', c => c.notNull())
    .execute();

  await counted(schema, dialect, 'subscriber')
    .addColumn('email', 'text')
    .addColumn('address_key', 'text', c => c.unique())
    .addColumn('name', 'text')
    .addColumn('status', 'text', c => c.notNull())
    .addColumn('topics', 'text', c => c.notNull())
    .addColumn('queries', 'text', c => c.notNull())
    .addColumn('cadence', 'text', c => c.notNull())
    .addColumn('hour', 'integer', c => c.notNull())
    .addColumn('timezone', 'text')
    .addColumn('max', 'integer', c => c.notNull())
    .addColumn('paused_until', 'text')
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('confirmed_at', 'bigint')
    .execute();

  await schema
    .createTable('suppression')
    .addColumn('hash', 'text', c => c.primaryKey())
    .addColumn('reason', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .execute();

  await ledger(db, dialect);
}

async function ledger({ schema }: Kysely<Schema>, dialect: StoreDialect): Promise<void> {
  await schema
    .createTable('edition')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('audience', 'integer', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('updated_at', 'bigint', c => c.notNull())
    .execute();

  await schema
    .createTable('edition_paper')
    .addColumn('edition', 'text', c => c.notNull().references('edition.id'))
    .addColumn('paper', 'integer', c => c.notNull().references('paper.num'))
    .addColumn('content', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('edition_paper_key', ['edition', 'paper'])
    .execute();
  await schema.createIndex('edition_paper_by_paper').on('edition_paper').column('paper').execute();

  await schema
    .createTable('delivery')
    .addColumn('edition', 'text', c => c.notNull().references('edition.id'))
    .addColumn('subscriber', 'integer', c => c.notNull().references('subscriber.num'))
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('papers', dialect.blob, c => c.notNull())
    .addColumn('slot', 'bigint', c => c.notNull())
    .addColumn('expires_at', 'bigint', c => c.notNull())
    .addColumn('fence', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('not_before', 'bigint', c => c.notNull().defaultTo(0))
    .addColumn('attempts', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('in_doubt', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('message_id', 'text')
    .addColumn('code', 'integer')
    .addColumn('reply', 'text')
    .addColumn('reason', 'text')
    .addColumn('updated_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('delivery_key', ['edition', 'subscriber'])
    .execute();
  await schema
    .createIndex('delivery_by_state')
    .on('delivery')
    .columns(['edition', 'state', 'not_before'])
    .execute();
  await schema
    .createIndex('delivery_by_subscriber')
    .on('delivery')
    .columns(['subscriber', 'edition'])
    .execute();

  await schema
    .createTable('skip')
    .addColumn('edition', 'text', c => c.notNull().references('edition.id'))
    .addColumn('subscriber', 'integer', c => c.notNull().references('subscriber.num'))
    .addColumn('reason', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('skip_key', ['edition', 'subscriber'])
    .execute();
}
