import { z } from 'zod';
import { parseFeedDate } from '../dates/feed-date.ts';
import { htmlToLine, htmlToParagraphs } from '../html/to-text.ts';
import { parseArxivId } from '../identity/arxiv-id.ts';
import { parseDoi } from '../identity/doi.ts';
import { newDraft } from './format.ts';
import type { JsonDocument } from './json/document.ts';
import {
  anything,
  asHint,
  firstText,
  isObject,
  looseList,
  looseText,
  namesIn,
  text,
  wrongIn,
} from './json/fields.ts';
import { jsonFormat, type Read } from './json/json-format.ts';
import { paragraphsOf } from './paragraphs.ts';

const VERSION = /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\/1/;
/** Beyond this it is a whole article: the summary tells more. */
const LONGEST_ABSTRACT = 6000;

const texts = z.object({ content_html: looseText, content_text: looseText, summary: looseText });

const item = texts.extend({
  id: z.union([z.string(), z.number()]).nullish().catch(null),
  url: looseText,
  external_url: looseText,
  title: text,
  date_published: looseText,
  authors: looseList,
  author: anything,
  tags: looseList,
});

/** JSON Feed 1 and 1.1. */
export const jsonFeed = jsonFormat({
  name: 'json-feed',
  expects: 'a JSON Feed, whose version names jsonfeed.org',
  trust: 2,
  lists: ['items'],
  owns: value =>
    isObject(value) &&
    ('content_html' in value || 'content_text' in value || 'external_url' in value) &&
    ('date_published' in value || 'id' in value),
  ownsDocument: document =>
    VERSION.test(String(document.member('version') ?? '')) && document.names.includes('items'),
  readEntry,
  about: () => ({ quiet: 'the feed has no items now.' }),
});

function readEntry(value: unknown, line: number, document: JsonDocument): Read {
  const read = item.safeParse(value);
  if (!read.success) return { reason: wrongIn(read.error, value) };
  const { id, url, external_url: external, ...rest } = read.data;
  const title = rest.title ? htmlToLine(rest.title) : '';
  if (title === '') return { reason: 'no title' };
  const addresses = [external, url, id === null || id === undefined ? null : String(id)].filter(one => !!one);
  const authors = namesIn([...(rest.authors ?? []), rest.author]);
  return {
    draft: {
      ...newDraft(line, title),
      abstract: abstractOf(rest),
      url: firstText(external, url) ?? addresses.find(one => URL.canParse(`${one}`)) ?? null,
      arxiv: addresses.find(one => parseArxivId(`${one}`) !== null) ?? null,
      doi: addresses.find(one => parseDoi(`${one}`) !== null) ?? null,
      authors: authors.length > 0 ? authors : authorsOf(document),
      hints: namesIn(rest.tags).map(asHint),
      published: rest.date_published ? parseFeedDate(rest.date_published) : null,
    },
  };
}

/** The whole text of the item; its summary where that is all there is, or where the text is an article. */
function abstractOf(of: z.infer<typeof texts>): string[] {
  const content = firstText(of.content_text)
    ? paragraphsOf(of.content_text)
    : htmlToParagraphs(firstText(of.content_html) ?? '');
  const summary = paragraphsOf(of.summary);
  const length = content.reduce((sum, paragraph) => sum + paragraph.length, 0);
  return length === 0 || (length > LONGEST_ABSTRACT && summary.length > 0) ? summary : content;
}

/** The authors of the feed, who wrote what names nobody else. */
function authorsOf(document: JsonDocument): string[] {
  const several = document.member('authors');
  return namesIn([...(Array.isArray(several) ? several : []), document.member('author')]);
}
