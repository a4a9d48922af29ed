import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import type { PaperUpdate, UpdateKind } from '../model/paper.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What was told of a paper after it was first seen. */
export interface RecordedUpdate extends PaperUpdate {
  /** Number of the paper; of its elder when it became an alias since. */
  paper: number;
  /** The snapshot that told, and its capture date. */
  snapshot: number;
  day: CalendarDate;
  /** When it was stored, in milliseconds. */
  at: number;
}

/**
 * News about known papers. Rows are added, never changed: the same news told again is no news. What a snapshot told that
 * is forgotten is passed over.
 */
export function paperUpdateStore(db: Kysely<Schema>) {
  const rows = () =>
    db
      .selectFrom('paper_update')
      .innerJoin('paper', 'paper.num', 'paper_update.paper')
      .leftJoin('snapshot', 'snapshot.num', 'paper_update.snapshot')
      .select(({ fn }) => [
        fn.coalesce('paper.alias_of', 'paper.num').as('paper'),
        'paper_update.kind',
        'paper_update.detail',
        'paper_update.snapshot',
        'paper_update.day',
        'paper_update.at',
      ])
      .where('snapshot.forgotten_at', 'is', null)
      .orderBy('paper_update.day')
      .orderBy('paper_update.at')
      .orderBy('paper_update.paper')
      .orderBy('paper_update.kind')
      .orderBy('paper_update.detail');

  return {
    /** Records what was told; what is on record already stays as it was told first. */
    async add(updates: readonly RecordedUpdate[]): Promise<void> {
      for (const page of inPages(updates)) {
        await db
          .insertInto('paper_update')
          .values([...page])
          .onConflict(c => c.columns(['paper', 'kind', 'detail']).doNothing())
          .execute();
      }
    },

    /** What snapshots captured on or after `day` told, oldest first; each piece of news once. */
    async since(day: CalendarDate): Promise<RecordedUpdate[]> {
      return onceEach(await rows().where('paper_update.day', '>=', day).execute());
    },

    /** All that was told of these papers and their aliases, oldest first, by number of the paper. */
    async of(nums: readonly number[]): Promise<Map<number, RecordedUpdate[]>> {
      const found = new Map<number, RecordedUpdate[]>();
      for (const page of inPages([...new Set(nums)])) {
        const told = await rows()
          .where(({ eb, fn }) => eb(fn.coalesce('paper.alias_of', 'paper.num'), 'in', page))
          .execute();
        for (const one of onceEach(told)) found.set(one.paper, [...(found.get(one.paper) ?? []), one]);
      }
      return found;
    },
  };
}

/** Two papers that turned out to be one may have been told the same. */
function onceEach(rows: readonly (Omit<RecordedUpdate, 'kind'> & { kind: string })[]): RecordedUpdate[] {
  const first = new Map<string, RecordedUpdate>();
  for (const row of rows) {
    const key = `${row.paper} ${row.kind} ${row.detail}`;
    if (!first.has(key)) first.set(key, { ...row, kind: row.kind as UpdateKind, at: Number(row.at) });
  }
  return [...first.values()];
}
