import type { Kysely } from 'kysely';
import type { FollowedGroup } from '../model/edition.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What somebody's signals taught of one heading, or of any, as it is kept. */
export interface KeptTaste {
  subscriber: number;
  group: { kind: FollowedGroup['kind'] | 'any'; key: string };
  /** Tells of which signals; what other signals taught is out of date. */
  signals: string;
  weights: Uint8Array;
}

/** What signals taught: made of them, and made anew when they change. */
export function tasteStore(db: Kysely<Schema>) {
  return {
    /** What is kept of these subscribers, by number. */
    async of(subscribers: readonly number[]): Promise<Map<number, KeptTaste[]>> {
      const found = new Map<number, KeptTaste[]>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .selectFrom('taste')
          .selectAll()
          .where('subscriber', 'in', page)
          .orderBy('subscriber')
          .orderBy('group_kind')
          .orderBy('group_key')
          .execute();
        for (const { subscriber, group_kind, group_key, signals, weights } of rows) {
          const kept = found.get(subscriber) ?? [];
          found.set(subscriber, kept);
          const group = { kind: group_kind as KeptTaste['group']['kind'], key: group_key };
          kept.push({ subscriber, group, signals, weights });
        }
      }
      return found;
    },

    /** Keeps what was learned, in the place of what was kept of the same headings. */
    async keep(tastes: readonly KeptTaste[]): Promise<void> {
      for (const page of inPages(tastes)) {
        await db
          .insertInto('taste')
          .values(
            page.map(({ subscriber, group, signals, weights }) => ({
              subscriber,
              group_kind: group.kind,
              group_key: group.key,
              signals,
              weights,
            })),
          )
          .onConflict(c =>
            c.columns(['subscriber', 'group_kind', 'group_key']).doUpdateSet(({ ref }) => ({
              signals: ref('excluded.signals'),
              weights: ref('excluded.weights'),
            })),
          )
          .execute();
      }
    },
  };
}
