import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What one snapshot showed of a paper, and where. */
export interface ToldSighting {
  snapshot: number;
  source: string;
  format: string;
  capturedAt: CalendarDate;
  line: number;
  /** The title as it stood there. */
  title: string;
  url: string | null;
  comments: number | null;
  upvotes: number | null;
  /** An operator had it forgotten: it counts no more. */
  forgotten: boolean;
}

/** Where what is known of a paper comes from. */
export function provenanceStore(db: Kysely<Schema>) {
  return {
    /** What every snapshot showed of papers with these numbers, oldest capture first. */
    async sightings(nums: readonly number[]): Promise<ToldSighting[]> {
      const found: ToldSighting[] = [];
      for (const page of inPages(nums)) {
        const rows = await db
          .selectFrom('sighting')
          .innerJoin('snapshot', 'snapshot.num', 'sighting.snapshot')
          .select(['snapshot.num as snapshot', 'source', 'format', 'captured_at as capturedAt'])
          .select(['line', 'raw_title as title', 'url', 'comments', 'upvotes', 'forgotten_at'])
          .where('sighting.paper', 'in', page)
          .orderBy('captured_at')
          .orderBy('snapshot.num')
          .execute();
        found.push(...rows.map(({ forgotten_at, ...row }) => ({ ...row, forgotten: forgotten_at !== null })));
      }
      return found;
    },

    /** Every key that leads to a paper. */
    async keys(num: number): Promise<string[]> {
      const rows = await db
        .selectFrom('paper_key')
        .select('key')
        .where('paper', '=', num)
        .orderBy('key')
        .execute();
      return rows.map(({ key }) => key);
    },

    /** Public ids of the papers that turned out to be this one. */
    async aliases(num: number): Promise<string[]> {
      const rows = await db
        .selectFrom('paper')
        .select('id')
        .where('alias_of', '=', num)
        .orderBy('num')
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
