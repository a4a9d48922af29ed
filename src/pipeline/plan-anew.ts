import { setImmediate as othersTurn } from 'node:timers/promises';
import { addDays, type CalendarDate } from '../model/date.ts';
import { closeAccounts } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { PAGE } from '../store/pages.ts';
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

/** Deliveries of older editions are expired. */
const OPEN_DAYS = 3;
/** How often a day is read again before others have to wait for it. */
const MISSES = 3;

/**
 * Plans deliveries anew that were called back, a page in a transaction. Costs one look when there are none; safe to call at
 * any time, anywhere at once: what somebody left undone is found by whoever comes next.
 */
export async function planAnew(parts: Parts, signal?: AbortSignal): Promise<Replanned> {
  const { store, clock } = parts;
  const sum = { replanned: 0, withoutMail: 0 };
  const since = addDays(today(clock.now(), parts.timeZone), -OPEN_DAYS);
  for (const edition of await store.recalls.editions(since, clock.now())) {
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
      const fences = await tx.recalls.take(edition, clock.now(), PAGE);
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
