import type { Kysely } from 'kysely';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What somebody asked for on the sign-up page. */
export interface SignUp {
  email: string;
  addressKey: string;
  /** Preferences, as JSON. */
  preferences: string;
  /** What they were shown and agreed to. */
  wording: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * Sign-ups that nobody has decided on yet. Whoever asks for any address leaves the same row behind, so that neither the
 * answer nor its time tells whether the address is known.
 */
export function signUpStore(db: Kysely<Schema>) {
  return {
    async add({ email, addressKey, preferences, wording, at }: SignUp): Promise<void> {
      await db
        .insertInto('sign_up')
        .values({ email, address_key: addressKey, preferences, wording, at })
        .execute();
    },

    /** How many wait. */
    async count(): Promise<number> {
      const row = await db
        .selectFrom('sign_up')
        .select(({ fn }) => fn.countAll<number>().as('waiting'))
        .executeTakeFirstOrThrow();
      return Number(row.waiting);
    },

    /** Takes the oldest out of the line, at most `limit`. Call it in a `transaction` that decides on them. */
    async take(limit: number): Promise<SignUp[]> {
      const rows = await db.selectFrom('sign_up').selectAll().orderBy('num').limit(limit).execute();
      // By number, each: a row with a lower one may have come since.
      for (const page of inPages(rows)) {
        const nums = page.map(({ num }) => num);
        await db.deleteFrom('sign_up').where('num', 'in', nums).execute();
      }
      return rows.map(row => ({
        email: row.email,
        addressKey: row.address_key,
        preferences: row.preferences,
        wording: row.wording,
        at: Number(row.at),
      }));
    },
  };
}
