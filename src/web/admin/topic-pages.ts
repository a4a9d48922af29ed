import { addDays } from '../../model/date.ts';
import { today } from '../../plan/calendar.ts';
import type { Pages } from '../web-app.ts';
import { columns } from './charts.ts';
import { forOperator, type Room } from './for-operator.ts';
import type { TopicsView } from './views.ts';

const DAYS = 31;

/** What each topic brings, and who follows it. */
export function topicPages(pages: Pages, room: Room): void {
  const { parts, show, recent, links } = room.site;

  pages.get(
    '/admin/topics',
    forOperator(room, async (c, { frame }) =>
      show(c, 'admin-topics', { ...frame('Topics', 'Topics'), ...(await readTopics()) }),
    ),
  );

  async function readTopics(): Promise<Omit<TopicsView, 'title' | 'nav' | 'notice'>> {
    const { papers, topics, to } = await recent.month();
    const { topics: followers, queries, readers } = await parts.store.overview.followers();
    const last = papers.length > 0 ? to : today(parts.clock.now(), parts.timeZone);
    const days = Array.from({ length: DAYS }, (_, at) => addDays(last, at + 1 - DAYS));
    const volumes = parts.catalogue.topics.map(({ id, name }) => {
      const counts = new Map<string, number>();
      for (const { firstSeen } of topics.get(id) ?? []) {
        counts.set(firstSeen, (counts.get(firstSeen) ?? 0) + 1);
      }
      return { id, name, perDay: days.map(day => ({ name: day, count: counts.get(day) ?? 0 })) };
    });
    const most = Math.max(0, ...volumes.flatMap(({ perDay }) => perDay.map(({ count }) => count)));
    return {
      from: days[0] ?? last,
      to: last,
      papers: papers.length,
      readers,
      queries,
      most,
      topics: volumes.map(({ id, name, perDay }) => {
        const brought = perDay.filter(({ count }) => count > 0);
        const sum = brought.reduce((total, { count }) => total + count, 0);
        return {
          name,
          link: links.topic(id),
          readers: followers.get(id) ?? 0,
          papers: sum,
          perDay: brought.map(one => `${one.name}: ${one.count}`).join(', '),
          summary: `${name}: ${sum} papers in ${DAYS} days`,
          columns: columns(perDay, most),
        };
      }),
    };
  }
}
