import type { Kysely } from 'kysely';
import type { CalendarDate } from '../model/date.ts';
import type { Schema } from './schema.ts';

/** What happened to the audience since a moment, in numbers. */
export interface Movement {
  /** Who were added, or signed up, and are still there. */
  come: number;
  /** Who left, or were erased. */
  gone: number;
  /** Addresses that are never mailed any more. */
  suppressed: number;
}

/** What a week comes to, in numbers; it names nobody. */
export function weekStore(db: Kysely<Schema>) {
  return {
    /** How many papers were first seen from this day on. */
    async newPapers(since: CalendarDate): Promise<number> {
      const row = await db
        .selectFrom('paper')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('first_seen', '>=', since)
        .where('alias_of', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.rows);
    },

    /** Who came and went since a moment (ms). */
    async movement(since: number): Promise<Movement> {
      const come = await db
        .selectFrom('subscriber')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('created_at', '>=', since)
        .where('email', 'is not', null)
        .executeTakeFirstOrThrow();
      const gone = await db
        .selectFrom('consent')
        .innerJoin('subscriber', 'subscriber.num', 'consent.subscriber')
        .select(({ fn }) => fn.count<number>('consent.subscriber').distinct().as('rows'))
        .where('at', '>=', since)
        .where('act', '=', 'withdrew')
        // Whoever came back has not gone.
        .where(({ eb, or }) => or([eb('email', 'is', null), eb('status', '=', 'unsubscribed')]))
        .executeTakeFirstOrThrow();
      const suppressed = await db
        .selectFrom('suppression')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('at', '>=', since)
        .executeTakeFirstOrThrow();
      return { come: Number(come.rows), gone: Number(gone.rows), suppressed: Number(suppressed.rows) };
    },
  };
}
