import type { CalendarDate } from '../model/date.ts';
import { unpackNums } from '../model/packed-selection.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { type Planned, planSubscriber } from '../plan/plan.ts';
import type { LedgerRow } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import { suppressedAmong } from './admit.ts';
import type { EditionDay } from './day.ts';

/** What the plan says of one subscriber; `frozen`: the ledger has said it already. */
export interface PlannedRow {
  subscriber: Subscriber;
  planned: Planned | { kind: 'frozen' };
}

/** What the ledger says of one page of subscribers, by number. */
interface PageLedger {
  /** Who has a delivery, or had their turn. */
  frozen: Set<number>;
  rows: Map<number, LedgerRow[]>;
  lastEditions: Map<number, CalendarDate>;
}

/**
 * Plans one page of subscribers, rising by number. It reads the ledger through `store`: give it a
 * transaction when the plan is to be frozen, so that two editions planned at the same time cannot
 * carry the same paper to the same person.
 */
export async function planPage(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
): Promise<PlannedRow[]> {
  const ledger = await readLedger(store, day, subscribers);
  const suppressed = await suppressedAmong(store, subscribers);
  return subscribers.map(subscriber => {
    if (ledger.frozen.has(subscriber.num)) return { subscriber, planned: { kind: 'frozen' } };
    const carried = carriedBy(ledger.rows.get(subscriber.num) ?? [], day.aliases);
    const planned = planSubscriber(subscriber, day.plan, {
      lastEdition: ledger.lastEditions.get(subscriber.num) ?? null,
      carried: num => carried.has(num),
      suppressed: suppressed.has(subscriber.num),
    });
    return { subscriber, planned };
  });
}

/** Ranks the windows that a page will ask for: before a transaction, since others wait for its end. */
export async function rankAhead(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { lastEditions } = await readLedger(store, day, subscribers);
  for (const { num } of subscribers) day.plan.rankedFor(lastEditions.get(num) ?? null);
}

async function readLedger(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
): Promise<PageLedger> {
  const from = subscribers.at(0)?.num ?? 0;
  const to = subscribers.at(-1)?.num ?? 0;
  const { edition } = day.plan;
  const editions = await store.editions.carrying(day.carriers);
  for (const recent of await store.editions.between(day.lastEditionFrom, edition)) editions.add(recent);
  const rows = groupBySubscriber(await store.deliveries.carried([...editions], from, to));
  const frozen = await store.deliveries.frozen(edition, from, to);
  if (day.oneTurn) for (const num of await store.skips.foundNothing(edition, from, to)) frozen.add(num);
  return {
    frozen,
    rows,
    lastEditions: await lastEditionsOf(store, day, subscribers, rows),
  };
}

function groupBySubscriber(rows: readonly LedgerRow[]): Map<number, LedgerRow[]> {
  const groups = new Map<number, LedgerRow[]>();
  for (const row of rows) {
    const group = groups.get(row.subscriber);
    if (group) group.push(row);
    else groups.set(row.subscriber, [row]);
  }
  return groups;
}

function carriedBy(rows: readonly LedgerRow[], aliases: ReadonlyMap<number, number>): Set<number> {
  const carried = new Set<number>();
  for (const row of rows) for (const num of unpackNums(row.papers)) carried.add(aliases.get(num) ?? num);
  return carried;
}

/**
 * Each subscriber's newest earlier edition. Most had one lately, and its row is read already; only
 * for the others, and for newcomers, is the history asked.
 */
async function lastEditionsOf(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
  ledger: ReadonlyMap<number, readonly LedgerRow[]>,
): Promise<Map<number, CalendarDate>> {
  const { edition } = day.plan;
  const last = new Map<number, CalendarDate>();
  for (const [num, rows] of ledger) {
    const recent = rows.map(row => row.edition).filter(one => one < edition && one >= day.lastEditionFrom);
    const newest = recent.sort().at(-1);
    if (newest) last.set(num, newest);
  }
  const others = subscribers.map(({ num }) => num).filter(num => !last.has(num));
  for (const [num, one] of await store.deliveries.lastEditions(others, edition)) last.set(num, one);
  return last;
}
