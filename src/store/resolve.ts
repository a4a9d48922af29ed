import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What became of an unknown delivery, as the operator knows it. */
export type OperatorsWord = { state: 'accepted' } | { state: 'pending'; expiresAt: number };

const WHY = 'resolved by the operator';

/** The operator's word on what nobody else knows. */
export function resolveVerbs(db: Kysely<Schema>) {
  return {
    /**
     * Settles an unknown delivery by the operator's word: it arrived, or it is to be made once more, up to
     * `expiresAt` however late for its day that is. False when it is not unknown.
     */
    async resolve(edition: string, subscriber: number, word: OperatorsWord, now: number) {
      const again = word.state === 'pending';
      const result = await db
        .updateTable('delivery')
        // Once more is once more: the first copy may have arrived, so the doubt stays.
        .set({
          state: word.state,
          reason: WHY,
          in_doubt: again ? 1 : 0,
          ...(again && { expires_at: word.expiresAt, not_before: 0 }),
          updated_at: now,
        })
        .where('edition', '=', edition)
        .where('subscriber', '=', subscriber)
        .where('state', '=', 'unknown')
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Settles every unknown delivery of an edition: they arrived. Returns how many there were. */
    async acceptUnknown(edition: string, now: number): Promise<number> {
      const result = await db
        .updateTable('delivery')
        .set({ state: 'accepted', reason: WHY, in_doubt: 0, updated_at: now })
        .where('edition', '=', edition)
        .where('state', '=', 'unknown')
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
