import type { Kysely, Selectable } from 'kysely';
import { withoutAddresses } from '../model/incident.ts';
import type { IncidentTable, Schema } from './schema.ts';

/** Something an operator should know, as it stands. */
export interface Incident {
  /** What it is about, e.g. `relay mail.example.org:587` or `edition 2026-06-02`. */
  key: string;
  /** What was seen last, in words without addresses of subscribers. */
  what: string;
  openedAt: number;
  lastAt: number;
  /** How often it was seen since it opened. */
  times: number;
  /** When the operator was told of it last, since it opened; null: not yet. */
  toldAt: number | null;
  /** Null while it lasts. */
  closedAt: number | null;
}

/** Nothing more is told of a key for so long. */
const QUIET_MS = 3_600_000;

/** What is wrong and was: one row per key, opened and closed by whoever notices. */
export function incidentStore(db: Kysely<Schema>) {
  return {
    /**
     * Notes that something is wrong: opens the incident, or counts it once more while it is open. Addresses lose what
     * stands before their @.
     */
    async open(key: string, words: string, now: number): Promise<void> {
      const what = withoutAddresses(words);
      const opened = { what, opened_at: now, last_at: now, times: 1 };
      await db
        .insertInto('incident')
        .values({ key, ...opened, told_at: null, closed_at: null, told_closed_at: null })
        .onConflict(c =>
          c.column('key').doUpdateSet(({ eb, ref }) => {
            const anew = eb('incident.closed_at', 'is not', null);
            return {
              what,
              last_at: now,
              opened_at: eb.case().when(anew).then(now).else(ref('incident.opened_at')).end(),
              times: eb
                .case()
                .when(anew)
                .then(1)
                .else(eb(ref('incident.times'), '+', 1))
                .end(),
              closed_at: null,
              told_closed_at: null,
            };
          }),
        )
        .execute();
    },

    /** The incident of this key, open or over; null when there never was one. */
    async find(key: string): Promise<Incident | null> {
      const row = await db.selectFrom('incident').selectAll().where('key', '=', key).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** Notes that it is over; nothing when it is not open. */
    async close(key: string, now: number): Promise<void> {
      await db
        .updateTable('incident')
        .set({ closed_at: now })
        .where('key', '=', key)
        .where('closed_at', 'is', null)
        .execute();
    },

    /** What is wrong now, oldest first. */
    async current(): Promise<Incident[]> {
      const rows = await db
        .selectFrom('incident')
        .selectAll()
        .where('closed_at', 'is', null)
        .orderBy('opened_at')
        .orderBy('key')
        .execute();
      return rows.map(fromRow);
    },

    /**
     * What the operator was not told yet, of openings and of endings, oldest first. What comes and goes is told as it then
     * stands, once an hour.
     */
    async untold(limit: number, now: number): Promise<Incident[]> {
      const rows = await db
        .selectFrom('incident')
        .selectAll()
        .where(({ eb, or }) => or([eb('told_at', 'is', null), eb('told_at', '<=', now - QUIET_MS)]))
        .where(({ eb, or, and, ref }) =>
          or([
            eb('told_at', 'is', null),
            eb('told_at', '<', ref('opened_at')),
            and([eb('closed_at', 'is not', null), eb('told_closed_at', 'is', null)]),
          ]),
        )
        .orderBy('opened_at')
        .orderBy('key')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    /**
     * Notes that the operator was told of an incident as it was read. Its end, if it came meanwhile, is still to
     * be told, and so is everything about it if it was opened anew.
     */
    async told({ key, openedAt, closedAt }: Incident, now: number): Promise<void> {
      const told = closedAt === null ? { told_at: now } : { told_at: now, told_closed_at: now };
      await db
        .updateTable('incident')
        .set(told)
        .where('key', '=', key)
        .where('opened_at', '=', openedAt)
        .$if(closedAt !== null, query => query.where('closed_at', '=', closedAt))
        .execute();
    },

    /** What was noticed last, open or over, newest first. */
    async recent(limit: number): Promise<Incident[]> {
      const rows = await db
        .selectFrom('incident')
        .selectAll()
        .orderBy('last_at', 'desc')
        .orderBy('key')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
  };
}

function fromRow(row: Selectable<IncidentTable>): Incident {
  const instant = (value: number | null) => (value === null ? null : Number(value));
  return {
    key: row.key,
    what: row.what,
    openedAt: Number(row.opened_at),
    lastAt: Number(row.last_at),
    times: Number(row.times),
    // Kept when it opens anew, so that nobody is told too often.
    toldAt: row.told_at === null || Number(row.told_at) < Number(row.opened_at) ? null : Number(row.told_at),
    closedAt: instant(row.closed_at),
  };
}
