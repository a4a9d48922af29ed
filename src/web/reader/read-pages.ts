import { tellOpened } from '../../audience/by-link.ts';
import type { FollowedGroup } from '../../model/edition.ts';
import type { Paper } from '../../model/paper.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { whyCarried } from '../../pipeline/why-carried.ts';
import { paperArticle } from '../archive/paper-pages.ts';
import { readSent, type Sent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { GONE, NO_SUCH_PAPER, UNREADABLE } from '../words.ts';
import { forReader, type Visit } from './for-reader.ts';
import { peopleOf } from './people.ts';

/** How long a paper is in view before it counts as opened, in seconds. */
const MOMENT = 10;

interface FoundPaper {
  paper: Paper;
  nums: number[];
}

/**
 * One paper for a reader who wishes that the papers they open count: the mails of nobody else lead here. To look at it changes
 * nothing. It counts once their browser says, by a request of its own, that the paper was in view for a moment, or by a button;
 * and it says so. A link of somebody who takes the wish back goes on showing the paper, and counts no more.
 */
export function readPages(pages: Pages, site: Site): void {
  const { parts, links, show, learn, rules } = site;
  const { store, clock } = parts;

  pages.get(
    '/read/:token',
    forReader(site, 'tune', (c, visit) => answer(c, visit)),
  );

  pages.post(
    '/read/:token',
    forReader(site, 'tune', async (c, visit) => {
      const sent = await readSent(c);
      return sent ? answer(c, visit, sent) : show(c, 'message', UNREADABLE, 400);
    }),
  );

  async function answer(c: PageContext, visit: Visit, sent: Sent | null = null): Promise<Response> {
    const found = await store.papers.byId(c.req.query('p') ?? '');
    if (!found) {
      const way = { link: links.preferences(visit.reader.num), linkText: 'Your preferences' };
      return show(c, 'message', { ...NO_SUCH_PAPER, ...way }, 404);
    }
    const { paper, nums } = found;
    const { num } = visit.reader;
    const group = visit.reader.learnOpened ? await followedBy(visit, found) : null;
    const said = sent?.one('opened');
    const reader = await tell(visit.reader, found, said, group);
    if (!reader) return show(c, 'message', GONE, 410);
    const signals = await store.signals.of(num);
    const opened = signals.some(one => one.kind === 'opened' && nums.includes(one.paper));
    const edition = visit.edition ?? '';
    return show(c, 'read', {
      ...paperArticle(paper),
      action: links.read(num, edition)(paper.id),
      tune: links.tune(num, edition)(paper.id),
      preferences: links.preferences(num),
      everybody: links.paper(paper.id),
      people: peopleOf(paper, reader.queries, rules),
      learns: reader.learnOpened,
      opened,
      counts: opened || group !== null,
      // What was taken back a moment ago does not count anew while it stands in view.
      waits: group !== null && !opened && said !== 'no',
      moment: MOMENT,
    });
  }

  /** The heading under which that they open the paper counts; what nothing followed brings teaches nothing. */
  async function followedBy({ reader, edition }: Visit, found: FoundPaper): Promise<FollowedGroup | null> {
    const [reason] = await whyCarried({ store, learn }, reader, edition, found);
    return reason?.followed ? { kind: reason.kind, key: reason.key } : null;
  }

  /** Keeps that they opened it, or forgets it, and gives the reader as they are now; null once erased. */
  async function tell(
    reader: Reachable,
    { paper, nums }: FoundPaper,
    said: string | undefined,
    group: FollowedGroup | null,
  ): Promise<Reachable | null> {
    if (said === 'no') return tellOpened(store, reader.num, null, nums);
    if (said !== 'yes' || !group) return reader;
    const signal = { paper: paper.num, kind: 'opened' as const, group, at: clock.now() };
    return tellOpened(store, reader.num, signal, nums);
  }
}
