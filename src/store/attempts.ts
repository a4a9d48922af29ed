import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { Phase, ReplyClass } from '../model/smtp-reply.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What came of one attempt at a delivery. */
export interface Attempt {
  edition: string;
  subscriber: number;
  /** The fence of the claim it was made under: one attempt a claim. */
  fence: number;
  at: number;
  worker: string;
  relay: string;
  /** How far the conversation had come; null where there was none. */
  phase: Phase | null;
  state: DeliveryState;
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
}

/** Every attempt at every delivery, for ever. */
export function attemptStore(db: Kysely<Schema>) {
  return {
    /** Adds attempts; one that is there already stays as it is. */
    async add(attempts: readonly Attempt[]): Promise<void> {
      for (const page of inPages(attempts)) {
        await db
          .insertInto('attempt')
          .values(page)
          .onConflict(c => c.columns(['edition', 'subscriber', 'fence']).doNothing())
          .execute();
      }
    },

    /** The attempts at what these editions carry to a subscriber, oldest edition and attempt first. */
    async of(subscriber: number, editions: readonly string[]): Promise<Attempt[]> {
      const found: Attempt[] = [];
      for (const page of inPages([...editions].sort())) {
        const rows = await db
          .selectFrom('attempt')
          .selectAll()
          .where('subscriber', '=', subscriber)
          .where('edition', 'in', page)
          .orderBy('edition')
          .orderBy('fence')
          .execute();
        found.push(
          ...rows.map(row => ({
            ...row,
            at: Number(row.at),
            phase: row.phase as Phase | null,
            state: row.state as DeliveryState,
            class: row.class as ReplyClass | null,
          })),
        );
      }
      return found;
    },
  };
}
