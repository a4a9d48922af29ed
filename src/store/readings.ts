import type { Kysely, Selectable } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import type { SnapshotStatus } from '../model/snapshot.ts';
import type { SourceReading } from '../model/source-reading.ts';
import type { ReadingTable } from './paper-schema.ts';
import type { Schema } from './schema.ts';

/** Readings of one source that are read at once. */
const MOST = 2000;

/** What came of reading the sources: a row a source and reading, never changed. */
export function readingStore(db: Kysely<Schema>) {
  return {
    /** Notes a reading; of two of one source in the same millisecond the later counts. */
    async add({ publishing, ...reading }: SourceReading): Promise<void> {
      const { source: _, at: __, ...rest } = { ...reading, publishing: publishing ? 1 : 0 };
      await db
        .insertInto('reading')
        .values({ ...reading, ...rest })
        .onConflict(c => c.columns(['source', 'at']).doUpdateSet(rest))
        .execute();
    },

    /** The newest reading of each source, by name. */
    async last(): Promise<Map<string, SourceReading>> {
      const rows = await db
        .selectFrom('reading')
        .innerJoin(
          eb =>
            eb
              .selectFrom('reading')
              .select(({ fn }) => ['source', fn.max('at').as('newest_at')])
              .groupBy('source')
              .as('latest'),
          join =>
            join.onRef('latest.source', '=', 'reading.source').onRef('latest.newest_at', '=', 'reading.at'),
        )
        .selectAll('reading')
        .orderBy('reading.source')
        .execute();
      return new Map(rows.map(row => [row.source, fromRow(row)]));
    },

    /** The readings for these days, oldest first. */
    async ofDays(days: readonly CalendarDate[]): Promise<SourceReading[]> {
      if (days.length === 0) return [];
      const rows = await db
        .selectFrom('reading')
        .selectAll()
        .where('day', 'in', days)
        .orderBy('at')
        .orderBy('source')
        .execute();
      return rows.map(fromRow);
    },

    /**
     * The readings of one source, newest first: as many as are remembered, and as a few months have; where these are many, and none
     * brought anything, also the last that did.
     */
    async of(source: string, most = MOST): Promise<SourceReading[]> {
      const newest = db.selectFrom('reading').selectAll().where('source', '=', source).orderBy('at', 'desc');
      const rows = await newest.limit(most).execute();
      if (rows.length === most && !rows.some(({ status }) => status === 'ingested')) {
        rows.push(...(await newest.where('status', '=', 'ingested').limit(1).execute()));
      }
      return rows.map(fromRow);
    },

    /** Forgets what was read before a moment (ms), but for the newest reading of each source that brought something. */
    async forget(before: number): Promise<void> {
      await db
        .deleteFrom('reading')
        .where('at', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom(
                selectFrom('reading')
                  .select(({ fn }) => ['source', fn.max('at').as('newest_at')])
                  .where('status', '=', 'ingested')
                  .groupBy('source')
                  .as('latest'),
              )
                .select('latest.source')
                .whereRef('latest.source', '=', 'reading.source')
                .whereRef('latest.newest_at', '=', 'reading.at'),
            ),
          ),
        )
        .execute();
    },
  };
}

function fromRow({ publishing, ...row }: Selectable<ReadingTable>): SourceReading {
  return {
    ...row,
    at: Number(row.at),
    publishing: publishing === 1,
    status: row.status as SnapshotStatus,
    entries: Number(row.entries),
    fresh: Number(row.fresh),
    declared: row.declared === null ? null : Number(row.declared),
  };
}
