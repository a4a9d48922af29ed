import type { Kysely } from 'kysely';
import { NOT_CARRIED } from '../model/delivery.ts';
import type { SkipReason } from '../model/edition.ts';
import type { Schema } from './schema.ts';

/** What a look at the papers found, against which an hour that has not come says nothing. */
export const FOUND: readonly SkipReason[] = ['nothing-new', 'nothing-matched', 'quiet', 'stale-source'];

/** What came of the sources: a later look, when they may have failed, does not say why somebody got nothing before. */
export const NOT_TOLD_LATER: readonly SkipReason[] = ['quiet', 'stale-source'];

/** Who was skipped in an edition, and why: `freezePage` of the deliveries writes it. */
export function skipStore(db: Kysely<Schema>) {
  return {
    /** Who was skipped in an edition and why, by subscriber number. */
    async of(edition: string): Promise<{ subscriber: number; email: string | null; reason: SkipReason }[]> {
      const rows = await db
        .selectFrom('skip')
        .innerJoin('subscriber', 'subscriber.num', 'skip.subscriber')
        .select(['subscriber', 'email', 'reason'])
        .where('edition', '=', edition)
        .orderBy('subscriber')
        .execute();
      return rows.map(row => ({ ...row, reason: row.reason as SkipReason }));
    },

    /** In which of these editions one subscriber was skipped, why, and when that was found. */
    async ofSubscriber(
      subscriber: number,
      editions: readonly string[],
    ): Promise<Map<string, { reason: SkipReason; at: number }>> {
      if (editions.length === 0) return new Map();
      const rows = await db
        .selectFrom('skip')
        .select(['edition', 'reason', 'at'])
        .where('subscriber', '=', subscriber)
        .where('edition', 'in', editions)
        .execute();
      return new Map(
        rows.map(row => [row.edition, { reason: row.reason as SkipReason, at: Number(row.at) }]),
      );
    },

    /**
     * Who wishes for a sign of life and has had none: nothing was found for them in this edition, nothing was carried to
     * them after the edition `since`, no letter told them so after `before` (ms), and they came, or were back from a
     * pause, before that. By number, from the one after `after`.
     */
    async inSilence(
      edition: string,
      { since, before, after, limit }: { since: string; before: number; after: number; limit: number },
    ): Promise<number[]> {
      const rows = await db
        .selectFrom('skip')
        .innerJoin('subscriber', 'subscriber.num', 'skip.subscriber')
        .select('skip.subscriber')
        .where('skip.edition', '=', edition)
        .where('skip.reason', 'in', FOUND)
        .where('sign_of_life', '=', 1)
        .where('skip.subscriber', '>', after)
        .where(({ eb, or, and }) =>
          or([
            eb('status', '=', 'active'),
            and([eb('status', '=', 'paused'), eb('paused_until', '<=', since)]),
          ]),
        )
        .where('email', 'is not', null)
        .where('confirmed_at', '<=', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('delivery')
                .select('delivery.subscriber')
                .whereRef('delivery.subscriber', '=', 'skip.subscriber')
                .where('delivery.edition', '>', since)
                .where('delivery.state', 'not in', NOT_CARRIED),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('letter')
                .select('letter.num')
                .whereRef('letter.subscriber', '=', 'skip.subscriber')
                .where('letter.kind', '=', 'quiet')
                .where('letter.created_at', '>', before),
            ),
          ),
        )
        .orderBy('skip.subscriber')
        .limit(limit)
        .execute();
      return rows.map(row => row.subscriber);
    },

    /** For which of the subscribers numbered `from` to `to` a look at the papers of this edition found nothing. */
    async foundNothing(edition: string, from: number, to: number): Promise<number[]> {
      const rows = await db
        .selectFrom('skip')
        .select('subscriber')
        .where('edition', '=', edition)
        .where('subscriber', '>=', from)
        .where('subscriber', '<=', to)
        .where('reason', 'in', FOUND)
        .execute();
      return rows.map(row => row.subscriber);
    },
  };
}
