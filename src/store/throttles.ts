import type { Kysely, Selectable } from 'kysely';
import type { ReplyClass } from '../model/smtp-reply.ts';
import type { Schema, ThrottleTable } from './schema.ts';

/** How fast, and whether at all, something is sent to: a relay, or one domain group through it. Times in ms. */
export interface Throttle {
  key: string;
  /** Faults in a row, all of one kind. */
  failures: number;
  /** Which kind; null when there are none. */
  fault: ReplyClass | null;
  /** Nothing is handed over before this moment. */
  pausedUntil: number;
  /** The words that caused the pause. */
  why: string | null;
  /** Messages a minute; null: as fast as it goes. */
  perMinute: number | null;
  /** When the next message may go at that pace. */
  nextAt: number;
  /** When the pace was changed last. */
  pacedAt: number;
}

/** The throttles of every relay and domain group that ever had a fault; all senders share them. */
export function throttleStore(db: Kysely<Schema>) {
  return {
    /** A relay's own throttle and those of its domain groups. */
    async of(relay: string): Promise<Throttle[]> {
      const rows = await db.selectFrom('throttle').selectAll().execute();
      const isOurs = (key: string) => key === relay || key.startsWith(`${relay} `);
      return rows.map(fromRow).filter(({ key }) => isOurs(key));
    },

    /** Whatever is paused at `now`, or has a pace, by key. */
    async paused(now: number): Promise<Throttle[]> {
      const rows = await db
        .selectFrom('throttle')
        .selectAll()
        .where(({ eb, or }) => or([eb('paused_until', '>', now), eb('per_minute', 'is not', null)]))
        .orderBy('key')
        .execute();
      return rows.map(fromRow);
    },

    /** Changes one throttle as `change` says, given what it is now; call it in a transaction that is alone. */
    async change(key: string, change: (now: Throttle | null) => Throttle | null): Promise<Throttle | null> {
      const row = await db.selectFrom('throttle').selectAll().where('key', '=', key).executeTakeFirst();
      const existing = row ? fromRow(row) : null;
      const changed = change(existing);
      if (!changed) return existing;
      const values = {
        failures: changed.failures,
        fault: changed.fault,
        paused_until: changed.pausedUntil,
        why: changed.why,
        per_minute: changed.perMinute,
        next_at: changed.nextAt,
        paced_at: changed.pacedAt,
      };
      await db
        .insertInto('throttle')
        .values({ key, ...values })
        .onConflict(c => c.column('key').doUpdateSet(values))
        .execute();
      return changed;
    },

    /** Forgets throttles that nobody touched since `before`. */
    async forget(before: number): Promise<void> {
      await db
        .deleteFrom('throttle')
        .where('paced_at', '<', before)
        .where('paused_until', '<', before)
        .execute();
    },
  };
}

function fromRow(row: Selectable<ThrottleTable>): Throttle {
  return {
    key: row.key,
    failures: row.failures,
    fault: row.fault as ReplyClass | null,
    pausedUntil: Number(row.paused_until),
    why: row.why,
    perMinute: row.per_minute === null ? null : Number(row.per_minute),
    nextAt: Number(row.next_at),
    pacedAt: Number(row.paced_at),
  };
}
