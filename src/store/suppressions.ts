import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

const KEY_NAME = 'suppression_key';

export function suppressionStore(db: Kysely<Schema>) {
  return {
    /** Why this address hash is suppressed, or null when it is not. */
    async has(hash: string): Promise<string | null> {
      const row = await db
        .selectFrom('suppression')
        .select('reason')
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row?.reason ?? null;
    },

    /** Why this address hash is suppressed, and since when (milliseconds); null when it is not. */
    async find(hash: string): Promise<{ reason: string; at: number } | null> {
      const row = await db
        .selectFrom('suppression')
        .select(['reason', 'at'])
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row ? { ...row, at: Number(row.at) } : null;
    },

    /** True when nothing is suppressed at all: the common case needs no hashing. */
    async none(): Promise<boolean> {
      return !(await db.selectFrom('suppression').select('hash').limit(1).executeTakeFirst());
    },

    /** Those of these address hashes that are suppressed. */
    async among(hashes: readonly string[]): Promise<Set<string>> {
      if (hashes.length === 0) return new Set();
      const rows = await db.selectFrom('suppression').select('hash').where('hash', 'in', hashes).execute();
      return new Set(rows.map(row => row.hash));
    },

    /** Suppresses an address hash; the first reason stays. */
    async add(hash: string, reason: string, at: number): Promise<void> {
      await db
        .insertInto('suppression')
        .values({ hash, reason, at })
        .onConflict(c => c.column('hash').doNothing())
        .execute();
    },

    /** Notes that whoever has this address had themselves erased, or moved away; no list brings them back. */
    async depart(hash: string, at: number): Promise<void> {
      await db
        .insertInto('departure')
        .values({ hash, at })
        .onConflict(c => c.column('hash').doNothing())
        .execute();
    },

    /** Those of these address hashes whose readers departed so. */
    async departed(hashes: readonly string[]): Promise<Set<string>> {
      if (hashes.length === 0) return new Set();
      const rows = await db.selectFrom('departure').select('hash').where('hash', 'in', hashes).execute();
      return new Set(rows.map(row => row.hash));
    },

    /** Forgets that: they came back by themselves. */
    async arrive(hash: string): Promise<void> {
      await db.deleteFrom('departure').where('hash', '=', hash).execute();
    },

    /** Lifts the suppression of an address hash. */
    async remove(hash: string): Promise<void> {
      await db.deleteFrom('suppression').where('hash', '=', hash).execute();
    },

    /**
     * The HMAC key of the hashes: made once, kept in the database and never rotated, because a new
     * key would make every suppressed address mailable again.
     */
    async key(): Promise<Buffer> {
      const stored = () =>
        db.selectFrom('meta').select('value').where('key', '=', KEY_NAME).executeTakeFirst();
      const row = await stored();
      if (row) return Buffer.from(row.value, 'hex');
      await db
        .insertInto('meta')
        .values({ key: KEY_NAME, value: randomBytes(32).toString('hex') })
        .onConflict(c => c.column('key').doNothing())
        .execute();
      // Read back: another process may have been first.
      return Buffer.from((await stored())?.value ?? '', 'hex');
    },
  };
}
