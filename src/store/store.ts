import { Kysely } from 'kysely';
import { attemptStore } from './attempts.ts';
import { deliveryStore } from './deliveries.ts';
import { type StoreDialect, sqliteDialect } from './dialect.ts';
import { editionStore } from './editions.ts';
import { incidentStore } from './incidents.ts';
import { leaseStore } from './leases.ts';
import { type MigrationReport, migrate } from './migrate.ts';
import { paperStore } from './papers.ts';
import { reportStore } from './reports.ts';
import type { Schema } from './schema.ts';
import { skipStore } from './skips.ts';
import { slotStore } from './slots.ts';
import { snapshotStore } from './snapshots.ts';
import { subscriberStore } from './subscribers.ts';
import { suppressionStore } from './suppressions.ts';
import { wordStore } from './words.ts';

/** The verbs of the database, by noun. All SQL of the program is behind this. */
export interface Store {
  snapshots: ReturnType<typeof snapshotStore>;
  papers: ReturnType<typeof paperStore>;
  words: ReturnType<typeof wordStore>;
  subscribers: ReturnType<typeof subscriberStore>;
  suppressions: ReturnType<typeof suppressionStore>;
  editions: ReturnType<typeof editionStore>;
  deliveries: ReturnType<typeof deliveryStore>;
  attempts: ReturnType<typeof attemptStore>;
  skips: ReturnType<typeof skipStore>;
  leases: ReturnType<typeof leaseStore>;
  slots: ReturnType<typeof slotStore>;
  incidents: ReturnType<typeof incidentStore>;
  reports: ReturnType<typeof reportStore>;
  /** Runs `work` in one transaction that holds the write lock; all or nothing. */
  transaction: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
}

/** A store that owns its connection. */
export interface OpenStore extends Store {
  /** What opening it migrated: equal numbers when nothing was to do. */
  migrated: MigrationReport;
  /** Copies the live database to a new file. */
  backup: (file: string) => Promise<void>;
  /**
   * Takes what was deleted or overwritten out of the files too. Takes seconds on a large database;
   * call it outside a transaction. Throws a UserError while another process reads what was before.
   */
  scrub: () => Promise<void>;
  /** What is damaged in the database, in its own words; null when nothing is. */
  damage: () => Promise<string | null>;
  close: () => Promise<void>;
}

/** Where the database is. */
export type DatabaseUrl = { kind: 'sqlite'; file: string };

/** Opens the database and brings its schema up to date. Throws a UserError for a newer schema. */
export async function openStore(url: DatabaseUrl): Promise<OpenStore> {
  const dialect = await sqliteDialect(url.file);
  const db = new Kysely<Schema>({ dialect: dialect.kysely });
  try {
    const migrated = await migrate(db, dialect);
    return {
      ...verbs(db, dialect),
      migrated,
      backup: async file => void (await dialect.backup(file).execute(db)),
      scrub: () => dialect.scrub(db),
      damage: () => dialect.damage(db),
      close: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function verbs(db: Kysely<Schema>, dialect: StoreDialect): Store {
  return {
    snapshots: snapshotStore(db),
    papers: paperStore(db),
    words: wordStore(db),
    subscribers: subscriberStore(db, dialect),
    suppressions: suppressionStore(db),
    editions: editionStore(db),
    deliveries: deliveryStore(db),
    attempts: attemptStore(db),
    skips: skipStore(db),
    leases: leaseStore(db),
    slots: slotStore(db),
    incidents: incidentStore(db),
    reports: reportStore(db),
    transaction: work =>
      db.isTransaction ? work(verbs(db, dialect)) : db.transaction().execute(tx => work(verbs(tx, dialect))),
  };
}
