import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import { type DeliveryName, type Evidence, isTooEarly, stateAfter } from '../model/report.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What one edition's delivery says about a subscriber's address. */
export interface HistoryRow {
  subscriber: number;
  edition: string;
  state: DeliveryState;
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  complained: boolean;
  /** When it was learnt. */
  at: number;
}

/** What a report made of its delivery. */
export type Recorded =
  | { kind: 'changed'; from: DeliveryState; to: DeliveryState }
  /** It stays as it is; `repeated`: this very report was recorded before. */
  | { kind: 'unchanged' | 'repeated' }
  /** Nothing is recorded: there is no such delivery, or somebody has it in hand and has the next word. */
  | { kind: 'no-such-delivery' | 'later' };

/** Classes that are about the mailbox, not about us or the way there. */
const ABOUT_THE_MAILBOX: readonly ReplyClass[] = ['dead', 'doubtful', 'full'];

export function reportStore(db: Kysely<Schema>) {
  return {
    /**
     * Records what a returned mail tells of a delivery, under an `id` of its own, and moves the delivery as `stateAfter`
     * says, if it still is in the state it was seen in. Call it in a transaction.
     */
    async record(id: string, about: DeliveryName, evidence: Evidence, now: number): Promise<Recorded> {
      const { kind, class: meaning, code, enhanced, reply, reason } = evidence;
      const known = await db.selectFrom('report').select('id').where('id', '=', id).executeTakeFirst();
      if (known) return { kind: 'repeated' };
      const row = await delivery(about);
      if (!row) return { kind: 'no-such-delivery' };
      const from = row.state as DeliveryState;
      if (isTooEarly(from, kind)) return { kind: 'later' };
      const to = stateAfter(from, kind);
      if (to !== null) {
        const moved = await db
          .updateTable('delivery')
          .set({
            state: to,
            reason,
            in_doubt: 0,
            updated_at: now,
            ...(to === 'bounced' && { class: meaning, code, enhanced, reply }),
            ...(to === 'accepted' && { class: 'accepted' }),
          })
          .where('edition', '=', about.edition)
          .where('subscriber', '=', about.subscriber)
          .where('state', '=', from)
          .executeTakeFirst();
        if (Number(moved.numUpdatedRows) === 0) return { kind: 'later' };
      }
      await db
        .insertInto('report')
        .values({ id, at: now, ...about, kind, class: meaning, enhanced, reply })
        .execute();
      return to === null ? { kind: 'unchanged' } : { kind: 'changed', from, to };
    },

    /** How many deliveries of an edition were answered, came back because of us, and were complained about. */
    async standing(edition: string): Promise<{ answered: number; policy: number; complained: number }> {
      const rows = await db
        .selectFrom('delivery')
        .select(({ fn }) => ['state', 'class', fn.countAll<number>().as('rows')])
        .where('edition', '=', edition)
        .where('state', 'in', ['accepted', 'rejected', 'bounced', 'complained'])
        .groupBy(['state', 'class'])
        .execute();
      const count = (isCounted: (row: (typeof rows)[number]) => boolean) =>
        rows.filter(isCounted).reduce((sum, row) => sum + Number(row.rows), 0);
      return {
        answered: count(() => true),
        policy: count(row => row.state === 'bounced' && row.class === 'policy'),
        complained: count(row => row.state === 'complained'),
      };
    },

    /**
     * What deliveries and reports say against the addresses of these subscribers, and between the first and the last
     * of it, what was accepted. Nothing for those who have nothing against them.
     */
    async history(subscribers: readonly number[]): Promise<Map<number, HistoryRow[]>> {
      const found: HistoryRow[] = [];
      for (const page of inPages([...new Set(subscribers)])) {
        const against = await deliveriesOf(page)
          .where(({ eb, or }) => or([eb('class', 'in', ABOUT_THE_MAILBOX), eb('state', '=', 'complained')]))
          .execute();
        const complaints = await db
          .selectFrom('report')
          .select(['subscriber', 'edition', 'at'])
          .where('subscriber', 'in', page)
          .where('kind', '=', 'complaint')
          .execute();
        found.push(...against.map(fromRow), ...(await successesBetween(against)));
        found.push(...complaints.map(row => ({ ...COMPLAINT, ...row, at: Number(row.at) })));
      }
      return bySubscriber(found);
    },

    /** What came back later about the deliveries of one subscriber, oldest first. */
    async of(subscriber: number): Promise<Report[]> {
      const rows = await db
        .selectFrom('report')
        .select(['edition', 'at', 'kind', 'class', 'enhanced', 'reply'])
        .where('subscriber', '=', subscriber)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(row => ({
        ...row,
        at: Number(row.at),
        kind: row.kind as Report['kind'],
        class: row.class as ReplyClass | null,
      }));
    },
  };

  function delivery({ edition, subscriber }: DeliveryName) {
    return db
      .selectFrom('delivery')
      .select('state')
      .where('edition', '=', edition)
      .where('subscriber', '=', subscriber)
      .executeTakeFirst();
  }

  function deliveriesOf(subscribers: readonly number[]) {
    return db
      .selectFrom('delivery')
      .select(['subscriber', 'edition', 'state', 'class', 'code', 'enhanced', 'updated_at as at'])
      .where('subscriber', 'in', subscribers);
  }

  /** Few have failed twice, so that few have their years looked through. */
  async function successesBetween(
    failures: readonly { subscriber: number; edition: string }[],
  ): Promise<HistoryRow[]> {
    const editions = failures.map(({ edition }) => edition).sort();
    const [first, last] = [editions[0], editions.at(-1)];
    const again = [...bySubscriber(failures)].filter(([, rows]) => rows.length > 1).map(([num]) => num);
    if (again.length === 0 || first === undefined || last === undefined) return [];
    const rows = await deliveriesOf(again)
      .where('state', '=', 'accepted')
      .where('edition', '>', first)
      .where('edition', '<', last)
      .execute();
    return rows.map(fromRow);
  }
}

/** What a returned mail told of a delivery. */
export interface Report {
  edition: string;
  /** When it was read, in milliseconds. */
  at: number;
  kind: 'bounce' | 'delay' | 'complaint' | 'unsubscribe';
  class: ReplyClass | null;
  enhanced: string | null;
  reply: string | null;
}

const COMPLAINT = {
  state: 'complained',
  class: null,
  code: null,
  enhanced: null,
  complained: true,
} as const;

function bySubscriber<T extends { subscriber: number }>(rows: readonly T[]): Map<number, T[]> {
  const grouped = new Map<number, T[]>();
  for (const row of rows) {
    const group = grouped.get(row.subscriber);
    if (group) group.push(row);
    else grouped.set(row.subscriber, [row]);
  }
  return grouped;
}

interface Row {
  subscriber: number;
  edition: string;
  state: string;
  class: string | null;
  code: number | null;
  enhanced: string | null;
  at: number;
}

function fromRow(row: Row): HistoryRow {
  return {
    ...row,
    state: row.state as DeliveryState,
    class: row.class as ReplyClass | null,
    complained: false,
    at: Number(row.at),
  };
}
