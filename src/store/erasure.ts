import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Columns in which words of mail servers, or of errors, may name somebody. */
const WORDS = [
  ['edition', 'paused_why'],
  ['incident', 'what'],
  ['throttle', 'why'],
  ['slot', 'outcome'],
] as const;

/** Forgetting a person: everything that is kept of them besides their own row. */
export function erasureStore(db: Kysely<Schema>) {
  return {
    /**
     * Takes out of the ledger who this subscriber was: names, the domain, whatever was said of them, and their address
     * wherever else it is written. What they were carried stays, as `rewrite` leaves it. Call it in a transaction.
     */
    async forget(
      subscriber: number,
      address: string,
      rewrite: (papers: Uint8Array) => Uint8Array,
    ): Promise<void> {
      const rows = await db
        .selectFrom('delivery')
        .select(['edition', 'papers'])
        .where('subscriber', '=', subscriber)
        .execute();
      for (const { edition, papers } of rows) {
        await db
          .updateTable('delivery')
          .set({ papers: rewrite(papers), name: null, domain_group: '', reply: null, reason: null })
          .where('edition', '=', edition)
          .where('subscriber', '=', subscriber)
          .execute();
      }
      for (const table of ['attempt', 'report'] as const) {
        await db.updateTable(table).set({ reply: null }).where('subscriber', '=', subscriber).execute();
      }
      await strike(address);
    },
  };

  async function strike(address: string): Promise<void> {
    const pattern = new RegExp(address.replace(/[^\p{L}\p{N}]/gu, '\\$&'), 'gi');
    for (const [table, name] of WORDS) {
      const column = sql.ref<string>(name);
      const { rows } = await sql<{ text: string }>`
        select distinct ${column} as text from ${sql.table(table)} where ${column} is not null`.execute(db);
      for (const { text } of rows) {
        const struck = text.replace(pattern, '(erased)');
        if (struck === text) continue;
        await sql`update ${sql.table(table)} set ${column} = ${struck} where ${column} = ${text}`.execute(db);
      }
    }
  }
}
