import type { Kysely } from 'kysely';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** Why a delivery of a cancelled edition was not made. */
const CANCELLED = 'the edition is cancelled';

/** Why nothing of an edition is handed over. */
export interface Hold {
  /** In words; null when it is not paused. */
  pausedWhy: string | null;
  /** For good. */
  cancelled: boolean;
}

/** What the operator was told of an edition before it goes, and said; in milliseconds, null for not yet. */
export interface Standing {
  approvedAt: number | null;
  previewedAt: number | null;
}

/** What keeps an edition from being handed over, and who lets it go. */
export function holdVerbs(db: Kysely<Schema>) {
  return {
    /** Makes the edition exist; an existing one stays as it is. */
    open: (id: string, now: number) => openIn(db, id, now),

    /**
     * Nothing of the edition is handed over from here on, until `resume`; it may be one that is not prepared yet. False
     * when it is paused already, or cancelled.
     */
    async pause(id: string, why: string, now: number): Promise<boolean> {
      await openIn(db, id, now);
      const result = await db
        .updateTable('edition')
        .set({ paused_at: now, paused_why: why, updated_at: now })
        .where('id', '=', id)
        .where('paused_at', 'is', null)
        .where('cancelled_at', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Ends a pause: whoever does so has looked at it, and approves of what there is. False when there is none. */
    async resume(id: string, now: number): Promise<boolean> {
      const result = await db
        .updateTable('edition')
        .set({ paused_at: null, paused_why: null, approved_at: now, updated_at: now })
        .where('id', '=', id)
        .where('paused_at', 'is not', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Which of these editions are paused or cancelled; the others are not in it. */
    async holds(ids: readonly string[]): Promise<Map<string, Hold>> {
      const found = new Map<string, Hold>();
      for (const page of inPages(ids)) {
        const rows = await db
          .selectFrom('edition')
          .select(['id', 'paused_why as pausedWhy', 'cancelled_at as cancelledAt'])
          .where('id', 'in', page)
          .where(({ eb, or }) => or([eb('paused_at', 'is not', null), eb('cancelled_at', 'is not', null)]))
          .execute();
        for (const { id, pausedWhy, cancelledAt } of rows) {
          found.set(id, { pausedWhy, cancelled: cancelledAt !== null });
        }
      }
      return found;
    },

    /** Notes that an operator finds it good to go; it may be one that is not prepared yet. False when it is cancelled. */
    async approve(id: string, now: number): Promise<boolean> {
      await openIn(db, id, now);
      const result = await db
        .updateTable('edition')
        .set({ approved_at: now, updated_at: now })
        .where('id', '=', id)
        .where('cancelled_at', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Notes that the operator was shown it. */
    async previewed(id: string, now: number): Promise<void> {
      await db.updateTable('edition').set({ previewed_at: now }).where('id', '=', id).execute();
    },

    /** Whether these editions were shown to the operator, and approved; those that do not exist are not in it. */
    async standings(ids: readonly string[]): Promise<Map<string, Standing>> {
      const instant = (value: number | null) => (value === null ? null : Number(value));
      const found = new Map<string, Standing>();
      for (const page of inPages(ids)) {
        const rows = await db
          .selectFrom('edition')
          .select(['id', 'approved_at', 'previewed_at'])
          .where('id', 'in', page)
          .execute();
        for (const row of rows) {
          const standing = { approvedAt: instant(row.approved_at), previewedAt: instant(row.previewed_at) };
          found.set(row.id, standing);
        }
      }
      return found;
    },

    /** Editions from this date on that go, and of which the operator was neither shown nor said anything, oldest first. */
    async unseen(from: string): Promise<string[]> {
      const rows = await db
        .selectFrom('edition')
        .select('id')
        .where('id', '>=', from)
        .where('previewed_at', 'is', null)
        .where('approved_at', 'is', null)
        .where('cancelled_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(row => row.id);
    },
  };
}

async function openIn(db: Kysely<Schema>, id: string, now: number): Promise<void> {
  await db
    .insertInto('edition')
    .values({ id, state: 'draft', audience: 0, created_at: now, updated_at: now })
    .onConflict(c => c.column('id').doNothing())
    .execute();
}

/** Marks an edition as cancelled, and ends what nobody holds of it; in a transaction. False when nothing was to do. */
export async function cancelIn(tx: Kysely<Schema>, id: string, now: number): Promise<boolean> {
  await openIn(tx, id, now);
  const edition = await tx
    .updateTable('edition')
    .set({ cancelled_at: now, paused_at: null, paused_why: null, updated_at: now })
    .where('id', '=', id)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  const rows = await tx
    .updateTable('delivery')
    .set(({ eb }) => {
      const ifInDoubt = eb.case().when('in_doubt', '=', 1);
      return {
        state: ifInDoubt.then('unknown').else('cancelled').end(),
        reason: ifInDoubt.then(`${CANCELLED}; may be out`).else(CANCELLED).end(),
        in_doubt: 0,
        updated_at: now,
      };
    })
    .where('edition', '=', id)
    .where('state', 'in', ['pending', 'deferred'])
    .executeTakeFirst();
  return Number(edition.numUpdatedRows) + Number(rows.numUpdatedRows) > 0;
}
