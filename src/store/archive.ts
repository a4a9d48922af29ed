import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What everybody may read of what came and what went out: nothing of who got it. An alias counts as its elder. */
export function archiveStore(db: Kysely<Schema>) {
  return {
    /** Dates of the editions up to `last`, newest first. */
    async editions(last: CalendarDate): Promise<CalendarDate[]> {
      const rows = await db
        .selectFrom('edition')
        .select('id')
        .where('id', '<=', last)
        .orderBy('id', 'desc')
        .execute();
      return rows.map(row => row.id);
    },

    /** Papers of the snapshots captured on these dates, each once a date, in the order of the digests. */
    async seen(from: CalendarDate, to: CalendarDate): Promise<{ date: CalendarDate; paper: number }[]> {
      return db
        .selectFrom('snapshot')
        .innerJoin('sighting', 'sighting.snapshot', 'snapshot.num')
        .innerJoin('paper', 'paper.num', 'sighting.paper')
        .select(({ fn }) => [
          'snapshot.captured_at as date',
          fn.coalesce('paper.alias_of', 'paper.num').as('paper'),
        ])
        .where('snapshot.forgotten_at', 'is', null)
        .where('paper.shown', '=', 1)
        .where('snapshot.captured_at', '>=', from)
        .where('snapshot.captured_at', '<=', to)
        .groupBy(({ fn }) => ['snapshot.captured_at', fn.coalesce('paper.alias_of', 'paper.num')])
        .orderBy('date')
        .orderBy(({ fn }) => fn.min('sighting.line'))
        .orderBy('paper')
        .execute();
    },

    /** Papers that the editions of these dates carried to anybody. */
    async carried(from: CalendarDate, to: CalendarDate): Promise<{ edition: CalendarDate; paper: number }[]> {
      return db
        .selectFrom('edition_paper')
        .innerJoin('paper', 'paper.num', 'edition_paper.paper')
        .select(({ fn }) => ['edition', fn.coalesce('paper.alias_of', 'paper.num').as('paper')])
        .distinct()
        .where('paper.shown', '=', 1)
        .where('edition', '>=', from)
        .where('edition', '<=', to)
        .where('again', '=', 0)
        .orderBy('edition')
        .orderBy('paper')
        .execute();
    },

    /** Editions up to `last` that carried these papers to anybody, newest first, by paper number. */
    async editionsOf(papers: readonly number[], last: CalendarDate): Promise<Map<number, CalendarDate[]>> {
      const found = new Map<number, CalendarDate[]>();
      for (const page of inPages(papers)) {
        const rows = await db
          .selectFrom('paper')
          .innerJoin('edition_paper', 'edition_paper.paper', 'paper.num')
          .select(({ fn }) => ['edition', fn.coalesce('paper.alias_of', 'paper.num').as('num')])
          .distinct()
          .where(({ eb, or }) => or([eb('paper.num', 'in', page), eb('paper.alias_of', 'in', page)]))
          .where('again', '=', 0)
          .where('edition', '<=', last)
          .orderBy('edition', 'desc')
          .execute();
        for (const { num, edition } of rows) found.set(num, [...(found.get(num) ?? []), edition]);
      }
      return found;
    },
  };
}
