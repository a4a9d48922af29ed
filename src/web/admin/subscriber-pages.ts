import { STATUSES, type Subscriber } from '../../model/subscriber.ts';
import { storiesOf } from '../../pipeline/story.ts';
import { whyInWords } from '../../pipeline/why-in-words.ts';
import { today } from '../../plan/calendar.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { SubscriberLine } from '../../store/overview.ts';
import type { Pages } from '../web-app.ts';
import { numberOf } from './edition-pages.ts';
import { type Frame, forOperator, fromOperator, type Room } from './for-operator.ts';
import { keyStart, readKey, suppressionOf } from './search.ts';
import { factsOf } from './subscriber-facts.ts';
import type { SubscribersView, SubscriberView } from './views.ts';
import { clockTime, NO_SUCH_SUBSCRIBER } from './words.ts';

const LISTED = 100;
/** Editions told of. */
const EDITIONS = 14;

/** The subscribers, and all there is to know about one of them. Nothing is changed here: the command line does that. */
export function subscriberPages(pages: Pages, room: Room): void {
  const { parts, show, topicName } = room.site;
  const { links } = room.operator;
  const { store, timeZone, clock } = parts;
  const time = (at: number) => clockTime(at, timeZone);

  pages.get(
    '/admin/subscribers',
    forOperator(room, async (c, { frame }) => {
      const status = STATUSES.find(one => one === c.req.query('status')) ?? null;
      const found = await store.overview.subscribers({
        status,
        after: numberOf(c.req.query('after')),
        limit: LISTED + 1,
      });
      const shown = found.slice(0, LISTED);
      const last = found.length > LISTED ? shown.at(-1)?.num : undefined;
      const query = status ? `status=${status}&` : '';
      return show(c, 'admin-subscribers', {
        ...(await listView(frame, shown)),
        statuses: await statusOptions(status),
        shown: status ? `Who is ${status}` : 'Everybody who has an address',
        next: last === undefined ? '' : `${links.subscribers}?${query}after=${last}`,
      });
    }),
  );

  // Posted, so that the address stands in no address, history or log.
  pages.post(
    '/admin/subscribers',
    fromOperator(room, async (c, { frame, sent }) => {
      const search = sent.one('search')?.trim() ?? '';
      const one = await store.subscribers.byKey(readKey(search));
      if (one) return c.redirect(links.subscriber(one.num), 303);
      const start = keyStart(search);
      const found = start === '' ? [] : await store.overview.beginning(start, LISTED);
      const most = found.length === LISTED ? `, the first ${LISTED}: type more of it` : '';
      return show(c, 'admin-subscribers', {
        ...(await listView(frame, found)),
        search,
        shown:
          start === '' ? 'Type an address, or its beginning' : `Addresses that begin with “${search}”${most}`,
      });
    }),
  );

  pages.get(
    '/admin/subscribers/:num',
    forOperator(room, async (c, { frame }) => {
      const [found] = await store.subscribers.byNums([numberOf(c.req.param('num'))]);
      if (!found) return show(c, 'message', { ...NO_SUCH_SUBSCRIBER, link: links.subscribers }, 404);
      const title = found.email ?? `Subscriber ${found.num}, erased`;
      return show(c, 'admin-subscriber', {
        ...frame('Subscribers', title),
        ...(await readSubscriber(found)),
      });
    }),
  );

  async function listView(frame: Frame, lines: readonly SubscriberLine[]): Promise<SubscribersView> {
    return {
      ...frame('Subscribers', 'Subscribers'),
      action: links.subscribers,
      path: links.subscribers,
      search: '',
      shown: '',
      statuses: await statusOptions(null),
      subscribers: lines.map(line => ({
        link: links.subscriber(line.num),
        email: line.email,
        status: line.status,
        cadence: line.cadence,
        follows: [line.topics && `${line.topics} topics`, line.queries && `${line.queries} queries`]
          .filter(Boolean)
          .join(', '),
        origin: line.origin ?? '',
        since: time(line.createdAt),
      })),
      next: '',
    };
  }

  async function statusOptions(chosen: string | null): Promise<SubscribersView['statuses']> {
    const counts = await store.overview.statuses();
    return STATUSES.map(value => ({
      value,
      name: value,
      chosen: value === chosen,
      count: counts.get(value) ?? 0,
    }));
  }

  async function readSubscriber(one: Subscriber): Promise<Omit<SubscriberView, 'title' | 'nav' | 'notice'>> {
    const zone = one.timezone ?? timeZone;
    const suppression = await suppressionOf(store, one.email === null ? '' : readKey(one.email));
    const telling = {
      subscriber: one,
      suppression,
      time: (at: number) => `${clockTime(at, zone)} ${zone}`,
      now: clock.now(),
    };
    const newest = (await store.editions.newest(EDITIONS)).map(({ id }) => id);
    const days = [...new Set([...newest, today(clock.now(), zone)])].sort().reverse().slice(0, EDITIONS);
    const stories = await storiesOf(parts, one, days);
    return {
      facts: factsOf(one, { suppression, time, topicName, timeZone }),
      consents: (await store.consents.of(one.num)).map(({ at, act, how, wording }) => ({
        at: time(at),
        act,
        how,
        wording: wording ?? '',
      })),
      letters: (await store.letters.of(one.num)).map(letter => ({
        at: time(letter.createdAt),
        kind: letter.kind,
        state: letter.usedAt === null ? letter.state : `${letter.state}, its link was used`,
        elsewhere: letter.address !== null,
      })),
      stories: stories.map(story => ({
        edition: story.edition,
        link: links.edition(story.edition),
        words: whyInWords(story, telling),
        papers: story.papers.map(({ title }) => cleanText(title)),
      })),
    };
  }
}
