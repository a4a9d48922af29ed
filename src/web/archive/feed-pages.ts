import type { Paper } from '../../model/paper.ts';
import type { RecentPaper } from '../../pipeline/recent.ts';
import { cleanText } from '../../render/clean-text.ts';
import { ideaOf } from '../../render/extract/idea.ts';
import { safeLink } from '../../render/link.ts';
import type { Site } from '../site.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { NO_SUCH_TOPIC } from '../words.ts';
import { cacheable } from './cacheable.ts';
import { atomFeed, type Feed, type FeedItem, jsonFeed } from './feeds.ts';
import { shownTitle } from './listed-paper.ts';

/** Papers in a feed: the newest of a month. */
const MOST = 50;

const KINDS = {
  'feed.atom': { type: 'application/atom+xml; charset=utf-8', write: atomFeed },
  'feed.json': { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
} as const;

/** The newest papers as feeds, all of them and by topic: Atom (RFC 4287) and JSON Feed 1.1. */
export function feedPages(pages: Pages, site: Site): void {
  const { parts, recent, show, publicUrl, listName, topicName } = site;
  cacheable(pages, ...Object.keys(KINDS).map(name => `/${name}`));

  for (const [name, { type, write }] of Object.entries(KINDS)) {
    const answer = (c: PageContext, feed: Feed) => c.body(write(feed), 200, { 'Content-Type': type });

    pages.get(`/${name}`, async c => {
      const { papers } = await recent.month();
      return answer(c, {
        self: `${publicUrl}${name}`,
        page: publicUrl,
        title: listName,
        author: listName,
        items: await itemsOf(papers),
      });
    });

    pages.get(`/topics/:id/${name}`, async c => {
      const id = c.req.param('id');
      const papers = (await recent.month()).topics.get(id);
      if (!papers) return show(c, 'message', NO_SUCH_TOPIC, 404);
      const page = `${publicUrl}topics/${encodeURIComponent(id)}`;
      return answer(c, {
        self: `${page}/${name}`,
        page,
        title: `${listName}: ${topicName(id)}`,
        author: listName,
        items: await itemsOf(papers),
      });
    });
  }

  async function itemsOf(papers: readonly RecentPaper[]): Promise<FeedItem[]> {
    const newest = papers
      .toSorted((a, b) => b.firstSeen.localeCompare(a.firstSeen) || b.num - a.num)
      .slice(0, MOST);
    const found = await parts.store.papers.byNums(newest.map(({ num }) => num));
    const whole = new Map(found.map(paper => [paper.num, paper]));
    const topics = topicsOf((await recent.month()).topics);
    return newest.flatMap(({ num }) => {
      const paper = whole.get(num);
      return paper ? [itemOf(paper, topics.get(num) ?? [])] : [];
    });
  }

  function itemOf(paper: Paper, topics: readonly string[]): FeedItem {
    const title = shownTitle(paper);
    const abstract = (paper.abstract ?? '').split('\n').map(cleanText).filter(Boolean).join('\n');
    return {
      link: `${publicUrl}papers/${encodeURIComponent(paper.id)}`,
      title,
      abstract,
      idea: ideaOf(abstract, title),
      date: paper.firstSeen,
      topics: topics.map(id => ({ id, name: topicName(id) })),
      source: safeLink(paper.url),
    };
  }
}

/** Topics by paper number. */
function topicsOf(topics: ReadonlyMap<string, readonly RecentPaper[]>): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [topic, papers] of topics) {
    for (const { num } of papers) found.set(num, [...(found.get(num) ?? []), topic]);
  }
  return found;
}
