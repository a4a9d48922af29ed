import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { SkipReason } from '../model/edition.ts';
import type { Schema } from './schema.ts';

/** The accounts of an edition: audience = Σ states + Σ skipped. */
export interface Accounts {
  states: Partial<Record<DeliveryState, number>>;
  skipped: Partial<Record<SkipReason, number>>;
}

/** What the ledger adds up to. */
export function accountVerbs(db: Kysely<Schema>) {
  return {
    /** The accounts of one edition. The erased count by what they were served, not by why they were not. */
    async accounts(edition: string): Promise<Accounts> {
      const states = await db
        .selectFrom('delivery')
        .select(({ fn }) => ['state', fn.countAll<number>().as('rows')])
        .where('edition', '=', edition)
        .groupBy('state')
        .execute();
      const skipped = await db
        .selectFrom('skip')
        .innerJoin('subscriber', 'subscriber.num', 'skip.subscriber')
        .select(({ fn }) => ['reason', fn.countAll<number>().as('rows')])
        .where('edition', '=', edition)
        .where('email', 'is not', null)
        .groupBy('reason')
        .execute();
      return {
        states: Object.fromEntries(states.map(row => [row.state, Number(row.rows)])),
        skipped: Object.fromEntries(skipped.map(row => [row.reason, Number(row.rows)])),
      };
    },

    /**
     * Numbers of subscribers that are missing from the accounts although somebody with a higher number is in them, or stand
     * in both columns: the first few, and none unless this program is wrong. Newcomers have the highest numbers.
     */
    async astray(edition: string): Promise<number[]> {
      const columns = ['delivery', 'skip'] as const;
      const ends = await Promise.all(
        columns.map(table =>
          db
            .selectFrom(table)
            .select(({ fn }) => fn.max('subscriber').as('last'))
            .where('edition', '=', edition)
            .executeTakeFirst(),
        ),
      );
      const rows = await db
        .selectFrom('subscriber')
        .select('num')
        .where('email', 'is not', null)
        .where('num', '<=', Math.max(0, ...ends.map(end => Number(end?.last ?? 0))))
        .where(({ eb, exists, selectFrom }) => {
          const within = (table: (typeof columns)[number]) =>
            exists(
              selectFrom(table)
                .select(`${table}.subscriber`)
                .where(`${table}.edition`, '=', edition)
                .whereRef(`${table}.subscriber`, '=', 'subscriber.num'),
            );
          return eb(within('delivery'), '=', within('skip'));
        })
        .orderBy('num')
        .limit(10)
        .execute();
      return rows.map(row => row.num);
    },

    /** How many deliveries of each edition are unknown, oldest edition first; editions without are left out. */
    async unknown(): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('delivery')
        .select(({ fn }) => ['edition', fn.countAll<number>().as('rows')])
        .where('state', '=', 'unknown')
        .groupBy('edition')
        .orderBy('edition')
        .execute();
      return new Map(rows.map(row => [row.edition, Number(row.rows)]));
    },
  };
}
