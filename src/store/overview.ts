import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import type { Schema } from './schema.ts';

/** A delivery as one line of a list. */
export interface DeliveryLine {
  subscriber: number;
  /** Null once erased. */
  email: string | null;
  state: DeliveryState;
  attempts: number;
  code: number | null;
  reply: string | null;
  reason: string | null;
  updatedAt: number;
}

/** A subscriber as one line of a list. */
export interface SubscriberLine {
  num: number;
  email: string;
  status: SubscriberStatus;
  cadence: string;
  topics: number;
  queries: number;
  origin: string | null;
  createdAt: number;
}

/** Who follows what, of those who get mail or will again. */
export interface Followers {
  /** By topic id. */
  topics: Map<string, number>;
  /** How many have queries of their own. */
  queries: number;
  /** How many there are at all. */
  readers: number;
}

/** A snapshot as one line of a list. */
export interface SnapshotLine {
  source: string;
  format: string;
  capturedAt: string;
  entries: number;
  storedAt: number;
}

const DAY_MS = 86_400_000;
/** No text in UTF-8 goes on with a character behind this one. */
const LAST = '\u{10ffff}';
const SUBSCRIBER_LINE = [
  'num',
  'email',
  'status',
  'cadence',
  'topics',
  'queries',
  'origin',
  'created_at as createdAt',
] as const;

/** What an operator looks at: lists a page at a time, and sums. It changes nothing. */
export function overviewStore(db: Kysely<Schema>) {
  return {
    /** Deliveries of an edition by subscriber's number, from the one after `after`; of one state, or all. */
    async deliveries(
      edition: string,
      { state, after, limit }: { state: DeliveryState | null; after: number; limit: number },
    ): Promise<DeliveryLine[]> {
      const rows = await db
        .selectFrom('delivery')
        .innerJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
        .select([
          'delivery.subscriber',
          'email',
          'state',
          'attempts',
          'code',
          'reply',
          'reason',
          'updated_at as updatedAt',
        ])
        .where('edition', '=', edition)
        .where('delivery.subscriber', '>', after)
        .$if(state !== null, query => query.where('state', '=', state ?? ''))
        .orderBy('delivery.subscriber')
        .limit(limit)
        .execute();
      return rows.map(row => ({
        ...row,
        state: row.state as DeliveryState,
        updatedAt: Number(row.updatedAt),
      }));
    },

    /** Subscribers with an address by number, from the one after `after`; of one status, or all. */
    async subscribers({
      status,
      after,
      limit,
    }: {
      status: SubscriberStatus | null;
      after: number;
      limit: number;
    }): Promise<SubscriberLine[]> {
      const rows = await db
        .selectFrom('subscriber')
        .select(SUBSCRIBER_LINE)
        .where('num', '>', after)
        .where('email', 'is not', null)
        .$if(status !== null, query => query.where('status', '=', status ?? ''))
        .orderBy('num')
        .limit(limit)
        .execute();
      return rows.map(lineOf);
    },

    /** Subscribers whose canonical address begins so, by address. */
    async beginning(start: string, limit: number): Promise<SubscriberLine[]> {
      const rows = await db
        .selectFrom('subscriber')
        .select(SUBSCRIBER_LINE)
        .where('address_key', '>=', start)
        .where('address_key', '<', start + LAST)
        .where('email', 'is not', null)
        .orderBy('address_key')
        .limit(limit)
        .execute();
      return rows.map(lineOf);
    },

    /** How many who have an address are of each status. */
    async statuses(): Promise<Map<SubscriberStatus, number>> {
      const rows = await db
        .selectFrom('subscriber')
        .select(({ fn }) => ['status', fn.countAll<number>().as('rows')])
        .where('email', 'is not', null)
        .groupBy('status')
        .execute();
      return new Map(rows.map(row => [row.status as SubscriberStatus, Number(row.rows)]));
    },

    async followers(): Promise<Followers> {
      const rows = await db
        .selectFrom('subscriber')
        .select(({ fn, eb }) => [
          'topics',
          fn.countAll<number>().as('rows'),
          fn
            .sum<number>(eb.case().when('queries', '=', '[]').then(eb.lit(0)).else(eb.lit(1)).end())
            .as('withQueries'),
        ])
        .where('email', 'is not', null)
        .where('status', 'in', ['active', 'paused'])
        .groupBy('topics')
        .execute();
      const topics = new Map<string, number>();
      for (const row of rows) {
        for (const id of JSON.parse(row.topics) as string[]) {
          topics.set(id, (topics.get(id) ?? 0) + Number(row.rows));
        }
      }
      return {
        topics,
        queries: rows.reduce((sum, row) => sum + Number(row.withQueries), 0),
        readers: rows.reduce((sum, row) => sum + Number(row.rows), 0),
      };
    },

    /** How many addresses are suppressed, by reason and by day (UTC) since `since` (ms), newest day first. */
    async suppressed(since: number): Promise<{
      reasons: { reason: string; count: number }[];
      days: { day: string; count: number }[];
    }> {
      const reasons = await db
        .selectFrom('suppression')
        .select(({ fn }) => ['reason', fn.countAll<number>().as('rows')])
        .groupBy('reason')
        .execute();
      const days = await db
        .selectFrom('suppression')
        // Whole numbers: what is over is dropped.
        .select(({ eb, fn }) => [eb('at', '/', eb.lit(DAY_MS)).as('day'), fn.countAll<number>().as('rows')])
        .where('at', '>=', since)
        .groupBy('day')
        .execute();
      return {
        reasons: reasons.map(row => ({ reason: row.reason, count: Number(row.rows) })),
        days: days
          .map(row => ({ day: dayOf(Number(row.day)), count: Number(row.rows) }))
          .sort((a, b) => (a.day < b.day ? 1 : -1)),
      };
    },

    /** The newest snapshots, newest first. */
    async snapshots(limit: number): Promise<SnapshotLine[]> {
      const rows = await db
        .selectFrom('snapshot')
        .select(['source', 'format', 'captured_at as capturedAt', 'entries', 'stored_at as storedAt'])
        .orderBy('num', 'desc')
        .limit(limit)
        .execute();
      return rows.map(row => ({ ...row, storedAt: Number(row.storedAt) }));
    },

    /** How many letters are not delivered yet, and not too old for it. */
    async lettersWaiting(now: number): Promise<number> {
      const row = await db
        .selectFrom('letter')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('state', 'in', ['pending', 'deferred', 'leased'])
        .where('expires_at', '>', now)
        .executeTakeFirstOrThrow();
      return Number(row.rows);
    },
  };
}

function lineOf(row: {
  num: number;
  email: string | null;
  status: string;
  cadence: string;
  topics: string;
  queries: string;
  origin: string | null;
  createdAt: number;
}): SubscriberLine {
  return {
    num: row.num,
    email: row.email ?? '',
    status: row.status as SubscriberStatus,
    cadence: row.cadence,
    topics: (JSON.parse(row.topics) as string[]).length,
    queries: (JSON.parse(row.queries) as string[]).length,
    origin: row.origin,
    createdAt: Number(row.createdAt),
  };
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
