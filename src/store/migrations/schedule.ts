import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function schedule({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('slot')
    .addColumn('job', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('owner', 'text', c => c.notNull())
    .addColumn('lease_until', 'bigint', c => c.notNull())
    .addColumn('attempts', 'integer', c => c.notNull())
    .addColumn('started_at', 'bigint', c => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ok', 'integer')
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('slot_key', ['job', 'at'])
    .execute();
}
