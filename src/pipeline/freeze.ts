import { setImmediate as othersTurn } from 'node:timers/promises';
import { domainGroup } from '../deliver/domain-group.ts';
import { againOf, papersOf, updatesOf } from '../model/edition.ts';
import { packSelection } from '../model/packed-selection.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { NewDelivery, NewSkip } from '../store/deliveries.ts';
import { PAGE } from '../store/pages.ts';
import { FOUND } from '../store/skips.ts';
import type { Store } from '../store/store.ts';
import { holdByCheck, noteLeftOut, openVolumeCheck } from './check-edition.ts';
import { type EditionDay, openDay } from './day.ts';
import { type EditionOrder, wasMissed } from './order.ts';
import type { Parts } from './parts.ts';
import { type PlannedRow, planPage, rankAhead } from './plan-page.ts';

/** How long after its slot a delivery is worth making, in milliseconds: a stale daily is worse than none. */
export const EXPIRES_MS = 20 * 3_600_000;

/** How often a day is read again outside the write lock. */
const MISSES = 3;

/**
 * Freezes the edition for everybody who is due, page by page: each page is planned and written in one
 * transaction. Whoever is frozen already stays as they are. A snapshot that comes in meanwhile opens
 * the day anew: it may have proved two papers one, and a plan that does not know would carry both.
 * `onPage` is told how many were seen. What is absurd about how much it carries holds the edition.
 */
export async function freeze(
  parts: Parts,
  order: EditionOrder,
  hooks: { onPage?: (subscribers: number) => void; signal?: AbortSignal },
): Promise<void> {
  const { store } = parts;
  const pageOf = pagesOf(order);
  let day = await openDay(parts, order);
  if (!order.only) await noteLeftOut(store, day.leftOut, parts.clock.now());
  let known = noPapers();
  let check = order.only ? null : await openVolumeCheck(store, order.edition);
  let missed = 0;
  for (let after = 0; !hooks.signal?.aborted; ) {
    await rankAhead(store, day, await pageOf(store, after));
    const page = await store.transaction(async tx => {
      if ((await tx.papers.version()) !== day.version) {
        // Snapshots come in faster than a day is read: read it while nobody else can write.
        if (++missed <= MISSES) return null;
        day = await openDay({ ...parts, store: tx }, order);
        known = noPapers();
      }
      const subscribers = await pageOf(tx, after);
      const rows = await planPage(tx, day, subscribers, tx.tastes.keep);
      const { deliveries, skips, papers } = frozenRows(day, rows, order);
      const carried = [...papers.carried].filter(num => !known.carried.has(num));
      const again = [...papers.again].filter(num => !known.again.has(num));
      await tx.editions.freezePapers(order.edition, day.papers.frozen(carried));
      await tx.editions.freezeAgain(order.edition, day.papers.frozen(again));
      // Whoever was found nothing for between times has their hour, or the next digest, yet to come.
      const told = order.only ? skips.map(notDueYet) : skips;
      await tx.deliveries.freezePage(order.edition, deliveries, told, parts.clock.now());
      // With the page that shows it: nothing of it can be claimed before it is held.
      const checked = check?.with(
        rows,
        carried.map(num => day.papers.paper(num)),
      );
      const absurd = (await checked?.absurd(tx)) ?? null;
      if (absurd !== null) await holdByCheck(tx, order.edition, absurd, parts.clock.now());
      return { subscribers, papers, checked: checked ?? null };
    });
    if (!page) {
      day = await openDay(parts, order);
      known = noPapers();
      continue;
    }
    const last = page.subscribers.at(-1);
    if (!last) return;
    check = page.checked;
    for (const num of page.papers.carried) known.carried.add(num);
    for (const num of page.papers.again) known.again.add(num);
    hooks.onPage?.(page.subscribers.length);
    // The database answers within this turn: without a break no signal, heartbeat or page gets its own.
    await othersTurn();
    after = last.num;
  }
}

/** The next page of those whom an order concerns, by number: everybody, or the few it names, one at a time. */
function pagesOf({ only }: EditionOrder) {
  return async (store: Store, after: number): Promise<Subscriber[]> => {
    if (!only) return store.subscribers.page(after, PAGE);
    for (const num of only) {
      if (num <= after) continue;
      const [one] = await store.subscribers.byNums([num]);
      if (one && one.email !== null) return [one];
    }
    return [];
  };
}

function notDueYet(skip: NewSkip): NewSkip {
  return FOUND.includes(skip.reason) ? { ...skip, reason: 'not-due' } : skip;
}

/** Numbers of the papers that deliveries carry, and of those they only name. */
function noPapers() {
  return { carried: new Set<number>(), again: new Set<number>() };
}

/** What a page of a plan comes to in the ledger, and the papers it needs. */
export function frozenRows(
  day: EditionDay,
  rows: readonly PlannedRow[],
  { missed }: Pick<EditionOrder, 'missed'> = {},
) {
  const deliveries: NewDelivery[] = [];
  const skips: NewSkip[] = [];
  const papers = noPapers();
  for (const { subscriber, planned } of rows) {
    if (planned.kind === 'skip') skips.push({ subscriber: subscriber.num, reason: planned.reason });
    if (planned.kind !== 'delivery') continue;
    // No mail without a paper, whoever planned it.
    if (papersOf(planned.selection).length === 0) {
      skips.push({ subscriber: subscriber.num, reason: 'nothing-new' });
      continue;
    }
    for (const num of papersOf(planned.selection)) papers.carried.add(num);
    for (const num of againOf(planned.selection)) papers.again.add(num);
    for (const num of updatesOf(planned.selection)) papers.again.add(num);
    deliveries.push({
      subscriber: subscriber.num,
      papers: packSelection(planned.selection),
      slot: planned.slot,
      // It is in the accounts all the same: whoever was due has a mail, or a reason for none.
      expiresAt:
        missed && wasMissed(missed, subscriber, planned.slot) ? planned.slot : planned.slot + EXPIRES_MS,
      messageId: day.mail.messageId(subscriber.num),
      name: subscriber.name,
      domainGroup: domainGroup(subscriber.email ?? ''),
      preface: planned.preface,
      note: day.note,
    });
  }
  return { deliveries, skips, papers };
}
