import type { Kysely } from 'kysely';
import type { StoreDialect } from './dialect.ts';
import { delivery } from './migrations/delivery.ts';
import { firstSchema } from './migrations/first-schema.ts';
import { relevance } from './migrations/relevance.ts';
import { schedule } from './migrations/schedule.ts';
import { sources } from './migrations/sources.ts';
import { subscriptions } from './migrations/subscriptions.ts';
import type { Schema } from './schema.ts';

type Migration = (db: Kysely<Schema>, dialect: StoreDialect) => Promise<void>;

/** In order; the number of a migration is its place from 1. Never edit one that was released. */
export const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  schedule,
  delivery,
  subscriptions,
  relevance,
  sources,
];
