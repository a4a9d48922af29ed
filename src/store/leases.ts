import { expressionBuilder, type Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { Schema } from './schema.ts';

/** States in which somebody holds the lease of a delivery. */
export const HELD: string[] = ['leased', 'handoff'];

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
  /** A row deferred before this moment may be claimed, its rest over or not; by default none. */
  retryBefore?: number | null;
}

/** Why nothing of an edition can be handed over for a while. */
export interface PutOff {
  at: number | null;
  code: number | null;
  reply: string | null;
  /** When it may be tried again. */
  until: number;
  now: number;
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
            .where(({ eb, or, and }) =>
              or([
                eb('due.not_before', '<=', lease.now),
                and([eb('due.state', '=', 'deferred'), eb('due.updated_at', '<', lease.retryBefore ?? 0)]),
              ]),
            )
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
        .where('state', 'in', HELD)
        .where('lease_owner', '=', owner)
        .execute();
    },

    /**
     * Writes down that these are about to be handed over, before any of them is: after a crash
     * they are in doubt, all others are not. Returns those whose lease this owner still holds, and
     * which did not run out while it slept.
     */
    async handOff(
      edition: string,
      owner: string,
      subscribers: readonly number[],
      now: number,
    ): Promise<Set<number>> {
      if (subscribers.length === 0) return new Set();
      const rows = await db
        .updateTable('delivery')
        .set({ state: 'handoff', updated_at: now })
        .where('edition', '=', edition)
        .where('subscriber', 'in', subscribers)
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .where('lease_until', '>=', now)
        .returning('subscriber')
        .execute();
      return new Set(rows.map(row => row.subscriber));
    },

    /**
     * Writes what became of deliveries held, each only while its fence still holds: a worker that
     * slept through its lease changes nothing, except that a late answer resolves an unknown. Returns
     * how many were written.
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
            // Deferred is not the last word: what was in doubt before still is.
            in_doubt: outcome.state === 'deferred' ? eb.ref('in_doubt') : eb.lit(0),
            not_before: outcome.notBefore,
            lease_owner: null,
            lease_until: null,
            updated_at: now,
          }))
          .where('edition', '=', edition)
          .where('subscriber', '=', outcome.subscriber)
          .where('state', 'in', [...HELD, 'unknown'])
          .where('fence', '=', outcome.fence)
          .executeTakeFirst();
        written += Number(result.numUpdatedRows);
      }
      return written;
    },

    /** Gives back what this owner holds: as if it had never been claimed. */
    async release(edition: string, owner: string, now: number): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ state: unclaimed(), lease_owner: null, lease_until: null, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .execute();
    },

    /** Takes one back from a hand-off that did not come about, or of which nobody knows whether it did. */
    async takeBack(
      edition: string,
      owner: string,
      { subscriber, inDoubt }: { subscriber: number; inDoubt: boolean },
      now: number,
    ): Promise<void> {
      await db
        .updateTable('delivery')
        .set({
          state: unclaimed(),
          in_doubt: inDoubt ? 1 : 0,
          lease_owner: null,
          lease_until: null,
          updated_at: now,
        })
        .where('edition', '=', edition)
        .where('subscriber', '=', subscriber)
        .where('state', '=', 'handoff')
        .where('lease_owner', '=', owner)
        .execute();
    },

    /**
     * Takes back what dead workers held. What they had handed off is in doubt: it is handed over
     * `again` where that makes no second copy, else it is `unknown`. A lease that ends further ahead
     * than `longest` is no lease but a clock that was set back.
     */
    async reap(
      edition: string,
      now: number,
      longest: number,
      doubtful: 'again' | 'unknown',
    ): Promise<number> {
      const reaped = (states: readonly string[]) =>
        db
          .updateTable('delivery')
          .set({ lease_owner: null, lease_until: null, updated_at: now })
          .where('edition', '=', edition)
          .where('state', 'in', states)
          .where(({ eb, or }) => or([eb('lease_until', '<', now), eb('lease_until', '>', now + longest)]));
      let rows = 0;
      if (doubtful === 'unknown') {
        const unknown = { state: 'unknown', reason: 'the sender ended while handing it over; may be out' };
        const result = await reaped(['handoff']).set(unknown).executeTakeFirst();
        rows += Number(result.numUpdatedRows);
      }
      const result = await reaped(HELD)
        .set(({ eb }) => ({
          state: unclaimed(),
          in_doubt: eb.case().when('state', '=', 'handoff').then(1).else(eb.ref('in_doubt')).end(),
        }))
        .executeTakeFirst();
      return rows + Number(result.numUpdatedRows);
    },

    /** Ends rests that end further ahead than `longest`: the clock was set back since. */
    async wake(edition: string, now: number, longest: number): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ not_before: now, updated_at: now })
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred'])
        .where('not_before', '>', now + longest)
        .execute();
    },

    /** Defers all that an edition owes and nobody holds: the server cannot be used for a while. */
    async putOff(edition: string, { at, code, reply, until, now }: PutOff): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ state: 'deferred', code, reply, not_before: until, updated_at: now })
        .where('edition', '=', edition)
        .where('state', 'in', ['pending', 'deferred'])
        .where('not_before', '<', until)
        .$if(at !== null, query => query.where('slot', '<=', at ?? 0))
        .execute();
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
