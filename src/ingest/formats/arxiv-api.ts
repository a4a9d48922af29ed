import { parseFeedDate } from '../dates/feed-date.ts';
import { parseArxivId } from '../identity/arxiv-id.ts';
import { oneName } from '../people/split-names.ts';
import { categoryHints, commentLinks, firstDoi, idAmong, isWithdrawn, paperPage } from './arxiv-fields.ts';
import { type Draft, type Format, newDraft } from './format.ts';
import { plainLine, plainParagraphs } from './xml/content.ts';
import { attributeOf, childOf, childrenOf, lineOf, textOf, type XmlElement } from './xml/element.ts';
import { dayOf, type FeedEntry, feedFormat } from './xml/feed-format.ts';
import type { FeedHead } from './xml/feed-kind.ts';
import { ARXIV, ATOM, OPENSEARCH } from './xml/namespaces.ts';

const API = /^https?:\/\/(?:[a-z]+\.)?arxiv\.org\/(?:api\/|$)/i;
const ERRORS = /^https?:\/\/(?:[a-z]+\.)?arxiv\.org\/api\/errors\b/i;

/** What arXiv's query interface answers, export.arxiv.org/api/query. */
export const arxivApi: Format = feedFormat({
  name: 'arxiv-api',
  expects: 'an answer of export.arxiv.org/api/query',
  trust: 4,
  recognises: ({ head, first }) =>
    head.kind === 'atom' &&
    (API.test(lineOf(head.about, 'id', ATOM) ?? '') ||
      /^arxiv query:/i.test(lineOf(head.about, 'title', ATOM) ?? '') ||
      (first !== null && childOf(first, 'primary_category', ARXIV) !== null)),
  draft: draftOf,
  stated: ({ about }) => dayOf(lineOf(about, 'updated', ATOM)),
  quiet: () => 'the query finds no paper.',
  refusal: (head, entries) => {
    const total = numberIn(head, 'totalResults');
    const start = numberIn(head, 'startIndex') ?? 0;
    if (entries > 0 || total === null || total <= start) return null;
    return `line 1: arXiv says that the query finds ${total}, and shows none of them; ask it again`;
  },
  declared: declaredBy,
});

function draftOf({ element, line, remark }: FeedEntry): Draft | { reason: string } | { refusal: string } {
  const title = plainLine(textOf(childOf(element, 'title', ATOM)));
  const id = lineOf(element, 'id', ATOM);
  const summary = textOf(childOf(element, 'summary', ATOM));
  if (ERRORS.test(id ?? '') || (title === 'Error' && parseArxivId(id ?? '') === null))
    return { refusal: `arXiv answered with an error: ${plainLine(summary) || 'it does not say which'}` };
  if (title === '') return { reason: 'an entry without a title' };
  const links = childrenOf(element, 'link', ATOM);
  const page = links.find(each => (attributeOf(each, 'rel') ?? 'alternate') === 'alternate');
  const link = page ? attributeOf(page, 'href') : null;
  const { arxiv, torn } = idAmong([id, link]);
  if (torn) return { reason: `its id and its address name two papers (${id}, ${link})` };
  if (arxiv === null) remark('has no arXiv id, and is told by its title and address');
  const doiLink = links.find(each => attributeOf(each, 'title') === 'doi');
  const comment = lineOf(element, 'comment', ARXIV);
  const abstract = plainParagraphs(summary);
  const authors = childrenOf(element, 'author', ATOM);
  const primary = childOf(element, 'primary_category', ARXIV);
  return {
    ...newDraft(line, title),
    ...commentLinks(comment),
    abstract,
    arxiv,
    url: paperPage(link ?? id),
    doi: firstDoi(lineOf(element, 'doi', ARXIV)) ?? (doiLink ? attributeOf(doiLink, 'href') : null),
    venue: lineOf(element, 'journal_ref', ARXIV) ?? lineOf(element, 'journal_reference', ARXIV),
    authors: authors.flatMap(author => oneName(textOf(childOf(author, 'name', ATOM))) ?? []),
    organisation: sharedAffiliation(authors),
    hints: categoryHints(
      [...(primary ? [primary] : []), ...childrenOf(element, 'category', ATOM)].map(each =>
        attributeOf(each, 'term'),
      ),
    ),
    published: parseFeedDate(lineOf(element, 'published', ATOM) ?? ''),
    role: isWithdrawn(comment, abstract[0] ?? '') ? 'withdrawn' : 'paper',
  };
}

/** Where all authors work, when all of them say so. */
function sharedAffiliation(authors: readonly XmlElement[]): string | null {
  const [first, ...others] = authors.map(author => lineOf(author, 'affiliation', ARXIV));
  return first && others.every(other => other === first) ? first : null;
}

/** How many entries this answer should have: a page of all results, or what is left of them. */
function declaredBy(head: FeedHead): number | null {
  const page = numberIn(head, 'itemsPerPage');
  const total = numberIn(head, 'totalResults');
  if (page === null || total === null) return null;
  return Math.max(0, Math.min(page, total - (numberIn(head, 'startIndex') ?? 0)));
}

function numberIn({ about }: FeedHead, name: string): number | null {
  const text = lineOf(about, name, OPENSEARCH);
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
