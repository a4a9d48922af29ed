import { tellOpened } from '../../audience/by-link.ts';
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
    const said = sent?.one('opened');
    const reader = said === undefined ? visit.reader : await count(visit, found, said === 'yes');
    if (!reader) return show(c, 'message', GONE, 410);
    const signals = await store.signals.of(num);
    const edition = visit.edition ?? '';
    return show(c, 'read', {
      ...paperArticle(paper),
      action: links.read(num, edition)(paper.id),
      tune: links.tune(num, edition)(paper.id),
      preferences: links.preferences(num),
      people: peopleOf(paper, reader.queries, rules),
      learns: reader.learnOpened,
      opened: signals.some(one => one.kind === 'opened' && nums.includes(one.paper)),
      moment: MOMENT,
    });
  }

  /** Keeps that they opened it under the heading that brought it, or forgets it; what nothing followed brings teaches nothing. */
  async function count(
    { reader, edition }: Visit,
    found: NonNullable<Awaited<ReturnType<typeof store.papers.byId>>>,
    opened: boolean,
  ) {
    const [reason] = opened ? await whyCarried({ store, learn }, reader, edition, found) : [];
    const group = reason?.followed ? { kind: reason.kind, key: reason.key } : null;
    const at = clock.now();
    const signal = group && { paper: found.paper.num, kind: 'opened' as const, group, at };
    return tellOpened(store, reader.num, signal, found.nums);
  }
}
