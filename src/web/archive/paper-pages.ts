import type { Paper } from '../../model/paper.ts';
import { cleanText } from '../../render/clean-text.ts';
import { clipText } from '../../render/clip.ts';
import { safeLink, searchLink } from '../../render/link.ts';
import { counted } from '../../render/views.ts';
import type { Site } from '../site.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { NO_SUCH_PAPER, TAKEN_BACK } from '../words.ts';
import { cacheable } from './cacheable.ts';
import { bibtex, citationKey, ris } from './citations.ts';
import { latestDate } from './latest-date.ts';
import { shortDate, shownTitle } from './listed-paper.ts';
import type { NamedLink, PaperPageView } from './views.ts';

/** Longest name of a journal or conference, in UTF-16 units. */
const LONGEST_VENUE = 120;
/** Editions named on the page of a paper. */
const MOST_EDITIONS = 12;

/** The ways to cite a paper: what its file is, and who writes it. */
const CITATIONS = {
  bibtex: { name: 'BibTeX', type: 'application/x-bibtex', ending: 'bib', write: bibtex },
  ris: { name: 'RIS', type: 'application/x-research-info-systems', ending: 'ris', write: ris },
} as const;

/** One paper with its whole abstract; who comes by the id of an alias is sent to the elder. */
export function paperPages(pages: Pages, site: Site): void {
  const { parts, links, show, learn, topicName, publicUrl } = site;
  const { store, clock } = parts;
  cacheable(pages, '/papers/*');

  pages.get('/papers/:id', c =>
    withPaper(c, '', async paper => {
      const { matcher } = await learn();
      const topics = matcher.match(paper).flatMap(({ topic, decided }) => (decided ? [topic] : []));
      const stood = await store.archive.editionsOf([paper.num], latestDate(clock.now()));
      const editions = (stood.get(paper.num) ?? []).slice(0, MOST_EDITIONS);
      return show(c, 'paper', {
        ...paperArticle(paper),
        topics: topics.map(topic => ({ name: topicName(topic), link: links.topic(topic) })),
        editions: editions.map(date => ({ name: shortDate(date), link: links.edition(date) })),
        citations: Object.entries(CITATIONS).map(
          ([path, { name }]): NamedLink => ({ name, link: `${links.paper(paper.id)}/${path}` }),
        ),
      });
    }),
  );

  for (const [path, { type, ending, write }] of Object.entries(CITATIONS)) {
    pages.get(`/papers/:id/${path}`, c =>
      withPaper(c, `/${path}`, async paper => {
        const page = `${publicUrl}papers/${encodeURIComponent(paper.id)}`;
        return c.body(write(paper, page), 200, {
          'Content-Type': `${type}; charset=utf-8`,
          'Content-Disposition': `attachment; filename="${citationKey(paper)}.${ending}"`,
        });
      }),
    );
  }

  /** Answers with the paper that the path names; `below` is what stands after its id. */
  async function withPaper(
    c: PageContext,
    below: string,
    answer: (paper: Paper) => Promise<Response>,
  ): Promise<Response> {
    const id = c.req.param('id') ?? '';
    const found = await store.papers.byId(id);
    if (!found) return show(c, 'message', NO_SUCH_PAPER, 404);
    if (await store.takenBack.of(found.paper.num)) return show(c, 'message', TAKEN_BACK, 410);
    if (found.paper.id !== id) return c.redirect(`${links.paper(found.paper.id)}${below}`, 301);
    return answer(found.paper);
  }
}

/** Everything that is known of a paper by itself, and nothing that is not. */
export function paperArticle(paper: Paper): Omit<PaperPageView, 'topics' | 'editions' | 'citations'> {
  const title = shownTitle(paper);
  const address = safeLink(paper.url);
  const links = [
    address ? { name: 'Read the paper', link: address } : { name: 'Look for it', link: searchLink(title) },
    { name: 'Code', link: safeLink(paper.codeUrl) },
    { name: 'Project', link: safeLink(paper.projectUrl) },
  ];
  const facts = [
    paper.withdrawnOn ? `Withdrawn by its authors (seen ${shortDate(paper.withdrawnOn)})` : '',
    paper.authorCount ? counted(paper.authorCount, 'author') : '',
    paper.venue ? clipText(cleanText(paper.venue), LONGEST_VENUE) : '',
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
