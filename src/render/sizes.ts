import type { News, SizeTable } from '../model/edition.ts';
import type { Face } from './face.ts';
import { memoize } from './memoize.ts';
import { byteLength, LIMIT } from './room.ts';
import { newsView } from './updates-view.ts';
import type { AgainView, NewsView, PaperView } from './views.ts';
import { WORST_ENTRY, WORST_GROUPING, worstViews } from './worst-case.ts';

/**
 * Bytes of HTML that the pieces of an edition take at most, for any reader and any group. Papers are
 * measured when asked for, once each.
 */
export function measureSizes(
  html: Face,
  names: { listName: string; postalAddress: string },
  paper: (num: number) => PaperView,
): SizeTable {
  const worst = worstViews(names.listName, names.postalAddress);
  const head = (entries: number) =>
    byteLength(html.render('head', { ...worst.head, contents: Array(entries).fill(WORST_ENTRY) }));
  const group = head(2) - head(1) + byteLength(html.render('group', worst.group));
  const measureCard = (num: number) => {
    const view = { ...paper(num), ...WORST_GROUPING };
    const asQuery = html.render('card', { ...view, query: true });
    return Math.max(byteLength(html.render('card', view)), byteLength(asQuery));
  };
  const again = (editions: AgainView['editions']) =>
    byteLength(html.render('again', { ...worst.again, editions }));
  const untitled = worst.again.editions.map(edition => ({ ...edition, papers: [] }));
  const titled = (num: number) => untitled.map(edition => ({ ...edition, papers: [paper(num)] }));
  const updates = (papers: NewsView[]) => byteLength(html.render('updates', { ...worst.updates, papers }));
  const lines = new Map<string, number>();
  // The same news is told to many.
  const measureNews = (news: News) => {
    const key = JSON.stringify(news);
    const known = lines.get(key) ?? updates([newsView(news, paper)]) - updates([]);
    lines.set(key, known);
    return known;
  };
  const end = byteLength(html.render('more', worst.more)) + byteLength(html.render('tail', worst.tail));
  return {
    limit: LIMIT,
    frame: head(1) + end,
    group: () => group,
    card: memoize(measureCard),
    line: memoize(num => byteLength(html.render('line', paper(num)))),
    again: {
      frame: again([]),
      edition: again(untitled) - again([]),
      title: memoize(num => again(titled(num)) - again(untitled)),
    },
    updates: { frame: updates([]), line: measureNews },
  };
}
