import { type CalendarDate, isCalendarDate } from '../../model/date.ts';
import { counted } from '../../render/views.ts';
import { writtenDate } from '../../render/written-date.ts';
import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_EDITION } from '../words.ts';
import { openMonths } from './archive-months.ts';
import { cacheable } from './cacheable.ts';
import { type GeneralView, openGeneralView } from './general-view.ts';
import { latestDate } from './latest-date.ts';
import { besides, pageOf } from './list-pages.ts';
import { shortDate, writtenMonth } from './listed-paper.ts';
import { openSearch } from './search-pages.ts';
import type { EditionPageView, NamedLink } from './views.ts';

/** The archive: its months, its search, and each edition in general view. Nothing of who got what. */
export function editionPages(pages: Pages, site: Site): void {
  const { parts, links, show, topicName } = site;
  const generalView = openGeneralView(site);
  const months = openMonths(site);
  const search = openSearch(site);
  const editionsNow = () => parts.store.archive.editions(latestDate(parts.clock.now()));
  cacheable(pages, '/editions/*');

  pages.get('/editions', async c => {
    const query = c.req.query('q') ?? '';
    if (query.trim() !== '') return search(c, query);
    const { month, editions, newer, older } = await months(await editionsNow(), c.req.query('before') ?? '');
    const monthLink = (name: string, before: string): NamedLink => ({
      name: writtenMonth(name),
      link: before === '' ? links.editions : `${links.editions}?before=${before}`,
    });
    return show(c, 'editions', {
      title: 'Archive',
      search: { action: links.editions, query: '', error: '' },
      month: month === '' ? '' : writtenMonth(month),
      editions: editions.map(({ date, papers, titles }) => ({
        date: writtenDate(date).replace(/ \d+$/, ''),
        link: links.edition(date),
        count: counted(papers, 'paper'),
        titles,
      })),
      newer: newer && monthLink(newer.month, newer.before),
      older: older && monthLink(older.month, older.before),
    });
  });

  pages.get('/editions/:id', async c => {
    const id = c.req.param('id');
    const editions = await editionsNow();
    const at = isCalendarDate(id) ? editions.indexOf(id) : -1;
    if (at < 0) return show(c, 'message', NO_SUCH_EDITION, 404);
    const view = await generalView(id, editions[at + 1]);
    const link = (date: CalendarDate | undefined): NamedLink | null =>
      date === undefined ? null : { name: shortDate(date), link: links.edition(date) };
    return show(c, 'edition', {
      ...editionPage(id, view, c.req.query('page')),
      previous: link(editions[at + 1]),
      next: link(editions[at - 1]),
    });
  });

  function editionPage(
    id: CalendarDate,
    { sections, total }: GeneralView,
    asked: string | undefined,
  ): Omit<EditionPageView, 'previous' | 'next'> {
    const groups = sections.map(({ topic, papers }) => ({
      name: topic === '' ? 'Other' : topicName(topic),
      anchor: topic === '' ? 'other' : `topic-${topic}`,
      link: topic === '' ? '' : links.topic(topic),
      lines: papers,
    }));
    const page = pageOf(groups, asked);
    const isLong = page.groups.length > 2;
    return {
      title: writtenDate(id),
      weekday: writtenDate(id).replace(/,.*/, ''),
      day: shortDate(id),
      count: counted(total, 'paper'),
      contents: isLong
        ? page.groups.map(({ name, anchor, lines }) => ({ name, anchor, count: lines.length }))
        : [],
      groups: page.groups,
      besides: besides(page, links.edition(id)),
    };
  }
}
