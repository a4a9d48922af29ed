import type { Kysely } from 'kysely';
import type { StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { counted } from './counted.ts';

/** What people ask for by themselves: sign-ups and consent, letters, signals, notes; and the archive's index. */
export async function subscriptions({ schema }: Kysely<Schema>, dialect: StoreDialect): Promise<void> {
  // One column a statement: SQLite takes no more.
  for (const [table, column, type] of [
    ['subscriber', 'welcome_at', 'bigint'],
    ['subscriber', 'origin', 'text'],
    ['delivery', 'preface', 'text'],
    ['delivery', 'note', 'integer'],
  ] as const) {
    await schema.alterTable(table).addColumn(column, type).execute();
  }
  await schema
    .alterTable('subscriber')
    .addColumn('excluded', 'text', c => c.notNull().defaultTo('[]'))
    .execute();
  await schema
    .alterTable('subscriber')
    .addColumn('sign_of_life', 'integer', c => c.notNull().defaultTo(0))
    .execute();

  // Who is owed a first edition is asked every minute.
  await schema.createIndex('subscriber_by_welcome').on('subscriber').column('welcome_at').execute();

  await counted(schema, dialect, 'consent')
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('act', 'text', c => c.notNull())
    .addColumn('how', 'text', c => c.notNull())
    .addColumn('wording', 'text')
    .execute();
  await schema.createIndex('consent_by_subscriber').on('consent').column('subscriber').execute();

  await counted(schema, dialect, 'sign_up')
    .addColumn('email', 'text', c => c.notNull())
    .addColumn('address_key', 'text', c => c.notNull())
    .addColumn('preferences', 'text', c => c.notNull())
    .addColumn('wording', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .execute();

  await counted(schema, dialect, 'letter')
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('address', 'text')
    .addColumn('edition', 'text')
    .addColumn('asked', 'text')
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('expires_at', 'bigint', c => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('fence', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('not_before', 'bigint', c => c.notNull().defaultTo(0))
    .addColumn('attempts', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('code', 'integer')
    .addColumn('enhanced', 'text')
    .addColumn('class', 'text')
    .addColumn('reply', 'text')
    .addColumn('updated_at', 'bigint', c => c.notNull())
    .execute();
  await schema.createIndex('letter_by_subscriber').on('letter').columns(['subscriber', 'kind']).execute();
  // Whose links expired is asked every minute.
  await schema.createIndex('letter_by_expiry').on('letter').columns(['kind', 'expires_at']).execute();
  await schema.createIndex('letter_by_state').on('letter').columns(['state', 'not_before']).execute();

  await schema
    .createTable('signal')
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('paper', 'integer', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('group_kind', 'text', c => c.notNull())
    .addColumn('group_key', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('signal_key', ['subscriber', 'paper', 'kind'])
    .execute();

  await counted(schema, dialect, 'note')
    .addColumn('edition', 'text', c => c.notNull())
    .addColumn('text', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .execute();
  await schema.createIndex('note_by_edition').on('note').column('edition').execute();

  await schema
    .createTable('departure')
    .addColumn('hash', 'text', c => c.primaryKey())
    .addColumn('at', 'bigint', c => c.notNull())
    .execute();

  await schema
    .createTable('paper_word')
    .addColumn('word', 'text', c => c.notNull())
    .addColumn('block', 'integer', c => c.notNull())
    .addColumn('papers', dialect.blob, c => c.notNull())
    .addPrimaryKeyConstraint('paper_word_key', ['word', 'block'])
    .execute();
  await schema
    .alterTable('paper')
    .addColumn('indexed', 'integer', c => c.notNull().defaultTo(0))
    .execute();
  await schema.createIndex('paper_by_indexed').on('paper').columns(['indexed', 'num']).execute();
}
