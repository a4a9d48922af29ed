import { expressionBuilder, type Kysely, sql } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { Preface } from '../model/edition.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { claimRows } from './claim-rows.ts';
import type { StoreDialect } from './dialect.ts';
import type { Schema } from './schema.ts';

/** States in which somebody holds the lease of a delivery. */
export const HELD: string[] = ['leased', 'handoff'];

/** A delivery that a claim names: the fence rises with each claim, so that an older one changes nothing. */
export interface Claim {
  subscriber: number;
  fence: number;
}

/** A delivery this process holds the lease of. */
export interface LeasedDelivery extends Claim {
  edition: string;
  papers: Uint8Array;
  slot: number;
  expiresAt: number;
  attempts: number;
  /** A worker died holding it: the message may be out already. */
  inDoubt: boolean;
  /** Who the mail greets, as it was frozen. */
  name: string | null;
  /** The provider it goes to. */
  domainGroup: string;
  preface: Preface | null;
  /** Number of the operator's line in it. */
  note: number | null;
}

/** What became of a leased delivery. */
export interface Outcome extends Claim {
  state: DeliveryState;
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
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
  /** Domain groups of which nothing is claimed now; by default none. */
  without?: readonly string[];
}

/** Why nothing of an edition, or nothing for one domain group of it, can be handed over for a while. */
export interface PutOff {
  at: number | null;
  /** Null: everybody. */
  domainGroup: string | null;
  class: ReplyClass;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
  /** When it may be tried again. */
  until: number;
  now: number;
}

/** The way of a delivery through the hands of workers: claimed, kept alive, settled, or taken back. */
export function leaseStore(db: Kysely<Schema>, dialect: Pick<StoreDialect, 'skipsLocked'>) {
  return {
    /**
     * Takes the lease of up to `limit` deliveries that are due, oldest first; half of them for those whose rest is over,
     * so that whoever was put off once does not end up behind everybody.
     */
    async claim(edition: string, lease: Lease): Promise<LeasedDelivery[]> {
      const claimIn = (state: 'pending' | 'deferred', limit: number) =>
        claimRows(db, { edition, state, skipLocked: dialect.skipsLocked }, { ...lease, limit });
      const rested = await claimIn('deferred', Math.ceil(lease.limit / 2));
      const fresh = await claimIn('pending', lease.limit - rested.length);
      const room = lease.limit - rested.length - fresh.length;
      const more = room > 0 && rested.length > 0 ? await claimIn('deferred', room) : [];
      return [...rested, ...fresh, ...more];
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
     * they are in doubt, all others are not. Returns those whose claim still holds, with more than `margin` ms of
     * its lease left: whoever slept meanwhile hands nothing over.
     */
    async handOff(
      edition: string,
      owner: string,
      claims: readonly Claim[],
      { now, margin }: { now: number; margin: number },
    ): Promise<Set<number>> {
      if (claims.length === 0) return new Set();
      const asked = claims.map(
        ({ subscriber, fence }) =>
          sql`select cast(${subscriber} as integer) as subscriber, cast(${fence} as integer) as fence`,
      );
      const rows = await db
        .updateTable('delivery')
        .from(sql<Claim>`(${sql.join(asked, sql` union all `)})`.as('asked'))
        .set({ state: 'handoff', updated_at: now })
        .where('delivery.edition', '=', edition)
        .whereRef('delivery.subscriber', '=', 'asked.subscriber')
        .whereRef('delivery.fence', '=', 'asked.fence')
        .where('delivery.state', '=', 'leased')
        .where('delivery.lease_owner', '=', owner)
        .where('delivery.lease_until', '>', now + margin)
        .returning('delivery.subscriber')
        .execute();
      return new Set(rows.map(row => row.subscriber));
    },

    /**
     * Writes what became of deliveries held, each only while its claim still holds and only along the arrows of the
     * state machine: a worker that slept through its lease changes nothing, except that a late yes resolves an
     * unknown. Returns those that were written, and those of them who were erased meanwhile: what a server says of
     * somebody who is forgotten is not kept.
     */
    async settle(
      edition: string,
      outcomes: readonly Outcome[],
      now: number,
    ): Promise<{ written: Set<number>; erased: Set<number> }> {
      const gone = await db
        .selectFrom('subscriber')
        .select('num')
        .where(
          'num',
          'in',
          outcomes.map(({ subscriber }) => subscriber),
        )
        .where('email', 'is', null)
        .execute();
      const erased = new Set(gone.map(({ num }) => num));
      const said = outcomes.map(one => (erased.has(one.subscriber) ? { ...one, reply: null } : one));
      const rows = await db
        .updateTable('delivery')
        .from(sql<OutcomeRow>`(${sql.join(said.map(outcomeRow), sql` union all `)})`.as('said'))
        .set(({ eb, ref }) => ({
          state: ref('said.state'),
          class: ref('said.class'),
          code: ref('said.code'),
          enhanced: ref('said.enhanced'),
          reply: ref('said.reply'),
          reason: ref('said.reason'),
          attempts: eb('delivery.attempts', '+', ref('said.attempted')),
          // Deferred is not the last word: what was in doubt before still is.
          in_doubt: eb
            .case()
            .when('said.state', '=', 'deferred')
            .then(ref('delivery.in_doubt'))
            .else(eb.lit(0))
            .end(),
          not_before: ref('said.not_before'),
          lease_owner: null,
          lease_until: null,
          updated_at: now,
        }))
        .where('delivery.edition', '=', edition)
        .whereRef('delivery.subscriber', '=', 'said.subscriber')
        .whereRef('delivery.fence', '=', 'said.fence')
        .where(({ eb, or, and }) =>
          or([
            and([
              eb('delivery.state', '=', 'leased'),
              or([eb('said.state', 'in', BEFORE_HANDOFF), eb('delivery.in_doubt', '=', 1)]),
              eb('said.state', '!=', 'accepted'),
            ]),
            and([eb('delivery.state', '=', 'handoff'), eb('said.state', 'in', AFTER_HANDOFF)]),
            and([eb('delivery.state', '=', 'unknown'), eb('said.state', '=', 'accepted')]),
          ]),
        )
        .returning('delivery.subscriber')
        .execute();
      return { written: new Set(rows.map(({ subscriber }) => subscriber)), erased };
    },

    /** Gives back what this owner claimed, or some of it: as if it had never been. */
    async release(
      edition: string,
      owner: string,
      now: number,
      subscribers?: readonly number[],
    ): Promise<void> {
      await db
        .updateTable('delivery')
        .set({ state: unclaimed(), lease_owner: null, lease_until: null, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .$if(subscribers !== undefined, query => query.where('subscriber', 'in', subscribers ?? []))
        .execute();
    },

    /** Takes one back from a hand-off that did not come about, or of which nobody knows whether it did. */
    async takeBack(
      edition: string,
      owner: string,
      { subscriber, fence, inDoubt }: Claim & { inDoubt: boolean },
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
        .where('fence', '=', fence)
        .where('state', '=', 'handoff')
        .where('lease_owner', '=', owner)
        .execute();
    },
  };
}

/** Where a delivery may go from `leased`, and from `handoff`. */
const BEFORE_HANDOFF: DeliveryState[] = [
  'deferred',
  'rejected',
  'suppressed',
  'cancelled',
  'expired',
  'render_failed',
];
const AFTER_HANDOFF: DeliveryState[] = ['accepted', 'deferred', 'rejected', 'unknown'];

/** An outcome as the statement that writes it has it. */
interface OutcomeRow {
  subscriber: number;
  fence: number;
  state: string;
  class: string | null;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
  reason: string | null;
  attempted: number;
  not_before: number;
}

function outcomeRow(one: Outcome) {
  return sql`select cast(${one.subscriber} as integer) as subscriber, cast(${one.fence} as integer) as fence,
    cast(${one.state} as text) as state, cast(${one.class} as text) as class, cast(${one.code} as integer) as code,
    cast(${one.enhanced} as text) as enhanced, cast(${one.reply} as text) as reply, cast(${one.reason} as text) as reason,
    cast(${one.attempted ? 1 : 0} as integer) as attempted, cast(${one.notBefore} as bigint) as not_before`;
}

/** The state a row had before it was claimed. */
export function unclaimed() {
  return expressionBuilder<Schema, 'delivery'>()
    .case()
    .when('attempts', '>', 0)
    .then('deferred')
    .else('pending')
    .end();
}
