import type { Again } from '../model/edition.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { type Planned, planSubscriber } from '../plan/plan.ts';
import type { LedgerRow } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import type { KeptTaste } from '../store/tastes.ts';
import { suppressedAmong } from './admit.ts';
import { carriedBy, missedBy } from './carried-by.ts';
import type { EditionDay } from './day.ts';
import { type TasteDay, tastesOf } from './taste.ts';
import { updatesFor } from './updates.ts';

/** What the plan says of one subscriber; `frozen`: the ledger has said it already. */
export interface PlannedRow {
  subscriber: Subscriber;
  planned: Planned | { kind: 'frozen' };
}

/** What the ledger says of one page of subscribers, by number. */
interface PageLedger {
  /** Who has a delivery, or had their turn. */
  frozen: Set<number>;
  /** The editions whose rows were read, and these. */
  editions: Set<string>;
  rows: Map<number, LedgerRow[]>;
  /** Of each their newest earlier delivery that carried something. */
  last: Map<number, LedgerRow>;
  /** The edition was cancelled: nobody else gets it. */
  cancelled: boolean;
}

/**
 * Plans one page of subscribers, rising by number. It reads the ledger through `store`: give it a
 * transaction when the plan is to be frozen, so that two editions planned at the same time cannot
 * carry the same paper to the same person. `onLearned` is told what their signals taught that was not kept yet.
 */
export async function planPage(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
  onLearned: (tastes: readonly KeptTaste[]) => Promise<void> = async () => {},
): Promise<PlannedRow[]> {
  const ledger = await readLedger(store, day, subscribers);
  const suppressed = await suppressedAmong(store, subscribers);
  const heard = await tastesOf(store, tasteDay(day), subscribers, num =>
    day.plan.rankedFor(ledger.last.get(num)?.edition ?? null),
  );
  await onLearned(heard.learned);
  const missed = new Map(
    subscribers.map(({ num }) => [num, missedBy(knownOf(ledger, num), day.plan.edition, day.aliases)]),
  );
  const named = [...missed.values()].flatMap(one => one?.editions ?? []).flatMap(({ papers }) => papers);
  day.papers.add(await store.papers.byNums(day.papers.lacking(named)));
  const hidden = await store.takenBack.among(named);
  const open = subscribers.filter(({ num }) => !ledger.frozen.has(num));
  const updates = await updatesFor(store, day, open, ledger);
  return subscribers.map(subscriber => {
    if (ledger.frozen.has(subscriber.num)) return { subscriber, planned: { kind: 'frozen' } };
    if (ledger.cancelled) return { subscriber, planned: { kind: 'skip', reason: 'held' } };
    const carried = carriedBy(ledger.rows.get(subscriber.num) ?? [], day.aliases);
    const planned = planSubscriber(subscriber, day.plan, {
      lastEdition: ledger.last.get(subscriber.num)?.edition ?? null,
      carried: num => carried.has(num),
      missed: without(hidden, missed.get(subscriber.num) ?? null),
      updates: updates.get(subscriber.num) ?? null,
      suppressed: suppressed.has(subscriber.num),
      leaning: heard.leanings.get(subscriber.num) ?? null,
      taste: heard.tastes.get(subscriber.num) ?? null,
    });
    return { subscriber, planned };
  });
}

/** What may have been missed, less the papers that were taken back since. */
function without(hidden: ReadonlySet<number>, missed: Again | null): Again | null {
  if (missed === null || hidden.size === 0) return missed;
  const editions = missed.editions
    .map(({ edition, papers }) => ({ edition, papers: papers.filter(num => !hidden.has(num)) }))
    .filter(({ papers }) => papers.length > 0);
  return editions.length > 0 ? { ...missed, editions } : null;
}

/** A day as taste reads it. */
export function tasteDay({ papers, aliases, plan }: EditionDay): TasteDay {
  return { papers, aliases, usual: () => plan.rankedFor(null) };
}

/** Ranks the windows that a page will ask for, and learns what its readers like: before a transaction, since others wait for its end. */
export async function rankAhead(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { last } = await readLedger(store, day, subscribers);
  const rankedOf = (num: number) => day.plan.rankedFor(last.get(num)?.edition ?? null);
  for (const { num } of subscribers) rankedOf(num);
  if (subscribers.some(({ updates }) => updates)) await day.recentNews(store);
  await tastesOf(store, tasteDay(day), subscribers, rankedOf);
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
  const hold = (await store.editions.holds([edition])).get(edition);
  return {
    frozen,
    editions,
    rows,
    last: await lastOf(store, day, subscribers, rows),
    cancelled: hold?.cancelled ?? false,
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

/** What is read of somebody: of the last weeks, and before them their newest. */
function knownOf({ rows, last }: PageLedger, num: number): LedgerRow[] {
  const recent = rows.get(num) ?? [];
  const newest = last.get(num);
  return newest && !recent.includes(newest) ? [...recent, newest] : recent;
}

/**
 * Each subscriber's newest earlier delivery. Most had one lately, and its row is read already; only
 * for the others, and for newcomers, is the history asked.
 */
async function lastOf(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
  ledger: ReadonlyMap<number, readonly LedgerRow[]>,
): Promise<Map<number, LedgerRow>> {
  const { edition } = day.plan;
  const last = new Map<number, LedgerRow>();
  const keep = (row: LedgerRow) => {
    const known = last.get(row.subscriber)?.edition ?? '';
    if (row.edition < edition && row.edition > known) last.set(row.subscriber, row);
  };
  for (const rows of ledger.values()) {
    for (const row of rows) if (row.edition >= day.lastEditionFrom) keep(row);
  }
  const others = subscribers.map(({ num }) => num).filter(num => !last.has(num));
  const older = [...(await store.deliveries.lastEditions(others, edition)).values()];
  const from = others.at(0) ?? 0;
  for (const row of await store.deliveries.carried([...new Set(older)], from, others.at(-1) ?? 0)) keep(row);
  return last;
}
