import type { EntryRole } from '../../model/paper.ts';
import { parseFeedDate } from '../dates/feed-date.ts';
import { categoryHints } from './arxiv-fields.ts';
import { type Draft, type Format, newDraft } from './format.ts';
import { htmlIn, htmlLineIn } from './xml/content.ts';
import { addressIn, childOf, childrenOf, lineOf, linesOf } from './xml/element.ts';
import { type FeedEntry, feedFormat } from './xml/feed-format.ts';
import type { FeedHead } from './xml/feed-kind.ts';
import { CONTENT, DC, PRISM, RDF } from './xml/namespaces.ts';
import {
  identifiersOf,
  identityOf,
  keywordHints,
  namesIn,
  shownAddress,
  venueOf,
} from './xml/paper-fields.ts';

/** What arXiv wrote behind titles until 2024: `(arXiv:2101.00001v2 [cs.CL] UPDATED)`. */
const OLD_ARXIV = /\.?\s*\(arXiv:([^\s()]{5,40})\s+\[([\w.-]{2,30})\](?:\s+([A-Z ]{5,20}))?\)$/;

/** RSS 1.0, which is RDF: bioRxiv, medRxiv and many journals. */
export const rdf: Format = feedFormat({
  name: 'rdf',
  expects: 'an RSS 1.0 (RDF) feed',
  trust: 2,
  recognises: ({ head }) => head.kind === 'rdf',
  draft: draftOf,
  stated: () => null,
  quiet: () => 'a feed without entries.',
  declared: listed,
});

function draftOf({ element, line }: FeedEntry): Draft | { reason: string } {
  const { space } = element;
  const shown = htmlLineIn(childOf(element, 'title', space)) || htmlLineIn(childOf(element, 'title', DC));
  const [suffix = '', arxiv = null, category = null, kind] = OLD_ARXIV.exec(shown) ?? [];
  const title = shown.slice(0, shown.length - suffix.length);
  if (title === '') return { reason: 'an entry without a title' };
  const link = lineOf(element, 'link', space);
  const about = element.attributes.get('rdf:about') ?? element.attributes.get('about') ?? null;
  const address = link ?? about;
  const url = shownAddress(address === null ? null : addressIn(element, address, null));
  const text = [childOf(element, 'encoded', CONTENT), childOf(element, 'description', space)];
  const body = text.map(htmlIn).find(paragraphs => paragraphs.length > 0);
  const role: EntryRole = kind === 'UPDATED' ? 'revision' : 'paper';
  return {
    ...newDraft(line, title),
    ...identityOf([arxiv, ...identifiersOf(element), url, about]),
    url,
    abstract: body ?? htmlIn(childOf(element, 'description', DC)),
    authors: namesIn(linesOf(element, 'creator', DC)),
    hints: [
      ...categoryHints([category]),
      ...keywordHints([...linesOf(element, 'subject', DC), ...linesOf(element, 'section', PRISM)]),
    ],
    published: parseFeedDate(lineOf(element, 'date', DC) ?? lineOf(element, 'publicationDate', PRISM) ?? ''),
    venue: venueOf(element),
    role,
  };
}

/** How many entries its table of contents lists; null when it has none. */
function listed({ about }: FeedHead): number | null {
  const items = childOf(about, 'items', about.space);
  const list = items && childOf(items, 'Seq', RDF);
  const count = list ? childrenOf(list, 'li', RDF).length : 0;
  return count > 0 ? count : null;
}
