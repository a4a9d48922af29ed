import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import type { DateFrom } from '../model/snapshot.ts';
import { inPages } from './pages.ts';
import { paperStore } from './papers.ts';
import type { Schema } from './schema.ts';
import { takenBackStore } from './taken-back.ts';

/** A stored snapshot: what the window of an edition is made of. */
export interface StoredSnapshot {
  num: number;
  capturedAt: CalendarDate;
  dateFrom: DateFrom;
}

/** What is on record of a snapshot; times in milliseconds. */
export interface SnapshotRecord extends StoredSnapshot {
  hash: string;
  source: string;
  format: string;
  entries: number;
  status: 'ingested' | 'quiet' | 'stale';
  declared: number | null;
  storedAt: number;
  /** Null: it counts. */
  forgottenAt: number | null;
}

export interface NewSnapshot {
  hash: string;
  source: string;
  format: string;
  capturedAt: CalendarDate;
  dateFrom: DateFrom;
  entries: number;
  remarks: string[];
  storedAt: number;
  /** `ingested` by default. */
  status?: 'ingested' | 'quiet' | 'stale';
  /** How many papers it says it holds; left out or null when it does not say. */
  declared?: number | null;
}

/** What one snapshot said of one paper. */
export interface Sighting {
  paper: number;
  line: number;
  rawTitle: string;
  url: string | null;
  comments: number | null;
  upvotes: number | null;
}

export function snapshotStore(db: Kysely<Schema>) {
  return {
    /** The snapshot with these bytes (SHA-256, hexadecimal), or null. */
    async byHash(hash: string): Promise<(StoredSnapshot & { isForgotten: boolean }) | null> {
      const row = await db
        .selectFrom('snapshot')
        .select(['num', 'captured_at as capturedAt', 'date_from as dateFrom', 'forgotten_at'])
        .where('hash', '=', hash)
        .executeTakeFirst();
      if (!row) return null;
      const { forgotten_at, ...stored } = row;
      return { ...stored, dateFrom: row.dateFrom as DateFrom, isForgotten: forgotten_at !== null };
    },

    /** What was stored last of a source, by its name or the address it was asked at; null when nothing was. */
    async newestOf(
      source: string,
    ): Promise<(StoredSnapshot & Pick<SnapshotRecord, 'hash' | 'format' | 'entries'>) | null> {
      const row = await db
        .selectFrom('snapshot')
        .select(['num', 'hash', 'format', 'entries', 'captured_at as capturedAt', 'date_from as dateFrom'])
        .where('source', '=', source)
        .orderBy('num', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? { ...row, dateFrom: row.dateFrom as DateFrom } : null;
    },

    /** Corrects the capture date of a snapshot; what it held stays. */
    async redate(num: number, capturedAt: CalendarDate, dateFrom: DateFrom): Promise<void> {
      await db
        .updateTable('snapshot')
        .set({ captured_at: capturedAt, date_from: dateFrom })
        .where('num', '=', num)
        .execute();
    },

    /** Number of the newest snapshot; 0 when there is none. Rises with every snapshot stored. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('snapshot')
        .select(({ fn }) => fn.max('num').as('num'))
        .executeTakeFirst();
      return Number(row?.num ?? 0);
    },

    /** When the newest snapshot was stored, in milliseconds; 0 when there is none. */
    async newestStoredAt(): Promise<number> {
      const row = await db
        .selectFrom('snapshot')
        .select('stored_at')
        .orderBy('num', 'desc')
        .limit(1)
        .executeTakeFirst();
      return Number(row?.stored_at ?? 0);
    },

    /** The snapshots that count, with papers in them and not forgotten; oldest capture first. */
    async list(): Promise<(Omit<StoredSnapshot, 'dateFrom'> & { storedAt: number })[]> {
      const rows = await db
        .selectFrom('snapshot')
        .select(['num', 'captured_at as capturedAt', 'stored_at as storedAt'])
        .where('forgotten_at', 'is', null)
        .where('entries', '>', 0)
        .orderBy('captured_at')
        .orderBy('num')
        .execute();
      return rows.map(row => ({ ...row, storedAt: Number(row.storedAt) }));
    },

    /** Everything that is on record of all snapshots, in the order in which they were stored. */
    async records(): Promise<SnapshotRecord[]> {
      const rows = await db
        .selectFrom('snapshot')
        .select(['num', 'hash', 'source', 'format', 'captured_at as capturedAt', 'date_from as dateFrom'])
        .select(['entries', 'status', 'declared', 'stored_at as storedAt', 'forgotten_at as forgottenAt'])
        .orderBy('num')
        .execute();
      return rows.map(row => ({
        ...row,
        dateFrom: row.dateFrom as DateFrom,
        status: row.status as SnapshotRecord['status'],
        storedAt: Number(row.storedAt),
        forgottenAt: row.forgottenAt === null ? null : Number(row.forgottenAt),
      }));
    },

    /** Stores a snapshot and returns its number. */
    async insert(snapshot: NewSnapshot): Promise<number> {
      const row = await db
        .insertInto('snapshot')
        .values({
          hash: snapshot.hash,
          source: snapshot.source,
          format: snapshot.format,
          captured_at: snapshot.capturedAt,
          date_from: snapshot.dateFrom,
          entries: snapshot.entries,
          remarks: JSON.stringify(snapshot.remarks),
          stored_at: snapshot.storedAt,
          status: snapshot.status ?? 'ingested',
          declared: snapshot.declared ?? null,
        })
        .returning('num')
        .executeTakeFirstOrThrow();
      return row.num;
    },

    /** Records which papers a snapshot held. A paper named twice is recorded once. */
    async addSightings(snapshot: number, sightings: readonly Sighting[]): Promise<void> {
      for (const page of inPages(sightings)) {
        await db
          .insertInto('sighting')
          .values(
            page.map(seen => ({
              snapshot,
              paper: seen.paper,
              line: seen.line,
              raw_title: seen.rawTitle,
              url: seen.url,
              comments: seen.comments,
              upvotes: seen.upvotes,
            })),
          )
          .onConflict(c => c.columns(['snapshot', 'paper']).doNothing())
          .execute();
      }
      const takenBack = takenBackStore(db);
      const gone = await takenBack.among(sightings.map(({ paper }) => paper));
      if (gone.size === 0) return;
      // Another snapshot brings what was only in a forgotten one.
      await takenBack.settle([...gone]);
      await paperStore(db).recountSeen([...gone]);
    },

    /**
     * Numbers of the papers each of these snapshots held that may be carried: shown, and not withdrawn; an alias counts as
     * its elder. With `all`, of all it held.
     */
    async holdings(snapshots: readonly number[], { all = false } = {}): Promise<Map<number, number[]>> {
      const held = new Map<number, number[]>(snapshots.map(num => [num, []]));
      for (const page of inPages(snapshots)) {
        const sightings = db
          .selectFrom('sighting')
          .innerJoin('paper', 'paper.num', 'sighting.paper')
          .leftJoin('paper as elder', 'elder.num', 'paper.alias_of')
          .select(({ fn }) => ['sighting.snapshot', fn.coalesce('elder.num', 'paper.num').as('paper')])
          .where('sighting.snapshot', 'in', page)
          .orderBy('sighting.line')
          .orderBy('sighting.paper');
        const offered = sightings
          .where('paper.shown', '=', 1)
          .where('elder.withdrawn_on', 'is', null)
          // An alias is what its elder is.
          .where(({ eb, or }) =>
            or([eb('paper.withdrawn_on', 'is', null), eb('paper.alias_of', 'is not', null)]),
          );
        const rows = await (all ? sightings : offered).execute();
        for (const row of rows) held.get(row.snapshot)?.push(row.paper);
      }
      return held;
    },
  };
}
