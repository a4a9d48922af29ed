import { parseFeedDate } from '../dates/feed-date.ts';
import { type Draft, type Format, newDraft } from './format.ts';
import { htmlIn, htmlLineIn } from './xml/content.ts';
import { addressIn, attributeOf, childOf, lineOf, linesOf, type XmlElement } from './xml/element.ts';
import { type FeedEntry, feedFormat } from './xml/feed-format.ts';
import { ATOM, CONTENT, DC, PRISM } from './xml/namespaces.ts';
import {
  identifiersOf,
  identityOf,
  keywordHints,
  namesIn,
  shownAddress,
  venueOf,
} from './xml/paper-fields.ts';

/** RSS 2.0, and the 0.9x that it came from. */
export const rss: Format = feedFormat({
  name: 'rss',
  expects: 'an RSS 2.0 feed',
  trust: 2,
  recognises: ({ head }) => head.kind === 'rss',
  draft: draftOf,
  // When a feed was built is not when it was captured: many say the day of their last post.
  stated: () => null,
  quiet: () => 'a feed without entries.',
});

function draftOf({ element, line }: FeedEntry): Draft | { reason: string } {
  const { space } = element;
  const title = htmlLineIn(childOf(element, 'title', space)) || htmlLineIn(childOf(element, 'title', DC));
  if (title === '') return { reason: 'an entry without a title' };
  const guid = childOf(element, 'guid', space);
  const id = lineOf(element, 'guid', space);
  const isAddress = guid !== null && attributeOf(guid, 'isPermaLink') !== 'false';
  const url = shownAddress(linkOf(element)) ?? (isAddress ? shownAddress(id) : null);
  const text = [childOf(element, 'encoded', CONTENT), childOf(element, 'description', space)];
  return {
    ...newDraft(line, title),
    ...identityOf([...identifiersOf(element), isAddress ? shownAddress(id) : id, url]),
    url,
    abstract: text.map(htmlIn).find(paragraphs => paragraphs.length > 0) ?? [],
    authors: peopleOf(element),
    hints: keywordHints([...linesOf(element, 'category', space), ...linesOf(element, 'subject', DC)]),
    published: parseFeedDate(
      lineOf(element, 'pubDate', space) ??
        lineOf(element, 'date', DC) ??
        lineOf(element, 'publicationDate', PRISM) ??
        '',
    ),
    venue: venueOf(element),
  };
}

function peopleOf(element: XmlElement): string[] {
  const creators = namesIn(linesOf(element, 'creator', DC));
  return creators.length > 0 ? creators : namesIn(linesOf(element, 'author', element.space));
}

/** The address of the page, also when a counter of clicks stands in front of it, or RSS and Atom are mixed. */
function linkOf(element: XmlElement): string | null {
  const original = element.children.find(child => typeof child !== 'string' && child.name === 'origLink');
  const first = original && typeof original !== 'string' ? original : null;
  const text = (first && lineOf(element, 'origLink', first.space)) ?? lineOf(element, 'link', element.space);
  const atom = childOf(element, 'link', ATOM);
  const address = text ?? (atom ? attributeOf(atom, 'href') : null);
  return address === null ? null : addressIn(element, address, null);
}
