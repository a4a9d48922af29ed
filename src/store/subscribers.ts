import type { Kysely } from 'kysely';
import type { Subscriber } from '../model/subscriber.ts';
import type { StoreDialect } from './dialect.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';
import { changedRow, fromRow, type NewSubscriber, newRow, type SubscriberChanges } from './subscriber-row.ts';

export type { NewSubscriber, SubscriberChanges } from './subscriber-row.ts';

/** When some subscribers have their slot. */
export interface SlotGroup {
  /** Null: the instance's. */
  timezone: string | null;
  hour: number;
  cadence: string;
  /** When the newest of them was confirmed; null when none is known to be. */
  newest: number | null;
}

/**
 * How firmly rows are held until the transaction ends. `share`: nobody changes them, and others may hold them so too.
 * `change`: somebody who reads them to change them; others who want to hold or change them wait, and read them then.
 */
export interface Hold {
  lock?: 'share' | 'change';
}

export function subscriberStore(db: Kysely<Schema>, dialect: Pick<StoreDialect, 'skipsLocked'>) {
  /** Rows by a query. To lock them as an update would lets those pass who only refer to them: a freeze. */
  const read = ({ lock }: Hold) =>
    db
      .selectFrom('subscriber')
      .selectAll()
      .$if(lock === 'share' && dialect.skipsLocked, query => query.forShare())
      .$if(lock === 'change' && dialect.skipsLocked, query => query.forNoKeyUpdate());

  return {
    /** The subscriber with this canonical address, or null. */
    async byKey(addressKey: string, hold: Hold = {}): Promise<Subscriber | null> {
      const row = await read(hold).where('address_key', '=', addressKey).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** Those who have one of these canonical addresses, by it. */
    async byKeys(addressKeys: readonly string[]): Promise<Map<string, Subscriber>> {
      const found = new Map<string, Subscriber>();
      for (const page of inPages(addressKeys)) {
        const rows = await read({}).where('address_key', 'in', page).execute();
        for (const row of rows) if (row.address_key) found.set(row.address_key, fromRow(row));
      }
      return found;
    },

    /**
     * Subscribers by number, erased ones included, in the order of their numbers. With a lock, nobody changes them
     * before this transaction ends: whoever unsubscribes did so before it, or does so after it.
     */
    async byNums(nums: readonly number[], hold: Hold = {}): Promise<Subscriber[]> {
      const found: Subscriber[] = [];
      // Always in the same order, so that no two transactions wait for each other.
      for (const page of inPages([...nums].sort((a, b) => a - b))) {
        const rows = await read(hold).where('num', 'in', page).orderBy('num').execute();
        found.push(...rows.map(fromRow));
      }
      return found;
    },

    /** Stores a subscriber; null when the address is taken. */
    async insert(subscriber: NewSubscriber): Promise<Subscriber | null> {
      const row = await db
        .insertInto('subscriber')
        .values(newRow(subscriber))
        .onConflict(c => c.column('address_key').doNothing())
        .returningAll()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** Stores many at once, in order; null in the place of each whose address is taken. */
    async insertMany(subscribers: readonly NewSubscriber[]): Promise<(Subscriber | null)[]> {
      const byKey = new Map<string, Subscriber>();
      for (const page of inPages(subscribers)) {
        const rows = await db
          .insertInto('subscriber')
          .values(page.map(newRow))
          .onConflict(c => c.column('address_key').doNothing())
          .returningAll()
          .execute();
        for (const row of rows) if (row.address_key) byKey.set(row.address_key, fromRow(row));
      }
      return subscribers.map(({ addressKey }) => {
        const stored = byKey.get(addressKey) ?? null;
        byKey.delete(addressKey);
        return stored;
      });
    },

    async update(num: number, changes: SubscriberChanges): Promise<void> {
      const row = changedRow(changes);
      if (Object.keys(row).length > 0) {
        await db.updateTable('subscriber').set(row).where('num', '=', num).execute();
      }
      if (changes.learnOpened === false) await forgetOpened(num);
    },

    /** Up to `size` subscribers with an address, by number, from the one after `after`. */
    async page(after: number, size: number): Promise<Subscriber[]> {
      const rows = await db
        .selectFrom('subscriber')
        .selectAll()
        .where('num', '>', after)
        .where('email', 'is not', null)
        .orderBy('num')
        .limit(size)
        .execute();
      return rows.map(fromRow);
    },

    /** Everybody who has an address, by number, page by page. */
    async *pages(size: number): AsyncGenerator<Subscriber[]> {
      for (let after = 0; ; ) {
        const page = await this.page(after, size);
        if (page.length === 0) return;
        yield page;
        after = page.at(-1)?.num ?? after;
      }
    },

    /** Every query that somebody follows, once. */
    async queries(): Promise<string[]> {
      const rows = await db
        .selectFrom('subscriber')
        .select('queries')
        .distinct()
        .where('queries', '!=', '[]')
        .where('email', 'is not', null)
        .execute();
      return [...new Set(rows.flatMap(row => JSON.parse(row.queries) as string[]))].sort();
    },

    /** Every word or phrase that somebody excludes, once. */
    async exclusions(): Promise<string[]> {
      const rows = await db
        .selectFrom('subscriber')
        .select('excluded')
        .distinct()
        .where('excluded', '!=', '[]')
        .where('email', 'is not', null)
        .execute();
      return [...new Set(rows.flatMap(row => JSON.parse(row.excluded) as string[]))].sort();
    },

    /** When anybody who may get mail has their slot, each once. */
    async slotGroups(): Promise<SlotGroup[]> {
      const rows = await db
        .selectFrom('subscriber')
        .select(({ fn, eb }) => [
          'timezone',
          'hour',
          'cadence',
          // Who came by themselves got a first edition at once.
          fn.max(eb.case().when('welcome_at', 'is', null).then(eb.ref('confirmed_at')).end()).as('newest'),
        ])
        .groupBy(['timezone', 'hour', 'cadence'])
        .where('email', 'is not', null)
        .where('status', 'in', ['active', 'paused'])
        .orderBy('timezone', zone => zone.asc().nullsFirst())
        .orderBy('hour')
        .orderBy('cadence')
        .execute();
      return rows.map(row => ({ ...row, newest: row.newest === null ? null : Number(row.newest) }));
    },

    /** Who gets mail and came by themselves after `since` and up to `now` (ms), newest first, at most `limit`. */
    async welcomed(since: number, now: number, limit: number): Promise<Subscriber[]> {
      const rows = await db
        .selectFrom('subscriber')
        .selectAll()
        .where('welcome_at', '>', since)
        .where('welcome_at', '<=', now)
        .where('status', '=', 'active')
        .where('email', 'is not', null)
        .orderBy('welcome_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    /** Whom an edition has to account for: everybody with an address, and the erased it had served. */
    async audience(edition: string): Promise<number> {
      const row = await db
        .selectFrom('subscriber')
        .select(({ fn }) => fn.countAll<number>().as('subscribers'))
        .where(({ eb, or, exists, selectFrom }) =>
          or([
            eb('email', 'is not', null),
            exists(
              selectFrom('delivery')
                .select('delivery.subscriber')
                .where('delivery.edition', '=', edition)
                .whereRef('delivery.subscriber', '=', 'subscriber.num'),
            ),
          ]),
        )
        .executeTakeFirstOrThrow();
      return Number(row.subscribers);
    },
  };

  /** Without their wish nothing is kept of what somebody opened, nor of what that taught. */
  async function forgetOpened(num: number): Promise<void> {
    const gone = await db
      .deleteFrom('signal')
      .where('subscriber', '=', num)
      .where('kind', '=', 'opened')
      .executeTakeFirst();
    if (Number(gone.numDeletedRows) === 0) return;
    await db.deleteFrom('taste').where('subscriber', '=', num).execute();
  }
}
