import type { ExpressionBuilder, Kysely } from 'kysely';
import type { DeliveryState } from '../model/delivery.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';

/** What one edition's delivery says about a subscriber's address. */
export interface HistoryRow {
  subscriber: number;
  edition: string;
  state: DeliveryState;
  /** What the last answer, or a report that came back later, meant. */
  class: ReplyClass | null;
  code: number | null;
  enhanced: string | null;
  /** The reader, or their provider, complained about it. */
  complained: boolean;
  /** When the mail went out, in milliseconds: its last attempt, or its slot where no attempt is known. */
  at: number;
}

/** Classes that are about the mailbox, not about us or the way there. */
const ABOUT_THE_MAILBOX: readonly ReplyClass[] = ['dead', 'doubtful', 'full'];

/**
 * What deliveries and reports say against the addresses of these subscribers, and between the first and the last
 * of it, what was accepted. Nothing for those who have nothing against them.
 */
export async function historyOf(
  db: Kysely<Schema>,
  subscribers: readonly number[],
): Promise<Map<number, HistoryRow[]>> {
  const found: HistoryRow[] = [];
  for (const page of inPages([...new Set(subscribers)])) {
    const against = await deliveriesOf(page)
      .where(({ eb, or }) => or([eb('class', 'in', ABOUT_THE_MAILBOX), eb('state', '=', 'complained')]))
      .execute();
    const reports = await reportsAgainst(page);
    const bounces = reports.filter(({ kind }) => kind === 'bounce');
    found.push(...against.map(fromRow), ...reports.map(fromReport));
    found.push(...(await successesBetween([...against, ...bounces])));
  }
  return bySubscriber(found);

  function deliveriesOf(subscribers: readonly number[]) {
    return db
      .selectFrom('delivery')
      .select(['subscriber', 'edition', 'state', 'class', 'code', 'enhanced'])
      .select(sentAt)
      .where('subscriber', 'in', subscribers);
  }

  function reportsAgainst(subscribers: readonly number[]) {
    return db
      .selectFrom('report')
      .innerJoin('delivery', join =>
        join
          .onRef('delivery.edition', '=', 'report.edition')
          .onRef('delivery.subscriber', '=', 'report.subscriber'),
      )
      .select(['report.subscriber', 'report.edition', 'report.kind', 'report.class', 'report.enhanced'])
      .select(sentAt)
      .where('report.subscriber', 'in', subscribers)
      .where(({ or, eb }) =>
        or([eb('report.kind', '=', 'complaint'), eb('report.class', 'in', ABOUT_THE_MAILBOX)]),
      )
      .execute();
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

/** The last attempt at a delivery; those that nobody lived to record have only their slot. */
function sentAt({ selectFrom, fn }: ExpressionBuilder<Schema, 'delivery'>) {
  return fn
    .coalesce(
      selectFrom('attempt')
        .select(({ fn: of }) => of.max('attempt.at').as('at'))
        .whereRef('attempt.edition', '=', 'delivery.edition')
        .whereRef('attempt.subscriber', '=', 'delivery.subscriber'),
      'delivery.slot',
    )
    .as('at');
}

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

/** A report is news of its own, whatever became of its delivery before. */
function fromReport(
  row: Pick<Row, 'subscriber' | 'edition' | 'class' | 'enhanced' | 'at'> & { kind: string },
) {
  const { kind, ...rest } = row;
  const complained = kind === 'complaint';
  const state = complained ? 'complained' : 'bounced';
  return { ...fromRow({ ...rest, state, code: null }), complained };
}
