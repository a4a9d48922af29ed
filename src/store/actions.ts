import type { Kysely } from 'kysely';
import type { Action, ActionKind } from '../model/action.ts';
import type { Schema } from './schema.ts';

/** What operators did about papers, snapshots and editions: rows are added, never changed. */
export function actionStore(db: Kysely<Schema>) {
  return {
    async add({ at, who, what, subject, why }: Action): Promise<void> {
      await db.insertInto('action').values({ at, who, what, subject, why }).execute();
    },

    /** Number of the newest act; 0 when there is none. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('action')
        .select(({ fn }) => fn.max('num').as('num'))
        .executeTakeFirst();
      return Number(row?.num ?? 0);
    },

    /** The newest acts, newest first. */
    async last(limit: number): Promise<Action[]> {
      const rows = await db.selectFrom('action').selectAll().orderBy('num', 'desc').limit(limit).execute();
      return rows.map(({ at, who, what, subject, why }) => ({
        at: Number(at),
        who: who as Action['who'],
        what: what as ActionKind,
        subject,
        why,
      }));
    },

    /** Forgets what was done before `before` (ms). */
    async forget(before: number): Promise<void> {
      await db.deleteFrom('action').where('at', '<', before).execute();
    },
  };
}
