import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A line that the operator added to an edition. */
export interface Note {
  num: number;
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The operator's lines: each mail keeps the one that stood when it was frozen. */
export function noteStore(db: Kysely<Schema>) {
  const newest = (edition: string) =>
    db
      .selectFrom('note')
      .select(['num', 'text', 'at'])
      .where('edition', '=', edition)
      .orderBy('num', 'desc')
      .limit(1)
      .executeTakeFirst();

  return {
    /** Sets the line of an edition for whoever is frozen from now on; an empty one takes it away. */
    async set(edition: string, text: string, now: number): Promise<void> {
      await db.insertInto('note').values({ edition, text, at: now }).execute();
    },

    /** The line that an edition has now; null for none. */
    async current(edition: string): Promise<Note | null> {
      const row = await newest(edition);
      return row && row.text !== '' ? { ...row, at: Number(row.at) } : null;
    },

    /** A line by its number; empty for one that is not known. */
    async text(num: number): Promise<string> {
      const row = await db.selectFrom('note').select('text').where('num', '=', num).executeTakeFirst();
      return row?.text ?? '';
    },
  };
}
