import type { Kysely } from 'kysely';
import { type DeliveryState, NOT_CARRIED } from '../model/delivery.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

export interface LedgerRow {
  edition: string;
  subscriber: number;
  papers: Uint8Array;
  state: DeliveryState;
}

/** What was carried to whom: deliveries that were not turned away. */
export function carriedVerbs(db: Kysely<Schema>) {
  const carried = () =>
    db
      .selectFrom('delivery')
      .select(['edition', 'subscriber', 'papers', 'state'])
      .where('state', 'not in', NOT_CARRIED);

  return {
    /** Ledger rows of these editions that carried something to subscribers numbered `from` to `to`. */
    async carried(editions: readonly string[], from: number, to: number): Promise<LedgerRow[]> {
      if (editions.length === 0) return [];
      const rows = await carried()
        .where('edition', 'in', editions)
        .where('subscriber', '>=', from)
        .where('subscriber', '<=', to)
        .execute();
      return typed(rows);
    },

    /** The newest edition before `before` that carried something to each of these subscribers. */
    async lastEditions(subscribers: readonly number[], before: string): Promise<Map<number, string>> {
      const found = new Map<number, string>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .selectFrom('delivery')
          .select(({ fn }) => ['subscriber', fn.max('edition').as('edition')])
          .where('subscriber', 'in', page)
          .where('edition', '<', before)
          .where('state', 'not in', NOT_CARRIED)
          .groupBy('subscriber')
          .execute();
        for (const row of rows) found.set(row.subscriber, row.edition);
      }
      return found;
    },

    /** The same to these subscribers alone. */
    async carriedTo(editions: readonly string[], subscribers: readonly number[]): Promise<LedgerRow[]> {
      const found: LedgerRow[] = [];
      if (editions.length === 0) return found;
      for (const page of inPages(subscribers)) {
        const rows = await carried()
          .where('edition', 'in', editions)
          .where('subscriber', 'in', page)
          .execute();
        for (const row of typed(rows)) found.push(row);
      }
      return found;
    },
  };
}

/** As they are, without a copy: years of rows are read for one edition. */
function typed(rows: (Omit<LedgerRow, 'state'> & { state: string })[]): LedgerRow[] {
  return rows as LedgerRow[];
}
