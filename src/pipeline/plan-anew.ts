import { setImmediate as othersTurn } from 'node:timers/promises';
import { addDays, type CalendarDate } from '../model/date.ts';
import { againOf, papersOf, type Selection, updatesOf } from '../model/edition.ts';
import { unpackSelection } from '../model/packed-selection.ts';
import { closeAccounts } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { PAGE } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import { type EditionDay, openDay } from './day.ts';
import { frozenRows } from './freeze.ts';
import type { Parts } from './parts.ts';
import { planPage, rankAhead } from './plan-page.ts';

/** What became of deliveries that were called back. */
export interface Replanned {
  /** They get a mail, with other papers. */
  replanned: number;
  /** Nothing is left for them. */
  withoutMail: number;
}

/** In older editions with closed accounts nothing is left undone: three dates are today on earth, and some mails are late. */
const OPEN_DAYS = 3;
/** Rows looked through at a time. */
const LOOKED_THROUGH = 5_000;
/** How often a day is read again before others have to wait for it. */
const MISSES = 3;

/** Calls back what names one of these papers, carried or not, and is untouched; inside a transaction. */
export async function callBack(tx: Store, gone: ReadonlySet<number>, now: number): Promise<void> {
  if (gone.size === 0) return;
  for await (const { edition, subscribers } of untouchedWith(tx, gone, await tx.deliveries.owing())) {
    await tx.recalls.call(edition, subscribers, now);
  }
}

/** Who has an untouched delivery of these editions that names one of these papers. */
async function* untouchedWith(store: Store, gone: ReadonlySet<number>, editions: readonly string[]) {
  for await (const page of store.recalls.untouched(editions, LOOKED_THROUGH)) {
    const named = page.filter(({ papers }) => namedIn(unpackSelection(papers)).some(num => gone.has(num)));
    const [first] = named;
    if (first) yield { edition: first.edition, subscribers: named.map(({ subscriber }) => subscriber) };
  }
}

/** The papers a mail names: those it carries, those it shows again, and those it has news of. */
function namedIn(selection: Selection): number[] {
  return [...papersOf(selection), ...againOf(selection), ...updatesOf(selection)];
}

/**
 * Calls back what a worker held when a paper in it was taken back, and gave back since: a server that defers a mail is asked
 * again hours later.
 */
async function callBackReturned({ store, clock }: Parts): Promise<void> {
  const editions = await store.deliveries.owing();
  const gone = await store.recalls.gone(editions);
  if (gone.size === 0) return;
  const { done } = await untouchedWith(store, gone, editions).next();
  if (done) return;
  await store.transaction(async tx => callBack(tx, await tx.recalls.gone(editions), clock.now()));
}

/**
 * Plans deliveries anew that were called back, a page in a transaction. Costs two looks when there are none; safe to call at
 * any time, anywhere at once: what somebody left undone is found by whoever comes next.
 */
export async function planAnew(parts: Parts, signal?: AbortSignal): Promise<Replanned> {
  const { store, clock } = parts;
  const sum = { replanned: 0, withoutMail: 0 };
  await callBackReturned(parts);
  const since = addDays(today(clock.now(), parts.timeZone), -OPEN_DAYS);
  for (const edition of await store.recalls.editions(since)) {
    const done = await planEditionAnew(parts, edition, signal);
    sum.replanned += done.replanned;
    sum.withoutMail += done.withoutMail;
    await closeAccounts(parts, edition);
  }
  return sum;
}

async function planEditionAnew(
  parts: Parts,
  edition: CalendarDate,
  signal: AbortSignal | undefined,
): Promise<Replanned> {
  const { store, clock } = parts;
  const order = { edition, at: null };
  const sum = { replanned: 0, withoutMail: 0 };
  let day: EditionDay = await openDay(parts, order);
  for (let missed = 0; !signal?.aborted; ) {
    const page = await store.transaction(async tx => {
      if ((await tx.papers.version()) !== day.version) {
        if (++missed <= MISSES) return null;
        day = await openDay({ ...parts, store: tx }, order);
      }
      const fences = await tx.recalls.take(edition, PAGE);
      const subscribers = await tx.subscribers.byNums([...fences.keys()]);
      await rankAhead(tx, day, subscribers);
      const rows = frozenRows(day, await planPage(tx, day, subscribers, tx.tastes.keep));
      await tx.editions.freezePapers(edition, day.papers.frozen(rows.papers.carried));
      await tx.editions.freezeAgain(edition, day.papers.frozen(rows.papers.again));
      await tx.deliveries.freezePage(edition, rows.deliveries, rows.skips, clock.now());
      const kept = rows.deliveries.map(
        ({ subscriber }) => [subscriber, fences.get(subscriber) ?? 0] as const,
      );
      await tx.recalls.keepFences(edition, new Map(kept));
      return { taken: fences.size, replanned: rows.deliveries.length, withoutMail: rows.skips.length };
    });
    if (!page) {
      day = await openDay(parts, order);
      continue;
    }
    if (page.taken === 0) break;
    sum.replanned += page.replanned;
    sum.withoutMail += page.withoutMail;
    await othersTurn();
  }
  return sum;
}
