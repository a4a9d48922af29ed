import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { Schema } from './schema.ts';

/** A delivery this process holds the lease of. */
export interface LeasedDelivery {
  subscriber: number;
  papers: Uint8Array;
  slot: number;
  expiresAt: number;
  fence: number;
  attempts: number;
}

/** What became of a leased delivery. */
export interface Outcome {
  subscriber: number;
  fence: number;
  state: DeliveryState;
  code: number | null;
  reply: string | null;
  reason: string | null;
  /** True when an attempt was made that counts. */
  attempted: boolean;
  notBefore?: number;
}

/** The way of a delivery through the hands of workers: claimed, kept alive, settled, or taken back. */
export function leaseStore(db: Kysely<Schema>) {
  return {
    /** Takes the lease of up to `limit` deliveries that are due, oldest slot first. One statement. */
    async claim(
      edition: string,
      lease: { owner: string; until: number; now: number; limit: number },
    ): Promise<LeasedDelivery[]> {
      const rows = await db
        .updateTable('delivery')
        .set(({ eb }) => ({
          state: 'leased',
          fence: eb('fence', '+', 1),
          lease_owner: lease.owner,
          lease_until: lease.until,
          updated_at: lease.now,
        }))
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred'])
        .where('subscriber', 'in', ({ selectFrom }) =>
          selectFrom('delivery as due')
            .select('due.subscriber')
            .where('due.edition', '=', edition)
            .where('due.state', 'in', ['pending', 'deferred'])
            .where('due.not_before', '<=', lease.now)
            .orderBy('due.slot')
            .orderBy('due.subscriber')
            .limit(lease.limit),
        )
        .returning(['subscriber', 'papers', 'slot', 'expires_at as expiresAt', 'fence', 'attempts'])
        .execute();
      return rows.sort((a, b) => a.slot - b.slot || a.subscriber - b.subscriber);
    },

    /** Lengthens the leases this owner still holds. */
    async heartbeat(edition: string, owner: string, until: number): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ lease_until: until })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .execute();
    },

    /**
     * Writes what became of leased deliveries, each only while its fence still holds: a worker that
     * slept through its lease changes nothing. Returns how many were written.
     */
    async settle(edition: string, outcomes: readonly Outcome[], now: number): Promise<number> {
      let written = 0;
      for (const outcome of outcomes) {
        const result = await db
          .updateTable('delivery')
          .set(({ eb }) => ({
            state: outcome.state,
            code: outcome.code,
            reply: outcome.reply,
            reason: outcome.reason,
            attempts: outcome.attempted ? eb('attempts', '+', 1) : eb.ref('attempts'),
            not_before: outcome.notBefore ?? 0,
            lease_owner: null,
            lease_until: null,
            updated_at: now,
          }))
          .where('edition', '=', edition)
          .where('subscriber', '=', outcome.subscriber)
          .where('state', '=', 'leased')
          .where('fence', '=', outcome.fence)
          .executeTakeFirst();
        written += Number(result.numUpdatedRows);
      }
      return written;
    },

    /** Gives back what dead workers held: nothing was handed over under an expired lease. */
    async reap(edition: string, now: number): Promise<number> {
      const result = await db
        .updateTable('delivery')
        .set({ state: 'pending', lease_owner: null, lease_until: null, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_until', '<', now)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Earliest moment at which an open delivery of the edition can go on; null when none is open. */
    async nextDue(edition: string): Promise<number | null> {
      const row = await db
        .selectFrom('delivery')
        .select(({ fn }) => [
          fn.min('not_before').as('due'),
          fn.min('lease_until').as('lease'),
          fn.countAll<number>().as('open'),
        ])
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred', 'leased'])
        .executeTakeFirstOrThrow();
      return Number(row.open) === 0 ? null : Number(row.lease ?? row.due ?? 0);
    },
  };
}
