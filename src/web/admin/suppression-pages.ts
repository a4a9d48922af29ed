import type { Pages } from '../web-app.ts';
import { type Frame, forOperator, fromOperator, type Room } from './for-operator.ts';
import { readKey, suppressionOf } from './search.ts';
import type { SuppressionsView } from './views.ts';
import { clockTime } from './words.ts';

const DAYS = 31;
const DAY_MS = 86_400_000;

/** Who is never mailed: sums, and an answer about one address. Their own addresses stand nowhere. */
export function suppressionPages(pages: Pages, room: Room): void {
  const { parts, show } = room.site;
  const { links } = room.operator;
  const { store, clock, timeZone } = parts;

  pages.get(
    '/admin/suppressions',
    forOperator(room, async (c, { frame }) => show(c, 'admin-suppressions', await view(frame, '', ''))),
  );

  pages.post(
    '/admin/suppressions',
    fromOperator(room, async (c, { frame, sent }) => {
      const search = sent.one('search')?.trim() ?? '';
      const answer = await lookUp(readKey(search));
      return show(c, 'admin-suppressions', await view(frame, search, answer));
    }),
  );

  async function lookUp(key: string): Promise<string> {
    if (key === '') return 'That is no whole address: type one like ada@example.org.';
    const found = await suppressionOf(store, key);
    if (!found) return `${key} is not suppressed: mail may go there.`;
    return `${key} is never mailed, since ${clockTime(found.at, timeZone)}: ${found.reason}.`;
  }

  async function view(frame: Frame, search: string, answer: string): Promise<SuppressionsView> {
    const { reasons, days } = await store.overview.suppressed(clock.now() - DAYS * DAY_MS);
    return {
      ...frame('Suppressions', 'Suppressions'),
      action: links.suppressions,
      search,
      answer,
      total: reasons.reduce((sum, { count }) => sum + count, 0),
      reasons: byCount(reasons.map(({ reason, count }) => ({ name: kindOf(reason), count }))),
      days: days.map(({ day, count }) => ({ name: day, count })),
    };
  }
}

/** Reasons that begin alike are one: `bounced: 5.1.1, no such mailbox` is told without its numbers. */
function kindOf(reason: string): string {
  return reason.replace(/\b\d+(\.\d+)*\b/g, '…');
}

function byCount(rows: readonly { name: string; count: number }[]): { name: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const { name, count } of rows) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
