import { packSelection } from '../model/packed-selection.ts';
import type { NewDelivery, NewSkip } from '../store/deliveries.ts';
import { PAGE } from '../store/pages.ts';
import type { EditionDay } from './day.ts';
import type { Parts } from './parts.ts';
import { type PlannedRow, planPage } from './plan-page.ts';

/** How long after its slot a delivery is worth making, in milliseconds: a stale daily is worse than none. */
const EXPIRES_MS = 20 * 3_600_000;

/**
 * Freezes the edition for everybody who is due, page by page: each page is planned and written in
 * one transaction. Whoever is frozen already stays as they are. `onPage` is told how many were seen.
 */
export async function freeze(
  parts: Parts,
  day: EditionDay,
  onPage: (subscribers: number) => void,
): Promise<void> {
  const { edition } = day.plan;
  const papersFrozen = new Set<number>();
  for (let after = 0; ; ) {
    const page = await parts.store.transaction(async tx => {
      const subscribers = await tx.subscribers.page(after, PAGE);
      const rows = await planPage(tx, day, subscribers);
      const { deliveries, skips, nums } = frozenRows(day, rows);
      const unseen = [...nums].filter(num => !papersFrozen.has(num));
      await tx.editions.freezePapers(edition, day.papers.frozen(unseen));
      await tx.deliveries.freezePage(edition, deliveries, skips, parts.clock.now());
      return { subscribers, unseen };
    });
    const last = page.subscribers.at(-1);
    if (!last) return;
    for (const num of page.unseen) papersFrozen.add(num);
    onPage(page.subscribers.length);
    after = last.num;
  }
}

function frozenRows(day: EditionDay, rows: readonly PlannedRow[]) {
  const deliveries: NewDelivery[] = [];
  const skips: NewSkip[] = [];
  const nums = new Set<number>();
  for (const { subscriber, planned } of rows) {
    if (planned.kind === 'skip') skips.push({ subscriber: subscriber.num, reason: planned.reason });
    if (planned.kind !== 'delivery') continue;
    const selected = planned.selection.groups.flatMap(group => group.papers.map(({ num }) => num));
    for (const num of selected) nums.add(num);
    deliveries.push({
      subscriber: subscriber.num,
      papers: packSelection(planned.selection),
      topPaper: Math.max(...selected),
      slot: planned.slot,
      expiresAt: planned.slot + EXPIRES_MS,
      messageId: day.mail.messageId(subscriber.num),
    });
  }
  return { deliveries, skips, nums };
}
