import type { Paper } from '../../model/paper.ts';
import { cleanText } from '../../render/clean-text.ts';
import { safeLink, searchLink } from '../../render/link.ts';
import { counted } from '../../render/views.ts';
import { writtenDate } from '../../render/written-date.ts';
import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_PAPER } from '../words.ts';
import type { PaperPageView } from './views.ts';

/** One paper with its whole abstract; who comes by the id of an alias is sent to the elder. */
export function paperPages(pages: Pages, { parts, links, show }: Site): void {
  pages.get('/papers/:id', async c => {
    const id = c.req.param('id');
    const found = await parts.store.papers.byId(id);
    if (!found) return show(c, 'message', NO_SUCH_PAPER, 404);
    if (found.paper.id !== id) return c.redirect(links.paper(found.paper.id), 301);
    return show(c, 'paper', paperPage(found.paper));
  });
}

/** Everything that is known of a paper, and nothing that is not. */
function paperPage(paper: Paper): PaperPageView {
  const title = shownTitle(paper);
  const address = safeLink(paper.url);
  const links = [
    address ? { name: 'Read the paper', link: address } : { name: 'Look for it', link: searchLink(title) },
    { name: 'Code', link: safeLink(paper.codeUrl) },
    { name: 'Project', link: safeLink(paper.projectUrl) },
  ];
  const facts = [
    paper.authorCount ? counted(paper.authorCount, 'author') : '',
    paper.publishedOn ? `Published ${shortDate(paper.publishedOn)}` : '',
    `First seen ${shortDate(paper.firstSeen)}`,
    paper.arxivId ? `arXiv ${paper.arxivId}` : '',
    paper.doi ? `DOI ${cleanText(paper.doi)}` : '',
  ];
  return {
    title,
    organisation: cleanText(paper.organisation ?? ''),
    facts: facts.filter(Boolean),
    abstract: (paper.abstract ?? '').split('\n').map(cleanText).filter(Boolean),
    links: links.flatMap(({ name, link }) => (link === null ? [] : [{ name, link }])),
  };
}

/** The title as pages show it. */
export function shownTitle(paper: Pick<Paper, 'title'>): string {
  return cleanText(paper.title) || 'Untitled paper';
}

/** `2 June 2026` */
export function shortDate(date: string): string {
  return writtenDate(date).replace(/^\w+, /, '');
}
