import { isCalendarDate } from '../../model/date.ts';
import type { Shown } from '../../pipeline/edition-papers.ts';
import { cleanText } from '../../render/clean-text.ts';
import { counted } from '../../render/views.ts';
import { writtenDate } from '../../render/written-date.ts';
import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_EDITION } from '../words.ts';
import { shownTitle } from './paper-pages.ts';

/** Every paper that an edition carried to anybody, as it showed them then; nothing of who got what. */
export function editionPages(pages: Pages, { parts, links, show }: Site): void {
  pages.get('/editions/:id', async c => {
    const id = c.req.param('id');
    const { editions } = parts.store;
    if (!isCalendarDate(id) || !(await editions.exists(id))) return show(c, 'message', NO_SUCH_EDITION, 404);
    const rows = await editions.carriedPapers(id);
    const papers = rows.map(({ content }) => {
      const { paper } = JSON.parse(content) as Shown;
      const title = shownTitle(paper);
      return { title, link: links.paper(paper.id), organisation: cleanText(paper.organisation ?? '') };
    });
    return show(c, 'edition', { title: writtenDate(id), count: counted(papers.length, 'paper'), papers });
  });
}
