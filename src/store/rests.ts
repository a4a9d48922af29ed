import type { Kysely } from 'kysely';
import { HELD, type PutOff, unclaimed } from './leases.ts';
import type { Schema } from './schema.ts';

/** What time does to deliveries: the leases of the dead run out, rests are ordered and end. */
export function restStore(db: Kysely<Schema>) {
  return {
    /**
     * Takes back what dead workers held. What they had handed off is in doubt: it is handed over
     * `again` where that makes no second copy, else it is `unknown`. A lease that ends further ahead
     * than `longest` is no lease but a clock that was set back. What `alive` holds stays: whoever asks knows that they
     * live, however late their heartbeat is. Returns how many were taken back.
     */
    async reap(
      edition: string,
      now: number,
      longest: number,
      doubtful: 'again' | 'unknown',
      alive: string | null = null,
    ): Promise<number> {
      const reaped = (states: readonly string[]) =>
        db
          .updateTable('delivery')
          .set({ lease_owner: null, lease_until: null, updated_at: now })
          .where('edition', '=', edition)
          .where('state', 'in', states)
          .$if(alive !== null, query => query.where('lease_owner', '!=', alive))
          .where(({ eb, or }) => or([eb('lease_until', '<', now), eb('lease_until', '>', now + longest)]));
      let rows = 0;
      if (doubtful === 'unknown') {
        const unknown = {
          state: 'unknown',
          class: 'unanswered',
          reason: 'the sender ended while handing it over; may be out',
        };
        const result = await reaped(['handoff']).set(unknown).executeTakeFirst();
        rows += Number(result.numUpdatedRows);
      }
      const result = await reaped(doubtful === 'unknown' ? ['leased'] : HELD)
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

    /**
     * Defers up to `limit` of what an edition owes and was not tried yet. What rests already keeps its own last answer:
     * no claim is made during a pause anyway. Returns how many there were; below `limit` there are no more.
     */
    async putOff(edition: string, order: PutOff, limit: number): Promise<number> {
      const { at, domainGroup, code, enhanced, reply, until, now } = order;
      const result = await db
        // Joined by its key: asked whether it is in a list, each row of the edition would be looked at.
        .with('owed', cte =>
          cte
            .selectFrom('delivery')
            .select('subscriber')
            .where('edition', '=', edition)
            .where('state', '=', 'pending')
            .$if(at !== null, query => query.where('slot', '<=', at ?? 0))
            .$if(domainGroup !== null, query => query.where('domain_group', '=', domainGroup ?? ''))
            .orderBy('slot')
            .orderBy('subscriber')
            .limit(limit),
        )
        .updateTable('delivery')
        .from('owed')
        .set({
          state: 'deferred',
          class: order.class,
          code,
          enhanced,
          reply,
          not_before: until,
          updated_at: now,
        })
        .where('delivery.edition', '=', edition)
        .whereRef('delivery.subscriber', '=', 'owed.subscriber')
        .where('delivery.state', '=', 'pending')
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Ends up to `limit` of what is owed to a domain group and is too late at `at`. Returns how many there were. */
    async expire(
      edition: string,
      { domainGroup, at, now }: { domainGroup: string; at: number; now: number },
      limit: number,
    ): Promise<number> {
      const result = await db
        .with('late', cte =>
          cte
            .selectFrom('delivery')
            .select('subscriber')
            .where('edition', '=', edition)
            .where('state', 'in', ['pending', 'deferred'])
            .where('domain_group', '=', domainGroup)
            .where('expires_at', '<', at)
            .orderBy('subscriber')
            .limit(limit),
        )
        .updateTable('delivery')
        .from('late')
        .set(({ eb }) => ({
          state: eb.case().when('in_doubt', '=', 1).then('unknown').else('expired').end(),
          reason: 'too late for this day',
          in_doubt: 0,
          updated_at: now,
        }))
        .where('delivery.edition', '=', edition)
        .whereRef('delivery.subscriber', '=', 'late.subscriber')
        .where('delivery.state', 'in', ['pending', 'deferred'])
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
