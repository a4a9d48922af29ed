import type { Kysely } from 'kysely';
import type { Preface, SkipReason } from '../model/edition.ts';
import type { Schema } from './schema.ts';

/** A delivery as far as its volume goes. */
export interface PackedMail {
  subscriber: number;
  /** Packed selection. */
  papers: Uint8Array;
}

/** What the content of a paper says that has no abstract: it is the caller's JSON, in which quotes of texts are escaped. */
const WITHOUT_ABSTRACT = '%"abstract":null%';

/** How much editions carry: read of some subscribers, by number, so that a large audience costs no more. */
export function volumeStore(db: Kysely<Schema>) {
  return {
    /** The first deliveries of an edition by number of the subscriber, from `from` on, in whatever state. */
    async first(edition: string, limit: number, from = 0): Promise<PackedMail[]> {
      return db
        .selectFrom('delivery')
        .select(['subscriber', 'papers'])
        .where('edition', '=', edition)
        .where('subscriber', '>=', from)
        .orderBy('subscriber')
        .limit(limit)
        .execute();
    },

    /** The highest number of a subscriber with a delivery in an edition; 0 when there is none. */
    async last(edition: string): Promise<number> {
      const row = await db
        .selectFrom('delivery')
        .select('subscriber')
        .where('edition', '=', edition)
        .orderBy('subscriber', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.subscriber ?? 0;
    },

    /** How many subscribers, numbered `from` to `to`, were skipped in an edition for one of these reasons. */
    async skipped(
      edition: string,
      reasons: readonly SkipReason[],
      { from, to }: { from: number; to: number },
    ): Promise<number> {
      const row = await db
        .selectFrom('skip')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('edition', '=', edition)
        .where('subscriber', '>=', from)
        .where('subscriber', '<=', to)
        .where('reason', 'in', reasons)
        .executeTakeFirstOrThrow();
      return Number(row.rows);
    },

    /** How many papers an edition carries, and how many of them were shown without an abstract. */
    async abstracts(edition: string): Promise<{ papers: number; bare: number }> {
      const carried = db
        .selectFrom('edition_paper')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('edition', '=', edition)
        .where('again', '=', 0);
      const all = await carried.executeTakeFirstOrThrow();
      const bare = await carried.where('content', 'like', WITHOUT_ABSTRACT).executeTakeFirstOrThrow();
      return { papers: Number(all.rows), bare: Number(bare.rows) };
    },

    /** How many deliveries of an edition wait for a slot after `now`, and the first of these slots; null without one. */
    async ahead(edition: string, now: number): Promise<{ deliveries: number; goesAt: number | null }> {
      const row = await db
        .selectFrom('delivery')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.min('slot').as('slot')])
        .where('edition', '=', edition)
        .where('state', '=', 'pending')
        .where('slot', '>', now)
        .executeTakeFirstOrThrow();
      return { deliveries: Number(row.rows), goesAt: row.slot === null ? null : Number(row.slot) };
    },

    /** What waits of an edition, the first to go first. */
    async waiting(edition: string, limit: number) {
      const rows = await db
        .selectFrom('delivery')
        .select(['subscriber', 'papers', 'slot', 'name', 'preface', 'note'])
        .where('edition', '=', edition)
        .where('state', '=', 'pending')
        .orderBy('slot')
        .orderBy('subscriber')
        .limit(limit)
        .execute();
      return rows.map(row => ({ ...row, slot: Number(row.slot), preface: row.preface as Preface | null }));
    },
  };
}
