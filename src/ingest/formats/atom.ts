import { parseFeedDate } from '../dates/feed-date.ts';
import { type Draft, type Format, newDraft } from './format.ts';
import { htmlIn, htmlLineIn, plainLine, plainParagraphs } from './xml/content.ts';
import {
  addressIn,
  attributeOf,
  childOf,
  childrenOf,
  lineOf,
  linesOf,
  textOf,
  type XmlElement,
} from './xml/element.ts';
import { type FeedEntry, feedFormat } from './xml/feed-format.ts';
import type { FeedHead } from './xml/feed-kind.ts';
import { ATOM, DC } from './xml/namespaces.ts';
import {
  identifiersOf,
  identityOf,
  keywordHints,
  namesIn,
  shownAddress,
  venueOf,
} from './xml/paper-fields.ts';

/** Atom 1.0 (RFC 4287). */
export const atom: Format = feedFormat({
  name: 'atom',
  expects: 'an Atom feed',
  trust: 2,
  recognises: ({ head }) => head.kind === 'atom',
  draft: draftOf,
  stated: () => null,
  quiet: () => 'a feed without entries.',
});

function draftOf({ element, line, head }: FeedEntry): Draft | { reason: string } {
  const title = titleOf(childOf(element, 'title', ATOM));
  if (title === '') return { reason: 'an entry without a title' };
  const id = lineOf(element, 'id', ATOM);
  const url = shownAddress(pageOf(element, head)) ?? shownAddress(id);
  const links = childrenOf(element, 'link', ATOM);
  // Other links may lead to other papers: to what it cites, or the one it replaces.
  const doi = links.find(each => attributeOf(each, 'title')?.toLowerCase() === 'doi');
  return {
    ...newDraft(line, title),
    ...identityOf([...identifiersOf(element), id, doi ? attributeOf(doi, 'href') : null, url]),
    url,
    abstract: bodyOf(element),
    authors: peopleOf(element, head),
    hints: keywordHints(
      childrenOf(element, 'category', ATOM)
        .map(each => attributeOf(each, 'label') ?? attributeOf(each, 'term') ?? textOf(each))
        .concat(linesOf(element, 'subject', DC)),
    ),
    published: parseFeedDate(
      lineOf(element, 'published', ATOM) ??
        lineOf(element, 'issued', ATOM) ??
        lineOf(element, 'date', DC) ??
        lineOf(element, 'updated', ATOM) ??
        '',
    ),
    venue: venueOf(element),
  };
}

function titleOf(element: XmlElement | null): string {
  if (element === null) return '';
  return isPlain(element) ? plainLine(textOf(element)) : htmlLineIn(element);
}

/** A text construct is plain unless it says otherwise. */
function isPlain(element: XmlElement): boolean {
  const type = attributeOf(element, 'type');
  return (type === null || /^text(?:\/plain)?$/i.test(type)) && element.children.every(isText);
}

function isText(child: XmlElement | string): boolean {
  return typeof child === 'string';
}

/** The summary; without one the content, when it is text and stands here. */
function bodyOf(element: XmlElement): string[] {
  for (const name of ['summary', 'content']) {
    const found = childOf(element, name, ATOM);
    if (found === null || !isReadable(attributeOf(found, 'type'))) continue;
    const paragraphs = isPlain(found) ? plainParagraphs(textOf(found)) : htmlIn(found);
    if (paragraphs.length > 0) return paragraphs;
  }
  return [];
}

function isReadable(type: string | null): boolean {
  return type === null || /^(?:text|html|xhtml)$|^text\/|xml$/i.test(type);
}

/** The page that an entry is about: its alternate link, made whole with the base that the feed states. */
function pageOf(element: XmlElement, head: FeedHead): string | null {
  const links = childrenOf(element, 'link', ATOM);
  const pages = links.filter(each => (attributeOf(each, 'rel') ?? 'alternate') === 'alternate');
  const page = pages.find(each => /html/i.test(attributeOf(each, 'type') ?? 'html')) ?? pages[0];
  const href = page ? attributeOf(page, 'href') : null;
  if (!page || href === null) return null;
  const own = childrenOf(head.about, 'link', ATOM).find(each => attributeOf(each, 'rel') === 'self');
  return addressIn(page, href, own ? attributeOf(own, 'href') : null);
}

/** The authors of the entry; without any those of where it was taken from, or of all of the feed. */
function peopleOf(element: XmlElement, head: FeedHead): string[] {
  const source = childOf(element, 'source', ATOM);
  for (const place of [element, ...(source ? [source] : []), head.about]) {
    const names = namesIn(
      childrenOf(place, 'author', ATOM).flatMap(author => lineOf(author, 'name', ATOM) ?? []),
    );
    if (names.length > 0) return names;
    const creators = namesIn(linesOf(place, 'creator', DC));
    if (creators.length > 0) return creators;
  }
  return [];
}
