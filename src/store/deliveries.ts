import type { Kysely } from 'kysely';
import { type DeliveryState, OPEN_STATES } from '../model/delivery.ts';
import type { Preface, SkipReason } from '../model/edition.ts';
import { carriedVerbs, type LedgerRow } from './carried.ts';
import { HELD } from './leases.ts';
import { inPages } from './pages.ts';
import { resolveVerbs } from './resolve.ts';
import type { Schema } from './schema.ts';
import { FOUND, NOT_TOLD_LATER } from './skips.ts';

export type { LedgerRow } from './carried.ts';

/** A delivery about to be frozen. */
export interface NewDelivery {
  subscriber: number;
  /** Packed selection. */
  papers: Uint8Array;
  slot: number;
  expiresAt: number;
  messageId: string;
  /** Who the mail greets, for good: the same mail again has the same name in it. */
  name: string | null;
  /** Whose servers the address is on. */
  domainGroup: string;
  preface: Preface | null;
  /** Number of the operator's line in it; null for none. */
  note: number | null;
}

export interface NewSkip {
  subscriber: number;
  reason: SkipReason;
}

export interface DeliveryRow extends LedgerRow {
  email: string | null;
  attempts: number;
  messageId: string | null;
  code: number | null;
  reply: string | null;
  reason: string | null;
  slot: number;
  /** Who the mail greets; null for nobody by name, and once erased. */
  name: string | null;
  preface: Preface | null;
  note: number | null;
  updatedAt: number;
}

/** What was settled of a mail when it was frozen: enough to render it again. */
export type FrozenMail = Pick<DeliveryRow, 'papers' | 'slot' | 'state' | 'name' | 'preface' | 'note'>;

/** What an edition still owes. */
export interface Owed {
  /** Earliest end of a lease that somebody holds; null when nobody holds one. */
  leasedUntil: number | null;
  /** Earliest moment a row that nobody holds may be claimed; null when there is none. */
  due: number | null;
}

export function deliveryStore(db: Kysely<Schema>) {
  return {
    ...carriedVerbs(db),
    ...resolveVerbs(db),

    /**
     * Freezes one page of an edition: who gets what, and who is skipped why. A subscriber frozen
     * before stays frozen; a skip is the newest word on somebody who has no delivery. Call it in a
     * transaction, so that a page is there whole or not at all.
     */
    async freezePage(
      edition: string,
      deliveries: readonly NewDelivery[],
      skips: readonly NewSkip[],
      now: number,
    ) {
      for (const page of inPages(deliveries)) {
        await db
          .insertInto('delivery')
          .values(
            page.map(row => ({
              edition,
              subscriber: row.subscriber,
              state: 'pending',
              papers: row.papers,
              slot: row.slot,
              expires_at: row.expiresAt,
              message_id: row.messageId,
              name: row.name,
              domain_group: row.domainGroup,
              preface: row.preface,
              note: row.note,
              updated_at: now,
            })),
          )
          .onConflict(c => c.columns(['edition', 'subscriber']).doNothing())
          .execute();
        const nums = page.map(row => row.subscriber);
        await db.deleteFrom('skip').where('edition', '=', edition).where('subscriber', 'in', nums).execute();
      }
      for (const page of inPages(skips)) {
        await db
          .insertInto('skip')
          .values(page.map(({ subscriber, reason }) => ({ edition, subscriber, reason, at: now })))
          .onConflict(c =>
            c
              .columns(['edition', 'subscriber'])
              .doUpdateSet(({ ref }) => ({ reason: ref('excluded.reason'), at: now }))
              // A run for an earlier hour does not take back what a later one found, nor does an outage since.
              .where(({ eb, not, and }) =>
                not(
                  and([
                    eb('excluded.reason', 'in', ['not-due', ...NOT_TOLD_LATER]),
                    eb('skip.reason', 'in', FOUND),
                  ]),
                ),
              ),
          )
          .execute();
      }
    },

    /** Which of the subscribers numbered `from` to `to` have a delivery in this edition, in whatever state. */
    async frozen(edition: string, from: number, to: number): Promise<Set<number>> {
      const rows = await db
        .selectFrom('delivery')
        .select('subscriber')
        .where('edition', '=', edition)
        .where('subscriber', '>=', from)
        .where('subscriber', '<=', to)
        .execute();
      return new Set(rows.map(row => row.subscriber));
    },

    /**
     * Which of these subscribers have a delivery in this edition, or one of any date in a slot since they came, in
     * whatever state. `cameAt`: by subscriber, in milliseconds.
     */
    async served(edition: string, cameAt: ReadonlyMap<number, number>): Promise<Set<number>> {
      const found = new Set<number>();
      for (const page of inPages([...cameAt.keys()])) {
        const rows = await db
          .selectFrom('delivery')
          .select(['subscriber', 'edition', 'slot'])
          .where('subscriber', 'in', page)
          .execute();
        for (const row of rows) {
          const came = cameAt.get(row.subscriber) ?? Number.POSITIVE_INFINITY;
          if (row.edition === edition || Number(row.slot) >= came) found.add(row.subscriber);
        }
      }
      return found;
    },

    /** What the edition carries to a subscriber; null when it has nothing for them. */
    async find(edition: string, subscriber: number): Promise<FrozenMail | null> {
      const row = await db
        .selectFrom('delivery')
        .select(['papers', 'slot', 'state', 'name', 'preface', 'note'])
        .where('edition', '=', edition)
        .where('subscriber', '=', subscriber)
        .executeTakeFirst();
      return row ? typed(row) : null;
    },

    /** Editions that owe somebody a delivery still, oldest first. */
    async owing(): Promise<string[]> {
      const rows = await db
        .selectFrom('edition')
        .select('id as edition')
        // Asked of each edition, it ends with the first row found; asked of the ledger, it would read all of it.
        .where(({ exists, selectFrom, or }) =>
          or(
            OPEN_STATES.map(state =>
              exists(
                selectFrom('delivery')
                  .select('delivery.subscriber')
                  .whereRef('delivery.edition', '=', 'edition.id')
                  .where('delivery.state', '=', state),
              ),
            ),
          ),
        )
        .orderBy('id')
        .execute();
      return rows.map(row => row.edition);
    },

    /**
     * What the edition owes, of the slots up to `at` (all when null). What was deferred before `retryBefore` is
     * due at once; domain groups in `without` owe nothing.
     */
    async owed(
      edition: string,
      at: number | null,
      retryBefore: number | null = null,
      without: readonly string[] = [],
    ): Promise<Owed> {
      const rows = await db
        .selectFrom('delivery')
        .select(({ eb, fn, and }) => [
          'state',
          fn
            .min(
              eb
                .case()
                .when(and([eb('state', '=', 'deferred'), eb('updated_at', '<', retryBefore ?? 0)]))
                .then(0)
                .else(eb.ref('not_before'))
                .end(),
            )
            .as('due'),
          fn.min('lease_until').as('leasedUntil'),
        ])
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred', ...HELD])
        .$if(without.length > 0, query => query.where('domain_group', 'not in', [...without]))
        .$if(at !== null, query => query.where('slot', '<=', at ?? 0))
        .groupBy('state')
        .execute();
      const ends = rows.filter(row => HELD.includes(row.state)).map(row => Number(row.leasedUntil));
      const due = rows.filter(row => !HELD.includes(row.state)).map(row => Number(row.due));
      return {
        leasedUntil: ends.length > 0 ? Math.min(...ends) : null,
        due: due.length > 0 ? Math.min(...due) : null,
      };
    },

    /** The ledger, newest edition first. */
    async list(filter: {
      edition?: string;
      state?: DeliveryState;
      subscriber?: number;
    }): Promise<DeliveryRow[]> {
      let query = db
        .selectFrom('delivery')
        .innerJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
        .select([
          'edition',
          'subscriber',
          'papers',
          'email',
          'state',
          'attempts',
          'message_id as messageId',
          'code',
          'reply',
          'reason',
          'slot',
          'delivery.name',
          'preface',
          'note',
          'updated_at as updatedAt',
        ]);
      if (filter.edition) query = query.where('edition', '=', filter.edition);
      if (filter.state) query = query.where('state', '=', filter.state);
      if (filter.subscriber) query = query.where('subscriber', '=', filter.subscriber);
      const rows = await query.orderBy('edition', 'desc').orderBy('subscriber').execute();
      return rows.map(typed);
    },
  };
}

function typed<Row extends { state: string; preface: string | null }>(row: Row) {
  return { ...row, state: row.state as DeliveryState, preface: row.preface as Preface | null };
}
