import { type Kysely, sql } from 'kysely';
import type { Preface } from '../model/edition.ts';
import type { Lease, LeasedDelivery } from './leases.ts';
import type { Schema } from './schema.ts';

/**
 * Takes the lease of the oldest slots that are due in one state. One statement, so that no two workers get the same
 * row; and the rows are chosen in a table of its own, which is computed once: a subquery may be computed again for
 * every row, and choose others each time.
 */
export async function claimRows(
  db: Kysely<Schema>,
  from: {
    edition: string;
    state: 'pending' | 'deferred';
    /** Passes over what somebody else is claiming at this moment, where the database can. */
    skipLocked: boolean;
  },
  lease: Lease,
): Promise<LeasedDelivery[]> {
  const { edition, state } = from;
  const { at, without = [], limit } = lease;
  const retryBefore = lease.retryBefore ?? 0;
  const wakesEarly = state === 'deferred' && retryBefore > 0;
  const rows = await db
    .with('due', cte =>
      cte
        .selectFrom('delivery')
        .select('subscriber')
        .where('edition', '=', edition)
        .where('state', '=', state)
        .where(({ eb, or }) => {
          // In an index of its own kind for each: what is pending by its slot, what rests by the end of its rest.
          const isRested =
            state === 'pending'
              ? eb(sql<number>`+not_before`, '<=', lease.now)
              : eb('not_before', '<=', lease.now);
          return wakesEarly ? or([isRested, eb('updated_at', '<', retryBefore)]) : isRested;
        })
        .$if(at !== null, query => query.where('slot', '<=', at ?? 0))
        .$if(without.length > 0, query => query.where('domain_group', 'not in', [...without]))
        .orderBy(state === 'pending' || wakesEarly ? 'slot' : 'not_before')
        .orderBy('subscriber')
        .limit(limit)
        .$if(from.skipLocked, query => query.forUpdate().skipLocked()),
    )
    .updateTable('delivery')
    .from('due')
    .set(({ eb }) => ({
      state: 'leased',
      fence: eb('delivery.fence', '+', 1),
      lease_owner: lease.owner,
      lease_until: lease.until,
      updated_at: lease.now,
    }))
    .where('delivery.edition', '=', edition)
    .whereRef('delivery.subscriber', '=', 'due.subscriber')
    .where('delivery.state', '=', state)
    .returning([
      'delivery.edition',
      'delivery.subscriber',
      'papers',
      'slot',
      'expires_at as expiresAt',
      'fence',
      'attempts',
      'in_doubt as inDoubt',
      'name',
      'domain_group as domainGroup',
      'preface',
      'note',
    ])
    .execute();
  return rows
    .map(row => ({ ...row, inDoubt: row.inDoubt === 1, preface: row.preface as Preface | null }))
    .sort((a, b) => a.slot - b.slot || a.subscriber - b.subscriber);
}
