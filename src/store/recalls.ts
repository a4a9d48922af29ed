import type { Kysely } from 'kysely';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** The reason that stands at deliveries which are to be planned anew. */
export const RECALLED = 'taken back: to be planned anew';

/** A delivery that nobody holds and that surely is not out. */
export interface Untouched {
  edition: string;
  subscriber: number;
  papers: Uint8Array;
}

/**
 * Deliveries that are called back to be planned anew, because a paper in them was taken back. In between they are cancelled,
 * with a reason of their own: whoever dies over it leaves an edition whose accounts balance, and work that can be found.
 */
export function recallStore(db: Kysely<Schema>) {
  return {
    /** Papers, aliases among them, that mails of these editions name and that are not shown any more. */
    async gone(editions: readonly string[]): Promise<Set<number>> {
      const found = new Set<number>();
      for (const page of inPages(editions)) {
        const rows = await db
          .selectFrom('edition_paper')
          .innerJoin('paper', 'paper.num', 'edition_paper.paper')
          .select('paper.num')
          .distinct()
          .where('edition', 'in', page)
          .where('paper.shown', '=', 0)
          .execute();
        for (const { num } of rows) found.add(num);
      }
      return found;
    },

    /** What could be called back: deliveries of these editions, a page at a time in order. */
    async *untouched(editions: readonly string[], size: number): AsyncGenerator<Untouched[]> {
      for (const id of editions) {
        for (let after = 0; ; ) {
          const rows = await db
            .selectFrom('delivery')
            .select(['edition', 'subscriber', 'papers'])
            .where('edition', '=', id)
            .where('subscriber', '>', after)
            .where('state', 'in', ['pending', 'deferred'])
            .where('in_doubt', '=', 0)
            .orderBy('subscriber')
            .limit(size)
            .execute();
          const last = rows.at(-1);
          if (!last) break;
          yield rows;
          after = last.subscriber;
        }
      }
    },

    /** Calls deliveries back; returns how many were still untouched. */
    async call(edition: string, subscribers: readonly number[], now: number): Promise<number> {
      let called = 0;
      for (const page of inPages(subscribers)) {
        const result = await db
          .updateTable('delivery')
          .set({ state: 'cancelled', reason: RECALLED, updated_at: now })
          .where('edition', '=', edition)
          .where('subscriber', 'in', page)
          .where('state', 'in', ['pending', 'deferred'])
          .where('in_doubt', '=', 0)
          .executeTakeFirst();
        called += Number(result.numUpdatedRows);
      }
      return called;
    },

    /** Editions from `since` on, or with open accounts, whose deliveries were called back. */
    async editions(since: string): Promise<string[]> {
      const rows = await db
        .selectFrom('edition')
        .select('id')
        // What was cancelled long ago is not looked through again and again.
        .where(({ eb, or }) => or([eb('id', '>=', since), eb('edition.state', 'in', ['sending', 'paused'])]))
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('delivery')
              .innerJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
              .select('delivery.subscriber')
              .whereRef('delivery.edition', '=', 'edition.id')
              .where('delivery.state', '=', 'cancelled')
              .where('delivery.reason', '=', RECALLED)
              .where('subscriber.email', 'is not', null),
          ),
        )
        .orderBy('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    /** Takes some of these out of the ledger, for whoever plans them anew in the same transaction: the fence of each. */
    async take(edition: string, limit: number): Promise<Map<number, number>> {
      const rows = await db
        .selectFrom('delivery')
        .innerJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
        .select(['delivery.subscriber', 'fence'])
        .where('edition', '=', edition)
        .where('state', '=', 'cancelled')
        .where('reason', '=', RECALLED)
        // Of the erased, what they were served is all that is kept.
        .where('email', 'is not', null)
        .orderBy('delivery.subscriber')
        .limit(limit)
        .execute();
      const nums = rows.map(row => row.subscriber);
      if (nums.length > 0) {
        await db
          .deleteFrom('delivery')
          .where('edition', '=', edition)
          .where('subscriber', 'in', nums)
          .execute();
      }
      return new Map(rows.map(({ subscriber, fence }) => [subscriber, Number(fence)]));
    },

    /** Lets the claims of these deliveries go on counting where they were: attempts are numbered by them. */
    async keepFences(edition: string, fences: ReadonlyMap<number, number>): Promise<void> {
      for (const [subscriber, fence] of fences) {
        if (fence === 0) continue;
        await db
          .updateTable('delivery')
          .set({ fence })
          .where('edition', '=', edition)
          .where('subscriber', '=', subscriber)
          .execute();
      }
    },
  };
}
