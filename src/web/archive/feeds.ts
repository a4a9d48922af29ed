/** A paper in a feed. All addresses are absolute. */
export interface FeedItem {
  /** Address of its page here, for good: it names the item, too. */
  link: string;
  title: string;
  /** Empty when none is known. */
  abstract: string;
  /** The sentence of it that tells the idea; empty when there is none. */
  idea: string;
  /** Date it was first seen. */
  date: string;
  topics: { id: string; name: string }[];
  /** Where it was published; null when nobody said. */
  source: string | null;
}

export interface Feed {
  /** Address of this feed, and of the page that it belongs to. */
  self: string;
  page: string;
  title: string;
  /** Whose it is. */
  author: string;
  /** Newest first. */
  items: FeedItem[];
}

/** When nothing has come yet. */
const NEVER = '1970-01-01';

/** RFC 4287. */
export function atomFeed({ self, page, title, author, items }: Feed): string {
  const entries = items.map(item =>
    [
      '<entry>',
      element('id', item.link),
      element('title', item.title),
      empty('link', { rel: 'alternate', type: 'text/html', href: item.link }),
      item.source === null ? '' : empty('link', { rel: 'via', href: item.source }),
      element('published', timeOf(item.date)),
      element('updated', timeOf(item.date)),
      ...item.topics.map(({ id, name }) => empty('category', { term: id, label: name })),
      item.idea === '' ? '' : element('summary', item.idea),
      item.abstract === '' ? '' : element('content', item.abstract),
      '</entry>',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    element('id', self),
    element('title', title),
    empty('link', { rel: 'self', type: 'application/atom+xml', href: self }),
    empty('link', { rel: 'alternate', type: 'text/html', href: page }),
    element('updated', timeOf(items[0]?.date ?? NEVER)),
    `<author>${element('name', author)}</author>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n');
}

/** https://www.jsonfeed.org/version/1.1/ */
export function jsonFeed({ self, page, title, author, items }: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: page,
    feed_url: self,
    language: 'en',
    authors: [{ name: author }],
    items: items.map(item => ({
      id: item.link,
      url: item.link,
      ...(item.source !== null && { external_url: item.source }),
      title: item.title,
      ...(item.idea !== '' && { summary: item.idea }),
      content_text: item.abstract === '' ? item.title : item.abstract,
      date_published: timeOf(item.date),
      tags: item.topics.map(topic => topic.name),
    })),
  });
}

function timeOf(date: string): string {
  return `${date}T00:00:00Z`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function empty(name: string, attributes: Record<string, string>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${written.join('')}/>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What XML 1.0 has no way to write. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return text.replace(NOT_XML, '').replace(/[&<>"']/g, found => ENTITIES[found] ?? '');
}
