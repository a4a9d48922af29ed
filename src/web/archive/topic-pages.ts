import { addDays, type CalendarDate, daysBetween } from '../../model/date.ts';
import type { RecentPaper, RecentPapers } from '../../pipeline/recent.ts';
import { counted } from '../../render/views.ts';
import { writtenDate } from '../../render/written-date.ts';
import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_TOPIC } from '../words.ts';
import { bars, barsWidth } from './bars.ts';
import { cacheable } from './cacheable.ts';
import { besides, pageOf } from './list-pages.ts';
import { listedPaper, shortDate } from './listed-paper.ts';
import type { TopicPageView, TopicsPageView } from './views.ts';

/** What topics brought of late: all of them side by side, and each with its papers by day. */
export function topicPages(pages: Pages, site: Site): void {
  const { parts, links, show, recent } = site;
  const { topics } = parts.catalogue;
  cacheable(pages, '/topics/*');

  pages.get('/topics', async c => {
    const month = await recent.month();
    const days = daysOf(month);
    const counts = topics.map(({ id }) => countsOf(month.topics.get(id) ?? [], days));
    const highest = Math.max(1, ...counts.flat());
    const view: TopicsPageView = {
      title: 'Topics',
      time: timeOf(month),
      width: barsWidth(days.length),
      topics: topics.map(({ id, name, description }, at) => ({
        name,
        description,
        link: links.topic(id),
        count: counted(month.topics.get(id)?.length ?? 0, 'paper'),
        bars: days.length > 1 ? bars(counts[at] ?? [], highest) : '',
      })),
    };
    return show(c, 'topics', view);
  });

  pages.get('/topics/:id', async c => {
    const id = c.req.param('id');
    const topic = topics.find(one => one.id === id);
    if (!topic) return show(c, 'message', NO_SUCH_TOPIC, 404);
    const month = await recent.month();
    const papers = month.topics.get(id) ?? [];
    const page = pageOf(
      byDay(papers, paper => links.paper(paper.id)),
      c.req.query('page'),
    );
    const view: TopicPageView = {
      title: topic.name,
      description: topic.description,
      told: `${counted(papers.length, 'paper')} ${timeOf(month)}.`,
      subscribe: `${links.home}?topic=${encodeURIComponent(id)}`,
      groups: page.groups,
      besides: besides(page, links.topic(id)),
      feeds: [
        { type: 'application/atom+xml', name: 'Atom', link: `${links.topic(id)}/feed.atom` },
        { type: 'application/feed+json', name: 'JSON', link: `${links.topic(id)}/feed.json` },
      ].map(feed => ({ ...feed, title: `${site.listName}: ${topic.name}` })),
    };
    return show(c, 'topic', view);
  });
}

/** Papers by the day they were first seen, the newest day first; of a day the best first. */
function byDay(papers: readonly RecentPaper[], linkOf: (paper: RecentPaper) => string) {
  const dates = [...new Set(papers.map(paper => paper.firstSeen))].sort().reverse();
  return dates.map(date => ({
    name: writtenDate(date),
    lines: papers.filter(paper => paper.firstSeen === date).map(paper => listedPaper(paper, linkOf(paper))),
  }));
}

/** Every date of a stretch, oldest first. */
function daysOf({ from, to }: RecentPapers): CalendarDate[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at));
}

function countsOf(papers: readonly RecentPaper[], days: readonly CalendarDate[]): number[] {
  return days.map(day => papers.filter(paper => paper.firstSeen === day).length);
}

function timeOf({ from, to }: RecentPapers): string {
  const days = daysBetween(from, to) + 1;
  return days === 1 ? `on ${shortDate(to)}` : `in the ${days} days up to ${shortDate(to)}`;
}
