import type { Again } from '../model/edition.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { type Planned, planSubscriber, turnOf } from '../plan/plan.ts';
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
  /** The newest edition that carried them something; null when there is none, or it was not looked for. */
  lastEdition: string | null;
}

/** Whose turn it is on a page, and of the others, why not, by number. */
interface Turns {
  others: Map<number, Exclude<Planned, { kind: 'delivery' }> | { kind: 'frozen' }>;
  open: Subscriber[];
}

/** What the ledger says of those whose turn it is, by number. */
interface PageLedger {
  /** The editions whose rows were read, and these. */
  editions: Set<string>;
  rows: Map<number, LedgerRow[]>;
  /** Of each their newest earlier delivery that carried something. */
  last: Map<number, LedgerRow>;
}

/** So few are asked about by their numbers, not by the stretch that holds them. */
const FEW = 100;

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
  // An edition is looked at as often as there are hours in it: only whose turn it is now costs more than a look.
  const { others, open } = await turnsOf(store, day, subscribers);
  const ledger = await readLedger(store, day, open);
  const heard = await tastesOf(store, tasteDay(day), open, num =>
    day.plan.rankedFor(ledger.last.get(num)?.edition ?? null),
  );
  await onLearned(heard.learned);
  const missed = new Map(
    open.map(({ num }) => [num, missedBy(knownOf(ledger, num), day.plan.edition, day.aliases)]),
  );
  const named = [...missed.values()].flatMap(one => one?.editions ?? []).flatMap(({ papers }) => papers);
  day.papers.add(await store.papers.byNums(day.papers.lacking(named)));
  const hidden = await store.takenBack.among(named);
  const updates = await updatesFor(store, day, open, ledger);
  return subscribers.map(subscriber => {
    const other = others.get(subscriber.num);
    if (other) return { subscriber, planned: other, lastEdition: null };
    const lastEdition = ledger.last.get(subscriber.num)?.edition ?? null;
    const carried = carriedBy(ledger.rows.get(subscriber.num) ?? [], day.aliases);
    const planned = planSubscriber(subscriber, day.plan, {
      lastEdition,
      carried: num => carried.has(num),
      missed: without(hidden, missed.get(subscriber.num) ?? null),
      updates: updates.get(subscriber.num) ?? null,
      suppressed: false,
      leaning: heard.leanings.get(subscriber.num) ?? null,
      taste: heard.tastes.get(subscriber.num) ?? null,
    });
    return { subscriber, planned, lastEdition };
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
  const { open } = await turnsOf(store, day, subscribers);
  const { last } = await readLedger(store, day, open);
  const rankedOf = (num: number) => day.plan.rankedFor(last.get(num)?.edition ?? null);
  for (const { num } of open) rankedOf(num);
  if (open.some(({ updates }) => updates)) await day.recentNews(store);
  await tastesOf(store, tasteDay(day), open, rankedOf);
}

/** Whose turn it is: who is frozen, or had their turn, is not looked at again, and nobody else gets what was cancelled. */
async function turnsOf(store: Store, day: EditionDay, subscribers: readonly Subscriber[]): Promise<Turns> {
  const { edition } = day.plan;
  const from = subscribers.at(0)?.num ?? 0;
  const to = subscribers.at(-1)?.num ?? 0;
  const frozen = await store.deliveries.frozen(edition, from, to);
  if (day.oneTurn) for (const num of await store.skips.foundNothing(edition, from, to)) frozen.add(num);
  const isCancelled = (await store.editions.holds([edition])).get(edition)?.cancelled ?? false;
  const suppressed = await suppressedAmong(store, subscribers);
  const others: Turns['others'] = new Map();
  for (const subscriber of subscribers) {
    const { num } = subscriber;
    if (frozen.has(num)) others.set(num, { kind: 'frozen' });
    else if (isCancelled) others.set(num, { kind: 'skip', reason: 'held' });
    else {
      const turn = turnOf(subscriber, day.plan, suppressed.has(num));
      if (turn.kind === 'skip') others.set(num, turn);
    }
  }
  return { others, open: subscribers.filter(({ num }) => !others.has(num)) };
}

async function readLedger(
  store: Store,
  day: EditionDay,
  subscribers: readonly Subscriber[],
): Promise<PageLedger> {
  if (subscribers.length === 0) return { editions: new Set(), rows: new Map(), last: new Map() };
  const editions = await store.editions.carrying(day.carriers);
  for (const recent of await store.editions.between(day.lastEditionFrom, day.plan.edition))
    editions.add(recent);
  const rows = groupBySubscriber(await carriedTo(store, [...editions], subscribers));
  return { editions, rows, last: await lastOf(store, day, subscribers, rows) };
}

/** What these editions carried to them, and when they are many perhaps to others in between. */
function carriedTo(store: Store, editions: readonly string[], subscribers: readonly Subscriber[]) {
  const nums = subscribers.map(({ num }) => num);
  if (nums.length <= FEW) return store.deliveries.carriedTo(editions, nums);
  return store.deliveries.carried(editions, nums.at(0) ?? 0, nums.at(-1) ?? 0);
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
