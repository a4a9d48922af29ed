import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Columns in which words of mail servers, or of errors, may name somebody: of everybody, since what a server said of
 * one may hold up others, who keep its words.
 */
const WORDS = [
  ['delivery', 'reply'],
  ['delivery', 'reason'],
  ['edition', 'paused_why'],
  ['incident', 'what'],
  ['throttle', 'why'],
  ['slot', 'outcome'],
] as const;

/** The row that says that something was erased, and may still stand in files. */
const SCRUB_OWED = 'scrub_owed';

/** Forgetting a person: everything that is kept of them besides their own row. */
export function erasureStore(db: Kysely<Schema>) {
  return {
    /**
     * Takes out of the ledger who this subscriber was: names, the domain, whatever was said of them, and their address
     * wherever else it is written; a domain that nobody else has goes with them. What they were carried stays, as
     * `rewrite` leaves it. Call it in a transaction; a scrub is owed from then on.
     */
    async forget(
      subscriber: number,
      address: string,
      rewrite: (papers: Uint8Array) => Uint8Array,
    ): Promise<void> {
      const rows = await db
        .selectFrom('delivery')
        .select(['edition', 'papers', 'domain_group'])
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
      await strike(address, literal(address));
      const groups = new Set(rows.map(row => row.domain_group).filter(group => group !== ''));
      for (const group of groups) if (!(await hasReaders(group, subscriber))) await forgetGroup(group);
      const value = randomUUID();
      await db
        .insertInto('meta')
        .values({ key: SCRUB_OWED, value })
        .onConflict(c => c.column('key').doUpdateSet({ value }))
        .execute();
    },

    /** Stands for what was erased since the last scrub that worked; null when nothing was. */
    async scrubOwed(): Promise<string | null> {
      const row = await db
        .selectFrom('meta')
        .select('value')
        .where('key', '=', SCRUB_OWED)
        .executeTakeFirst();
      return row?.value ?? null;
    },

    /** Notes that what `owed` stood for before a scrub is gone from the files; what was erased meanwhile is not. */
    async scrubbed(owed: string): Promise<void> {
      await db.deleteFrom('meta').where('key', '=', SCRUB_OWED).where('value', '=', owed).execute();
    },
  };

  /** True while somebody else with an address has mail there. */
  async function hasReaders(group: string, besides: number): Promise<boolean> {
    const row = await db
      .selectFrom('delivery')
      .innerJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
      .select('subscriber.num')
      .where('delivery.domain_group', '=', group)
      .where('subscriber.num', '!=', besides)
      .where('subscriber.email', 'is not', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Forgets a domain that told of one person; the name of a provider tells of nobody. */
  async function forgetGroup(group: string): Promise<void> {
    for (const table of ['throttle', 'incident'] as const) {
      const rows = await db.selectFrom(table).select('key').execute();
      for (const { key } of rows) {
        if (key.endsWith(` ${group}`)) await db.deleteFrom(table).where('key', '=', key).execute();
      }
    }
    if (!group.includes('.')) return;
    // With what stands before it, `mx.example.net`, and not as the end or the beginning of another one.
    await strike(
      group,
      `(?<![\\p{L}\\p{N}._-])(?:[\\p{L}\\p{N}_-]+\\.)*${literal(group)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`,
    );
  }

  /** Takes out of all words what `source` matches; only where `text` stands, whatever its case. */
  async function strike(text: string, source: string): Promise<void> {
    const pattern = new RegExp(source, 'giu');
    const like = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    for (const [table, name] of WORDS) {
      const column = sql.ref<string>(name);
      const { rows } = await sql<{ words: string }>`
        select distinct ${column} as words from ${sql.table(table)}
        where lower(${column}) like ${like} escape '!'`.execute(db);
      for (const { words } of rows) {
        const struck = words.replace(pattern, '(erased)');
        if (struck === words) continue;
        await sql`update ${sql.table(table)} set ${column} = ${struck} where ${column} = ${words}`.execute(
          db,
        );
      }
    }
  }
}

/** A pattern that matches this text and nothing else. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
