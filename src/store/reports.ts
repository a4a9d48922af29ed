import type { Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import { isOver, REFUSED, UNREACHABLE } from '../model/edition-limits.ts';
import {
  type DeliveryName,
  type Evidence,
  isTooEarly,
  type ReportKind,
  stateAfter,
} from '../model/report.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { historyOf } from './history.ts';
import type { Schema } from './schema.ts';

/** What is known of an edition as a whole. */
export interface Standing {
  /** Deliveries that a mail server had an answer for. */
  answered: number;
  /** Came back because of us. */
  refused: number;
  /** Were said, at once or later, to have no mailbox. */
  unreachable: number;
  complained: number;
}

/** What a report made of its delivery. */
export type Recorded =
  | { kind: 'changed'; from: DeliveryState; to: DeliveryState }
  /** It stays as it is; `repeated`: this very report was recorded before. */
  | { kind: 'unchanged' | 'repeated' }
  /** Nothing is recorded: there is no such delivery, or somebody has it in hand and has the next word. */
  | { kind: 'no-such-delivery' | 'later' };

export function reportStore(db: Kysely<Schema>) {
  return {
    /**
     * Records what a returned mail tells of a delivery, under an `id` of its own, and moves the delivery as `stateAfter`
     * says, if it still is in the state it was seen in. Call it in a transaction.
     */
    async record(id: string, about: DeliveryName, evidence: Evidence, now: number): Promise<Recorded> {
      const { kind, class: meaning, code, enhanced, reason } = evidence;
      const known = await db.selectFrom('report').select('id').where('id', '=', id).executeTakeFirst();
      if (known) return { kind: 'repeated' };
      const row = await delivery(about);
      if (!row) return { kind: 'no-such-delivery' };
      // Nobody's words about somebody who was erased are kept.
      const reply = row.email === null ? null : evidence.reply;
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

    async standing(edition: string): Promise<Standing> {
      const [states, refused, reach] = [await answers(edition), await refusals(edition), await dead(edition)];
      const complained = states.get('complained') ?? 0;
      return { answered: sum(states), refused, unreachable: reach, complained };
    },

    /** True when so many of an edition were said to have no mailbox that it says nothing about any one of them. */
    async isUnreachable(edition: string): Promise<boolean> {
      const hits = await dead(edition);
      return hits >= UNREACHABLE.least && isOver(UNREACHABLE, hits, sum(await answers(edition)));
    },

    history: (subscribers: readonly number[]) => historyOf(db, subscribers),

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
        kind: row.kind as ReportKind,
        class: row.class as ReplyClass | null,
      }));
    },
  };

  function delivery({ edition, subscriber }: DeliveryName) {
    return db
      .selectFrom('delivery')
      .leftJoin('subscriber', 'subscriber.num', 'delivery.subscriber')
      .select(['delivery.state', 'subscriber.email'])
      .where('delivery.edition', '=', edition)
      .where('delivery.subscriber', '=', subscriber)
      .executeTakeFirst();
  }

  /** How many deliveries of an edition ended in each state for which a server answered. */
  async function answers(edition: string): Promise<Map<string, number>> {
    const rows = await db
      .selectFrom('delivery')
      .select(({ fn }) => ['state', fn.countAll<number>().as('rows')])
      .where('edition', '=', edition)
      .where('state', 'in', ['accepted', 'rejected', 'bounced', 'complained'])
      .groupBy('state')
      .execute();
    return new Map(rows.map(row => [row.state, Number(row.rows)]));
  }

  async function refusals(edition: string): Promise<number> {
    const { rows } = await db
      .selectFrom('delivery')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('edition', '=', edition)
      .where('state', '=', 'bounced')
      .where('class', 'in', REFUSED.classes)
      .executeTakeFirstOrThrow();
    return Number(rows);
  }

  /** By the answer, or by any report: of several about one mail the first decides what its delivery says. */
  async function dead(edition: string): Promise<number> {
    const { rows } = await db
      .selectFrom('delivery')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('edition', '=', edition)
      .where('state', 'in', ['rejected', 'bounced', 'complained'])
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('class', 'in', UNREACHABLE.classes),
          exists(
            selectFrom('report')
              .select('report.id')
              .whereRef('report.subscriber', '=', 'delivery.subscriber')
              .whereRef('report.edition', '=', 'delivery.edition')
              .where('report.class', 'in', UNREACHABLE.classes),
          ),
        ]),
      )
      .executeTakeFirstOrThrow();
    return Number(rows);
  }
}

/** What a returned mail told of a delivery. */
export interface Report {
  edition: string;
  /** When it was read, in milliseconds. */
  at: number;
  kind: ReportKind;
  class: ReplyClass | null;
  enhanced: string | null;
  reply: string | null;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
