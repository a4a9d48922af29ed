import type { Kysely, Selectable } from 'kysely';
import type { Schema, SlotTable } from './schema.ts';

/** A moment of the schedule: what is to be done, and for when (milliseconds since the epoch). */
export interface SlotKey {
  /** `ingest`, or `edition:2026-06-02`. */
  job: string;
  at: number;
}

/** A slot as the schedule has it. */
export interface Slot extends SlotKey {
  owner: string;
  leaseUntil: number;
  attempts: number;
  startedAt: number;
  /** Null while it runs, or since whoever ran it died. */
  endedAt: number | null;
  /** Null as long as it has not ended. */
  ok: boolean | null;
  /** What came of it, as JSON; after a failure that of the attempt that failed last. */
  outcome: string | null;
}

export interface SlotClaim extends SlotKey {
  /** Unique per process. */
  owner: string;
  /** When the lease ends. */
  until: number;
  now: number;
  /** No lease is longer: one that ends further ahead is a clock that was set back. */
  longest: number;
  /** A slot that failed is open again: to those who ask `rest` ms after it failed, until it had so many attempts. */
  retry: { rest: number; attempts: number };
}

/** Where a process that serves leaves its sign of life: no moment of the schedule, as all that stands at 0. */
const SIGN_OF_LIFE = { job: 'serve', at: 0 };
/** Where whoever looked at the schedule last, at all of it, says so. */
const LOOK = { job: 'look', at: 0 };

/** The schedule: who works for which moment, and what came of it. The key (job, at) makes it once. */
export function slotStore(db: Kysely<Schema>) {
  const held = ({ job, at }: SlotKey, owner: string) =>
    db
      .updateTable('slot')
      .where('job', '=', job)
      .where('at', '=', at)
      .where('owner', '=', owner)
      .where('ended_at', 'is', null);

  return {
    /**
     * Takes a slot: one that nobody had yet, one whose worker died, or one that failed and may be tried
     * again. False when it is somebody else's, or done.
     */
    async claim({ job, at, owner, until, now, longest, retry }: SlotClaim): Promise<boolean> {
      const inserted = await db
        .insertInto('slot')
        .values({ job, at, owner, lease_until: until, attempts: 1, started_at: now })
        .onConflict(c => c.columns(['job', 'at']).doNothing())
        .executeTakeFirst();
      if (Number(inserted.numInsertedOrUpdatedRows ?? 0) === 1) return true;
      const taken = await db
        .updateTable('slot')
        .set(({ eb }) => ({
          owner,
          lease_until: until,
          attempts: eb('attempts', '+', 1),
          started_at: now,
          ended_at: null,
          ok: null,
        }))
        .where('job', '=', job)
        .where('at', '=', at)
        .where(({ eb, or, and }) =>
          or([
            and([
              eb('ended_at', 'is', null),
              or([eb('lease_until', '<', now), eb('lease_until', '>', now + longest)]),
            ]),
            and([
              eb('ok', '=', 0),
              // Further ahead than its rest: the clock was set back since.
              or([eb('ended_at', '<=', now - retry.rest), eb('ended_at', '>', now + retry.rest)]),
              eb('attempts', '<', retry.attempts),
            ]),
          ]),
        )
        .executeTakeFirst();
      return Number(taken.numUpdatedRows) === 1;
    },

    /** Lengthens the lease of a slot that is still this owner's; false when it is not. */
    async heartbeat(slot: SlotKey, owner: string, until: number): Promise<boolean> {
      const result = await held(slot, owner).set({ lease_until: until }).executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Writes what came of a slot; false, and nothing, when it is no longer this owner's. */
    async end(
      slot: SlotKey,
      owner: string,
      { ok, outcome }: { ok: boolean; outcome: string },
      now: number,
    ): Promise<boolean> {
      const result = await held(slot, owner)
        .set({ ended_at: now, ok: ok ? 1 : 0, outcome })
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Gives a slot back undone, to whoever asks next; an attempt that was broken off does not count. */
    async release(slot: SlotKey, owner: string): Promise<void> {
      await held(slot, owner)
        .set(({ eb }) => ({ lease_until: 0, attempts: eb('attempts', '-', 1) }))
        .execute();
    },

    /** One slot; null when nobody ever had it. */
    async get({ job, at }: SlotKey): Promise<Slot | null> {
      const row = await db
        .selectFrom('slot')
        .selectAll()
        .where('job', '=', job)
        .where('at', '=', at)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** The last slots of the jobs that begin with `prefix`, newest first. */
    async last(prefix: string, limit: number): Promise<Slot[]> {
      const rows = await db
        .selectFrom('slot')
        .selectAll()
        .where('job', 'like', `${prefix}%`)
        .orderBy('at', 'desc')
        .orderBy('job', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    /** What the jobs that begin with `prefix` owe of moments after `since`, oldest first: begun, and not ended well. */
    async begun(prefix: string, since: number): Promise<Slot[]> {
      const rows = await db
        .selectFrom('slot')
        .selectAll()
        .where('job', 'like', `${prefix}%`)
        .where('at', '>', since)
        .where(({ eb, or }) => or([eb('ok', 'is', null), eb('ok', '=', 0)]))
        .orderBy('at')
        .orderBy('job')
        .execute();
      return rows.map(fromRow);
    },

    /** Forgets moments before `before`: nobody asks for them any more. */
    async forget(before: number): Promise<void> {
      await db.deleteFrom('slot').where('at', '<', before).where('at', '>', 0).execute();
    },

    /** Notes that `owner` has looked at the whole schedule at `now`. */
    async look(owner: string, now: number): Promise<void> {
      const seen = { owner, lease_until: now, started_at: now, ended_at: null };
      await db
        .insertInto('slot')
        .values({ ...LOOK, ...seen, attempts: 1 })
        .onConflict(c => c.columns(['job', 'at']).doUpdateSet(seen))
        .execute();
    },

    /** When anybody last looked at the whole schedule (`startedAt`); ended: whoever it was was told to stop. Null: nobody ever did. */
    async lastLook(): Promise<Slot | null> {
      return this.get(LOOK);
    },

    /** Notes that `owner` serves at `now`, and means to say so again before `until`. */
    async appear(owner: string, now: number, until: number): Promise<void> {
      const seen = { owner, lease_until: until, started_at: now, ended_at: null };
      await db
        .insertInto('slot')
        .values({ ...SIGN_OF_LIFE, ...seen, attempts: 1 })
        .onConflict(c => c.columns(['job', 'at']).doUpdateSet(seen))
        .execute();
    },

    /** Notes that `owner` serves no more, unless another one has appeared since. */
    async leave(owner: string, now: number): Promise<void> {
      await held(SIGN_OF_LIFE, owner).set({ ended_at: now }).execute();
      await held(LOOK, owner).set({ ended_at: now }).execute();
    },

    /** The newest sign of life (`startedAt`) of a process that serves; null when there never was one. */
    async lastSeen(): Promise<Slot | null> {
      return this.get(SIGN_OF_LIFE);
    },
  };
}

function fromRow(row: Selectable<SlotTable>): Slot {
  return {
    job: row.job,
    at: Number(row.at),
    owner: row.owner,
    leaseUntil: Number(row.lease_until),
    attempts: row.attempts,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    ok: row.ok === null ? null : row.ok === 1,
    outcome: row.outcome,
  };
}
