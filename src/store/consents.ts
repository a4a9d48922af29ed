import type { Kysely } from 'kysely';
import type { Consent, ConsentAct } from '../model/consent.ts';
import type { Schema } from './schema.ts';

/** The record of consent: added to, never changed; gone with the person. */
export function consentStore(db: Kysely<Schema>) {
  return {
    async add(subscriber: number, { at, act, how, wording }: Consent): Promise<void> {
      await db.insertInto('consent').values({ subscriber, at, act, how, wording }).execute();
    },

    /** Adds the same line for many at once. */
    async addAll(subscribers: readonly number[], { at, act, how, wording }: Consent): Promise<void> {
      if (subscribers.length === 0) return;
      const rows = subscribers.map(subscriber => ({ subscriber, at, act, how, wording }));
      await db.insertInto('consent').values(rows).execute();
    },

    /** What is on record of somebody, oldest first. */
    async of(subscriber: number): Promise<Consent[]> {
      const rows = await db
        .selectFrom('consent')
        .select(['at', 'act', 'how', 'wording'])
        .where('subscriber', '=', subscriber)
        .orderBy('num')
        .execute();
      return rows.map(row => ({ ...row, at: Number(row.at), act: row.act as ConsentAct }));
    },
  };
}
