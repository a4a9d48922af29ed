import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** Why a paper is not shown. */
export interface TakenBack {
  /** Since when an operator hides it, in milliseconds; null: what brought it is forgotten. */
  hiddenAt: number | null;
  why: string | null;
}

/** A snapshot that can be forgotten, or is. */
export interface KnownSnapshot {
  source: string;
  forgottenAt: number | null;
}

/** A snapshot as a list names it. */
export interface ListedSnapshot extends KnownSnapshot {
  num: number;
  capturedAt: CalendarDate;
  status: string;
  entries: number;
}

/** A paper as a list of what may be taken back names it. */
export interface FoundPaper {
  id: string;
  title: string;
  firstSeen: CalendarDate;
  hiddenAt: number | null;
  why: string | null;
}

/**
 * What an operator takes back, and gives back. `paper.shown` is what everybody else asks: 1 unless the paper is hidden, or
 * only forgotten snapshots brought it; an alias has that of its elder. Call the verbs that write inside a transaction.
 */
export function takenBackStore(db: Kysely<Schema>) {
  return {
    /** Hides a paper, by the number of the elder; false when it was hidden already. */
    async hide(num: number, why: string | null, now: number): Promise<boolean> {
      const result = await db
        .updateTable('paper')
        .set({ hidden_at: now, hidden_why: why })
        .where('num', '=', num)
        .where('hidden_at', 'is', null)
        .executeTakeFirst();
      await this.settle([num]);
      return Number(result.numUpdatedRows) === 1;
    },

    /** Ends that; false when it was not hidden. */
    async unhide(num: number): Promise<boolean> {
      const result = await db
        .updateTable('paper')
        .set({ hidden_at: null, hidden_why: null })
        .where('num', '=', num)
        .where('hidden_at', 'is not', null)
        .executeTakeFirst();
      await this.settle([num]);
      return Number(result.numUpdatedRows) === 1;
    },

    /** Papers with this id, arXiv id, or text in their title, newest first; those that are hidden for an empty text. */
    async find(text: string, limit: number): Promise<FoundPaper[]> {
      const like = (part: string) => `%${part.replace(/[%_\\]/g, '_')}%`;
      const rows = await db
        .selectFrom('paper')
        .select(['id', 'title', 'first_seen as firstSeen', 'hidden_at as hiddenAt', 'hidden_why as why'])
        .where('alias_of', 'is', null)
        .where(({ eb, fn, or }) =>
          text === ''
            ? eb('hidden_at', 'is not', null)
            : or([
                eb('id', '=', text),
                eb('arxiv_id', '=', text),
                eb(fn('lower', ['title']), 'like', like(text.toLowerCase())),
                // SQLite knows small letters of ASCII alone.
                eb('title', 'like', like(text)),
              ]),
        )
        .orderBy('num', 'desc')
        .limit(limit)
        .execute();
      return rows.map(row => ({ ...row, hiddenAt: row.hiddenAt === null ? null : Number(row.hiddenAt) }));
    },

    /** The newest snapshots, those that are forgotten among them. */
    async snapshots(limit: number): Promise<ListedSnapshot[]> {
      const rows = await db
        .selectFrom('snapshot')
        .select([
          'num',
          'source',
          'captured_at as capturedAt',
          'status',
          'entries',
          'forgotten_at as forgottenAt',
        ])
        .orderBy('num', 'desc')
        .limit(limit)
        .execute();
      return rows.map(row => ({
        ...row,
        forgottenAt: row.forgottenAt === null ? null : Number(row.forgottenAt),
      }));
    },

    /** The snapshot with this number; null when there is none. */
    async snapshot(num: number): Promise<KnownSnapshot | null> {
      const row = await db
        .selectFrom('snapshot')
        .select(['source', 'forgotten_at as forgottenAt'])
        .where('num', '=', num)
        .executeTakeFirst();
      return row ? { ...row, forgottenAt: row.forgottenAt === null ? null : Number(row.forgottenAt) } : null;
    },

    /** The papers a snapshot held, shown or not, by the number of the elder. */
    async heldBy(snapshot: number): Promise<number[]> {
      const rows = await db
        .selectFrom('sighting')
        .innerJoin('paper', 'paper.num', 'sighting.paper')
        .select(({ fn }) => fn.coalesce('paper.alias_of', 'paper.num').as('num'))
        .distinct()
        .where('sighting.snapshot', '=', snapshot)
        .execute();
      return rows.map(({ num }) => num);
    },

    /** Makes a snapshot count no more (`at` in milliseconds), or again (null); and the papers that it held with it. */
    async setForgotten(snapshot: number, at: number | null): Promise<void> {
      await db.updateTable('snapshot').set({ forgotten_at: at }).where('num', '=', snapshot).execute();
      await this.settle(await this.heldBy(snapshot));
    },

    /** Writes down whether these papers, elders, are shown. */
    async settle(nums: readonly number[]): Promise<void> {
      for (const page of inPages(nums)) {
        const brought = await db
          .selectFrom('sighting')
          .innerJoin('snapshot', 'snapshot.num', 'sighting.snapshot')
          .innerJoin('paper', 'paper.num', 'sighting.paper')
          .select(({ fn }) => [
            fn.coalesce('paper.alias_of', 'paper.num').as('num'),
            fn.countAll<number>().as('all'),
            fn.count<number>('snapshot.forgotten_at').as('forgotten'),
          ])
          .where(({ eb, fn }) => eb(fn.coalesce('paper.alias_of', 'paper.num'), 'in', page))
          .groupBy(({ fn }) => fn.coalesce('paper.alias_of', 'paper.num'))
          .execute();
        const gone = new Set(
          brought.filter(row => Number(row.all) === Number(row.forgotten)).map(row => row.num),
        );
        const hidden = await db
          .selectFrom('paper')
          .select('num')
          .where('num', 'in', page)
          .where('hidden_at', 'is not', null)
          .execute();
        for (const { num } of hidden) gone.add(num);
        for (const shown of [0, 1]) {
          const some = page.filter(num => gone.has(num) === (shown === 0));
          if (some.length === 0) continue;
          await db
            .updateTable('paper')
            .set({ shown })
            .where(({ eb, or }) => or([eb('num', 'in', some), eb('alias_of', 'in', some)]))
            .execute();
        }
      }
    },

    /** Why a paper, an elder, is not shown; null when it is. */
    async of(num: number): Promise<TakenBack | null> {
      const row = await db
        .selectFrom('paper')
        .select(['hidden_at as hiddenAt', 'hidden_why as why'])
        .where('num', '=', num)
        .where('shown', '=', 0)
        .executeTakeFirst();
      return row ? { ...row, hiddenAt: row.hiddenAt === null ? null : Number(row.hiddenAt) } : null;
    },

    /** Those of these papers that are not shown, by the number of the elder. */
    async among(nums: readonly number[]): Promise<Set<number>> {
      const found = new Set<number>();
      for (const page of inPages([...new Set(nums)])) {
        const rows = await db
          .selectFrom('paper')
          .select(({ fn }) => fn.coalesce('alias_of', 'num').as('num'))
          .distinct()
          .where('num', 'in', page)
          .where('shown', '=', 0)
          .execute();
        for (const { num } of rows) found.add(num);
      }
      return found;
    },
  };
}
