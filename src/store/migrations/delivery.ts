import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function delivery({ schema }: Kysely<Schema>): Promise<void> {
  // One column a statement: SQLite takes no more.
  for (const [table, column, type] of [
    ['edition', 'paused_at', 'bigint'],
    ['edition', 'paused_why', 'text'],
    ['edition', 'cancelled_at', 'bigint'],
    ['delivery', 'enhanced', 'text'],
    ['delivery', 'class', 'text'],
    ['delivery', 'name', 'text'],
  ] as const) {
    await schema.alterTable(table).addColumn(column, type).execute();
  }
  await schema
    .alterTable('delivery')
    .addColumn('domain_group', 'text', c => c.notNull().defaultTo(''))
    .execute();
  await schema
    .alterTable('edition_paper')
    .addColumn('again', 'integer', c => c.notNull().defaultTo(0))
    .execute();
  // A claim takes the oldest slots first, and must not look at a million rows for that.
  await schema
    .createIndex('delivery_by_slot')
    .on('delivery')
    .columns(['edition', 'state', 'slot', 'subscriber'])
    .execute();

  await schema
    .createTable('attempt')
    .addColumn('edition', 'text', c => c.notNull())
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('fence', 'integer', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('worker', 'text', c => c.notNull())
    .addColumn('relay', 'text', c => c.notNull())
    .addColumn('phase', 'text')
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('class', 'text')
    .addColumn('code', 'integer')
    .addColumn('enhanced', 'text')
    .addColumn('reply', 'text')
    .addPrimaryKeyConstraint('attempt_key', ['edition', 'subscriber', 'fence'])
    .execute();

  await schema
    .createTable('throttle')
    .addColumn('key', 'text', c => c.primaryKey())
    .addColumn('failures', 'integer', c => c.notNull())
    .addColumn('fault', 'text')
    .addColumn('paused_until', 'bigint', c => c.notNull())
    .addColumn('why', 'text')
    .addColumn('per_minute', 'double precision')
    .addColumn('next_at', 'bigint', c => c.notNull())
    .addColumn('paced_at', 'bigint', c => c.notNull())
    .execute();

  await schema
    .createTable('incident')
    .addColumn('key', 'text', c => c.primaryKey())
    .addColumn('what', 'text', c => c.notNull())
    .addColumn('opened_at', 'bigint', c => c.notNull())
    .addColumn('last_at', 'bigint', c => c.notNull())
    .addColumn('times', 'integer', c => c.notNull())
    .addColumn('told_at', 'bigint')
    .addColumn('closed_at', 'bigint')
    .addColumn('told_closed_at', 'bigint')
    .execute();

  await schema
    .createTable('report')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('edition', 'text', c => c.notNull())
    .addColumn('subscriber', 'integer', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('class', 'text')
    .addColumn('enhanced', 'text')
    .addColumn('reply', 'text')
    .execute();
  await schema.createIndex('report_by_subscriber').on('report').column('subscriber').execute();
}
