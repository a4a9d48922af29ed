import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import type { SubscriberTable } from './audience-schema.ts';
import type { StoreDialect } from './dialect.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** A subscriber about to be stored. */
export type NewSubscriber = Omit<Subscriber, 'num'> & { email: string; addressKey: string };

/** What may change of a stored subscriber; a field left out stays. */
export type SubscriberChanges = Partial<Omit<Subscriber, 'num'>> & { addressKey?: string | null };

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

function fromRow(row: Selectable<SubscriberTable>): Subscriber {
  return {
    num: row.num,
    email: row.email,
    name: row.name,
    status: row.status as SubscriberStatus,
    topics: JSON.parse(row.topics) as string[],
    queries: JSON.parse(row.queries) as string[],
    cadence: row.cadence,
    hour: row.hour,
    timezone: row.timezone,
    max: row.max,
    pausedUntil: row.paused_until,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    excluded: JSON.parse(row.excluded) as string[],
    signOfLife: row.sign_of_life === 1,
    welcomeAt: row.welcome_at,
    origin: row.origin,
    outside: row.outside === 1,
    learnOpened: row.learn_opened === 1,
  };
}

function newRow(subscriber: NewSubscriber) {
  return {
    email: subscriber.email,
    address_key: subscriber.addressKey,
    name: subscriber.name,
    status: subscriber.status,
    topics: JSON.stringify(subscriber.topics),
    queries: JSON.stringify(subscriber.queries),
    cadence: subscriber.cadence,
    hour: subscriber.hour,
    timezone: subscriber.timezone,
    max: subscriber.max,
    paused_until: subscriber.pausedUntil,
    created_at: subscriber.createdAt,
    confirmed_at: subscriber.confirmedAt,
    excluded: JSON.stringify(subscriber.excluded),
    sign_of_life: subscriber.signOfLife ? 1 : 0,
    welcome_at: subscriber.welcomeAt,
    origin: subscriber.origin,
    outside: subscriber.outside ? 1 : 0,
    learn_opened: subscriber.learnOpened ? 1 : 0,
  };
}

function changedRow(changes: SubscriberChanges): Updateable<SubscriberTable> {
  const row: Updateable<SubscriberTable> = {};
  if (changes.email !== undefined) row.email = changes.email;
  if (changes.addressKey !== undefined) row.address_key = changes.addressKey;
  if (changes.name !== undefined) row.name = changes.name;
  if (changes.status !== undefined) row.status = changes.status;
  if (changes.topics !== undefined) row.topics = JSON.stringify(changes.topics);
  if (changes.queries !== undefined) row.queries = JSON.stringify(changes.queries);
  if (changes.cadence !== undefined) row.cadence = changes.cadence;
  if (changes.hour !== undefined) row.hour = changes.hour;
  if (changes.timezone !== undefined) row.timezone = changes.timezone;
  if (changes.max !== undefined) row.max = changes.max;
  if (changes.pausedUntil !== undefined) row.paused_until = changes.pausedUntil;
  if (changes.createdAt !== undefined) row.created_at = changes.createdAt;
  if (changes.confirmedAt !== undefined) row.confirmed_at = changes.confirmedAt;
  if (changes.excluded !== undefined) row.excluded = JSON.stringify(changes.excluded);
  if (changes.signOfLife !== undefined) row.sign_of_life = changes.signOfLife ? 1 : 0;
  if (changes.welcomeAt !== undefined) row.welcome_at = changes.welcomeAt;
  if (changes.origin !== undefined) row.origin = changes.origin;
  if (changes.outside !== undefined) row.outside = changes.outside ? 1 : 0;
  if (changes.learnOpened !== undefined) row.learn_opened = changes.learnOpened ? 1 : 0;
  return row;
}
