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
/** Those that are not of one reader's own mails: few rows. */
const SHARED_WORDS = WORDS.filter(([table]) => table !== 'delivery');

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
      await forgetAsked(subscriber, address);
      await strike(address, literal(address));
      await forgetDomains(subscriber, address.slice(address.lastIndexOf('@') + 1), rows);
      const value = randomUUID();
      await db
        .insertInto('meta')
        .values({ key: SCRUB_OWED, value })
        .onConflict(c => c.column('key').doUpdateSet({ value }))
        .execute();
    },

    /**
     * The same for somebody whom no edition was ever made for: what letters to them left behind, without a look at the whole
     * ledger. No scrub is owed for them: a person at the sign-up page may have typed anybody's address.
     */
    async forgetNewcomer(subscriber: number, address: string): Promise<void> {
      await forgetAsked(subscriber, address);
      await strike(address, literal(address), SHARED_WORDS);
      await forgetDomains(subscriber, address.slice(address.lastIndexOf('@') + 1), []);
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

  /** What they asked for and told us is theirs; nothing else refers to it. */
  async function forgetAsked(subscriber: number, address: string): Promise<void> {
    for (const table of ['consent', 'letter', 'signal', 'taste'] as const) {
      await db.deleteFrom(table).where('subscriber', '=', subscriber).execute();
    }
    // By the key: they may have typed it in other letters.
    await db.deleteFrom('sign_up').where('address_key', '=', address.toLowerCase()).execute();
    // Others may have asked to move there, or have moved away; no other letter names an address.
    await db
      .deleteFrom('letter')
      .where('kind', 'in', ['move', 'moved'])
      .where(({ eb, fn }) => eb(fn<string>('lower', ['address']), '=', address.toLowerCase()))
      .execute();
  }

  /** Forgets domains that tell of this one person, as nobody else is left there. */
  async function forgetDomains(
    subscriber: number,
    domain: string,
    rows: readonly { domain_group: string }[],
  ): Promise<void> {
    const frozen = rows.map(row => row.domain_group);
    for (const name of new Set([...frozen, ...withParents(domain)])) {
      // The name of a provider tells of nobody.
      if (!name.includes('.')) continue;
      const told = await toldOf(name);
      // Few domains are told of anywhere, and who else is there is a look at every address.
      if ((told.length === 0 && !frozen.includes(name)) || (await hasReaders(name, subscriber))) continue;
      for (const { table, key } of told) await db.deleteFrom(table).where('key', '=', key).execute();
      if (frozen.includes(name)) await strike(name, hostsOf(name));
    }
  }

  /** Where it is told how a domain took our mails: few rows. */
  async function toldOf(domain: string): Promise<{ table: 'throttle' | 'incident'; key: string }[]> {
    const told: { table: 'throttle' | 'incident'; key: string }[] = [];
    for (const table of ['throttle', 'incident'] as const) {
      const kept = await db.selectFrom(table).select('key').execute();
      for (const { key } of kept) if (key.endsWith(` ${domain}`)) told.push({ table, key });
    }
    return told;
  }

  /** True while somebody else has an address there. */
  async function hasReaders(domain: string, besides: number): Promise<boolean> {
    const row = await db
      .selectFrom('subscriber')
      .select('num')
      .where('num', '!=', besides)
      .where(({ eb, or }) =>
        or(['@', '.'].map(before => eb('email', 'like', sql<string>`${ending(before + domain)} escape '!'`))),
      )
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Takes out of all words what `source` matches; only where `text` stands, whatever its case. */
  async function strike(
    text: string,
    source: string,
    columns: readonly (typeof WORDS)[number][] = WORDS,
  ): Promise<void> {
    const pattern = new RegExp(source, 'giu');
    const like = `${ending(text.toLowerCase())}%`;
    for (const [table, name] of columns) {
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

/** A host, and whatever stands before it (`mx.example.net`), but not as the end or the beginning of another one. */
function hostsOf(domain: string): string {
  return `(?<![\\p{L}\\p{N}._-])(?:[\\p{L}\\p{N}_-]+\\.)*${literal(domain)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`;
}

/** What a column is like that ends so, with "!" before what stands for itself. */
function ending(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}`;
}

/** `a.b.example`, `b.example`, `example`. */
function withParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}
