import { expressionBuilder, type Kysely } from 'kysely';
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
  /** A worker died holding it: the message may be out already. */
  inDoubt: boolean;
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
  /** When a deferred delivery may be tried again, in milliseconds. */
  notBefore: number;
}

export interface Lease {
  /** Unique per process. */
  owner: string;
  until: number;
  now: number;
  limit: number;
  /** Only slots up to this calendar moment; null: all. */
  at: number | null;
}

/** What an edition still owes. */
export interface Owed {
  /** Earliest end of a lease that somebody holds; null when nobody holds one. */
  leasedUntil: number | null;
  /** Earliest moment a row that nobody holds may be claimed; null when there is none. */
  due: number | null;
}

/** The way of a delivery through the hands of workers: claimed, kept alive, settled, or taken back. */
export function leaseStore(db: Kysely<Schema>) {
  return {
    /** Takes the lease of up to `limit` deliveries that are due, oldest slot first. One statement. */
    async claim(edition: string, lease: Lease): Promise<LeasedDelivery[]> {
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
            .$if(lease.at !== null, query => query.where('due.slot', '<=', lease.at ?? 0))
            .orderBy('due.slot')
            .orderBy('due.subscriber')
            .limit(lease.limit),
        )
        .returning([
          'subscriber',
          'papers',
          'slot',
          'expires_at as expiresAt',
          'fence',
          'attempts',
          'in_doubt as inDoubt',
        ])
        .execute();
      return rows
        .map(row => ({ ...row, inDoubt: row.inDoubt === 1 }))
        .sort((a, b) => a.slot - b.slot || a.subscriber - b.subscriber);
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
            in_doubt: 0,
            not_before: outcome.notBefore,
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

    /** Gives back what this owner holds and has not handed over: as if it had never been claimed. */
    async release(edition: string, owner: string, now: number): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ state: unclaimed(), lease_owner: null, lease_until: null, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .execute();
    },

    /** Takes back what dead workers held. What they had handed over and not written down is not known. */
    async reap(edition: string, now: number): Promise<number> {
      const result = await db
        .updateTable('delivery')
        .set({ state: unclaimed(), in_doubt: 1, lease_owner: null, lease_until: null, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_until', '<', now)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** What the edition owes, of the slots up to `at` (all when null). */
    async owed(edition: string, at: number | null): Promise<Owed> {
      const rows = await db
        .selectFrom('delivery')
        .select(({ fn }) => [
          'state',
          fn.min('not_before').as('due'),
          fn.min('lease_until').as('leasedUntil'),
        ])
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred', 'leased'])
        .$if(at !== null, query => query.where('slot', '<=', at ?? 0))
        .groupBy('state')
        .execute();
      const leased = rows.find(row => row.state === 'leased');
      const due = rows.filter(row => row.state !== 'leased').map(row => Number(row.due));
      return {
        leasedUntil: leased ? Number(leased.leasedUntil) : null,
        due: due.length > 0 ? Math.min(...due) : null,
      };
    },

    /** Settles an unknown delivery by the operator's word. False when it is not unknown. */
    async resolve(edition: string, subscriber: number, state: 'accepted' | 'pending', now: number) {
      const result = await db
        .updateTable('delivery')
        .set({ state, reason: 'resolved by the operator', in_doubt: 0, updated_at: now })
        .where('edition', '=', edition)
        .where('subscriber', '=', subscriber)
        .where('state', '=', 'unknown')
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },
  };
}

/** The state a row had before it was claimed. */
function unclaimed() {
  return expressionBuilder<Schema, 'delivery'>()
    .case()
    .when('attempts', '>', 0)
    .then('deferred')
    .else('pending')
    .end();
}
