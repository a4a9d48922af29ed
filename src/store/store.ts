import { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import { actionStore } from './actions.ts';
import { answeredStore } from './answered.ts';
import { archiveStore } from './archive.ts';
import { attemptStore } from './attempts.ts';
import { consentStore } from './consents.ts';
import { deliveryStore } from './deliveries.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { sqliteDialect } from './dialect/sqlite.ts';
import type { StoreDialect } from './dialect.ts';
import { editionStore } from './editions.ts';
import { erasureStore } from './erasure.ts';
import { incidentStore } from './incidents.ts';
import { learnedStore } from './learned.ts';
import { leaseStore } from './leases.ts';
import { letterStore } from './letters.ts';
import { listStore } from './lists.ts';
import { type MigrationReport, migrate, schemaIsOurs } from './migrate.ts';
import { noteStore } from './notes.ts';
import { overviewStore } from './overview.ts';
import { paperUpdateStore } from './paper-updates.ts';
import { paperStore } from './papers.ts';
import { provenanceStore } from './provenance.ts';
import { readingStore } from './readings.ts';
import { recallStore } from './recalls.ts';
import { reportStore } from './reports.ts';
import { restStore } from './rests.ts';
import type { Schema } from './schema.ts';
import { searchStore } from './search.ts';
import { signUpStore } from './sign-ups.ts';
import { signalStore } from './signals.ts';
import { skipStore } from './skips.ts';
import { slotStore } from './slots.ts';
import { snapshotStore } from './snapshots.ts';
import { sourceStore } from './sources.ts';
import { subscriberStore } from './subscribers.ts';
import { suppressionStore } from './suppressions.ts';
import { takenBackStore } from './taken-back.ts';
import { tasteStore } from './tastes.ts';
import { throttleStore } from './throttles.ts';
import { volumeStore } from './volumes.ts';
import { weekStore } from './week.ts';
import { wordStore } from './words.ts';

/** The verbs of the database, by noun. All SQL of the program is behind this. */
export interface Store {
  snapshots: ReturnType<typeof snapshotStore>;
  sources: ReturnType<typeof sourceStore>;
  papers: ReturnType<typeof paperStore>;
  updates: ReturnType<typeof paperUpdateStore>;
  provenance: ReturnType<typeof provenanceStore>;
  words: ReturnType<typeof wordStore>;
  search: ReturnType<typeof searchStore>;
  learned: ReturnType<typeof learnedStore>;
  archive: ReturnType<typeof archiveStore>;
  subscribers: ReturnType<typeof subscriberStore>;
  suppressions: ReturnType<typeof suppressionStore>;
  editions: ReturnType<typeof editionStore>;
  deliveries: ReturnType<typeof deliveryStore>;
  attempts: ReturnType<typeof attemptStore>;
  answered: ReturnType<typeof answeredStore>;
  skips: ReturnType<typeof skipStore>;
  leases: ReturnType<typeof leaseStore>;
  rests: ReturnType<typeof restStore>;
  throttles: ReturnType<typeof throttleStore>;
  slots: ReturnType<typeof slotStore>;
  incidents: ReturnType<typeof incidentStore>;
  readings: ReturnType<typeof readingStore>;
  reports: ReturnType<typeof reportStore>;
  consents: ReturnType<typeof consentStore>;
  letters: ReturnType<typeof letterStore>;
  lists: ReturnType<typeof listStore>;
  notes: ReturnType<typeof noteStore>;
  signals: ReturnType<typeof signalStore>;
  tastes: ReturnType<typeof tasteStore>;
  signUps: ReturnType<typeof signUpStore>;
  erasure: ReturnType<typeof erasureStore>;
  overview: ReturnType<typeof overviewStore>;
  volumes: ReturnType<typeof volumeStore>;
  week: ReturnType<typeof weekStore>;
  actions: ReturnType<typeof actionStore>;
  takenBack: ReturnType<typeof takenBackStore>;
  recalls: ReturnType<typeof recallStore>;
  /** The clock that leases go by: one for all processes on this database, in milliseconds since the epoch. */
  now: () => Promise<number>;
  /**
   * Runs `work` in one transaction that holds the write lock; all or nothing. What it reads, no other `transaction`
   * changes before it ends. Runs `work` again when the database undid it for the sake of another one.
   */
  transaction: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
  /** The same beside other transactions: it holds only the rows it writes or locks, where the database can do so. */
  alongside: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
}

/** A store that owns its connection. */
export interface OpenStore extends Store {
  /** How people are told of the database: its file, or its address without the password. */
  name: string;
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

/** Where the database is; the address of a server carries its password. */
export type DatabaseUrl = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: { reveal(): string } };

/** How often a transaction is run that gives way to others. */
const TRIES = 5;

export interface StoreOptions {
  /** Stands in for the clock that leases go by: the database's own, where it has one. */
  clock?: Clock | undefined;
  /** Nothing is migrated, and whoever writes gets an error of the database. */
  readOnly?: boolean;
}

/**
 * Opens the database and brings its schema up to date; one that is only read must have it. Throws a UserError for another
 * schema.
 */
export async function openStore(
  url: DatabaseUrl,
  { clock, readOnly = false }: StoreOptions = {},
): Promise<OpenStore> {
  const own =
    url.kind === 'sqlite'
      ? await sqliteDialect(url.file, { readOnly })
      : await postgresDialect(url.url.reveal(), { readOnly });
  const dialect = clock ? { ...own, now: async () => clock.now() } : own;
  const db = new Kysely<Schema>({ dialect: dialect.kysely });
  try {
    const migrated = await (readOnly ? schemaIsOurs(db) : migrate(db, dialect));
    const store = verbs(db, dialect, inTurn());
    return {
      ...store,
      name: dialect.name,
      migrated,
      backup: file => dialect.backup(db, file),
      async scrub() {
        const owed = await store.erasure.scrubOwed();
        await dialect.scrub(db);
        if (owed !== null) await store.erasure.scrubbed(owed);
      },
      damage: () => dialect.damage(db),
      close: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Lets one work begin when the one before it has ended. */
type Turns = <T>(work: () => Promise<T>) => Promise<T>;

function verbs(db: Kysely<Schema>, dialect: StoreDialect, turns: Turns): Store {
  async function run<T>(work: (store: Store) => Promise<T>, locked: boolean): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await db.transaction().execute(async tx => {
          if (locked) await dialect.lockWrites(tx);
          return work(verbs(tx, dialect, turns));
        });
      } catch (error) {
        if (tries === TRIES || !dialect.gaveWay(error)) throw error;
      }
    }
  }
  const store: Store = {
    snapshots: snapshotStore(db),
    sources: sourceStore(db),
    papers: paperStore(db),
    updates: paperUpdateStore(db),
    provenance: provenanceStore(db),
    words: wordStore(db),
    search: searchStore(db),
    learned: learnedStore(db),
    archive: archiveStore(db),
    subscribers: subscriberStore(db, dialect),
    suppressions: suppressionStore(db),
    editions: editionStore(db),
    deliveries: deliveryStore(db),
    attempts: attemptStore(db),
    answered: answeredStore(db),
    skips: skipStore(db),
    leases: leaseStore(db, dialect),
    rests: restStore(db),
    throttles: throttleStore(db),
    slots: slotStore(db),
    incidents: incidentStore(db),
    readings: readingStore(db),
    reports: reportStore(db),
    consents: consentStore(db),
    letters: letterStore(db, dialect),
    lists: listStore(db),
    notes: noteStore(db),
    signals: signalStore(db),
    tastes: tasteStore(db),
    signUps: signUpStore(db),
    erasure: erasureStore(db),
    overview: overviewStore(db),
    volumes: volumeStore(db),
    week: weekStore(db),
    actions: actionStore(db),
    takenBack: takenBackStore(db),
    recalls: recallStore(db),
    now: () => dialect.now(db),
    async transaction(work) {
      // Whoever waits for the lock of the database holds a connection: one for each process is enough.
      if (!db.isTransaction) return turns(() => run(work, true));
      await dialect.lockWrites(db);
      return work(store);
    },
    alongside(work) {
      return db.isTransaction ? work(store) : run(work, false);
    },
  };
  return store;
}

function inTurn(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
