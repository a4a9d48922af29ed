import { changeByLink } from '../../audience/by-link.ts';
import { unfollowing } from '../../audience/decide.ts';
import type { Paper } from '../../model/paper.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { whyCarried } from '../../pipeline/why-carried.ts';
import { cleanText } from '../../render/clean-text.ts';
import { shownTitle } from '../archive/paper-pages.ts';
import { readSent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { GONE, NO_SUCH_PAPER, UNREADABLE } from '../words.ts';
import { forReader, type Visit } from './for-reader.ts';
import type { TuneView } from './views.ts';

interface FoundPaper {
  paper: Paper;
  nums: number[];
}

/** Why a paper came, and a button for each reason that should bring no more. */
export function tunePages(pages: Pages, site: Site): void {
  const { parts, links, show, topicName } = site;

  pages.get(
    '/tune/:token',
    forReader(site, 'tune', async (c, visit) => {
      const found = await paperOf(c);
      if (!found) return noPaper(c, visit.reader);
      return show(c, 'tune', await view(visit, found, null));
    }),
  );

  pages.post(
    '/tune/:token',
    forReader(site, 'tune', async (c, visit) => {
      const sent = await readSent(c);
      if (!sent) return show(c, 'message', UNREADABLE, 400);
      const found = await paperOf(c);
      if (!found) return noPaper(c, visit.reader);
      const kind = sent.one('query') === undefined ? 'topic' : 'query';
      const key = sent.one(kind);
      if (key === undefined) return show(c, 'tune', await view(visit, found, null));
      const reader = await changeByLink(parts.store, visit.reader.num, one => unfollowing(one, kind, key));
      if (!reader) return show(c, 'message', GONE, 410);
      return show(c, 'tune', await view({ ...visit, reader }, found, noticeOf(kind, key)));
    }),
  );

  async function paperOf(c: PageContext): Promise<FoundPaper | null> {
    return parts.store.papers.byId(c.req.query('p') ?? '');
  }

  function noPaper(c: PageContext, reader: Reachable): Response {
    const way = { link: links.preferences(reader.num), linkText: 'Your preferences' };
    return show(c, 'message', { ...NO_SUCH_PAPER, ...way }, 404);
  }

  function noticeOf(kind: 'topic' | 'query', key: string): Notice {
    const name = kind === 'topic' ? topicName(key) : `the query ${cleanText(key)}`;
    return { good: true, text: `You no longer follow ${name}`, details: [] };
  }

  async function view(
    { reader, edition }: Visit,
    found: FoundPaper,
    notice: Notice | null,
  ): Promise<TuneView> {
    const { paper } = found;
    const reasons = await whyCarried(parts, reader, edition, found);
    return {
      title: 'Why this paper?',
      notice,
      paper: shownTitle(paper),
      paperLink: links.paper(paper.id),
      action: links.tune(reader.num, edition ?? '')(paper.id),
      preferences: links.preferences(reader.num),
      nothingLeft: reader.topics.length + reader.queries.length === 0,
      reasons: reasons.map(({ kind, key, terms, followed }) => ({
        field: kind,
        key,
        name: kind === 'topic' ? topicName(key) : cleanText(key),
        query: kind === 'query',
        terms: cleanText(terms.slice(0, 5).join(', ')),
        followed,
      })),
    };
  }
}
