import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atomFeed, type Feed, jsonFeed } from '../../../src/web/archive/feeds.ts';
import { childrenOf, readXml } from '../../support/xml.ts';

const HOSTILE = 'A <b>"bold"</b> & \'brave\' ]]> paper\u0000\u0008\u001f\ufffe\ud800 &amp; <!-- -->';

function feedOf(...titles: string[]): Feed {
  return {
    self: 'https://daily.example.org/feed.atom',
    page: 'https://daily.example.org/',
    title: 'Daily & Co',
    author: 'Daily & Co',
    items: titles.map((title, at) => ({
      link: `https://daily.example.org/papers/p${at}`,
      title,
      abstract: at % 2 === 0 ? '' : `${title} and more`,
      idea: at % 2 === 0 ? '' : title,
      date: '2026-06-02',
      topics: [{ id: 'llm', name: 'Language "models"' }],
      source: at % 2 === 0 ? null : 'https://arxiv.org/abs/2506.01234?a=1&b=2',
    })),
  };
}

it('an Atom feed has everything that RFC 4287 wants', () => {
  const feed = readXml(atomFeed(feedOf('First', 'Second')));
  expect([feed.name, feed.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
  for (const name of ['id', 'title', 'updated', 'author']) expect(childrenOf(feed, name)).toHaveLength(1);
  expect(childrenOf(feed, 'title')[0]?.text).toBe('Daily & Co');
  const links = childrenOf(feed, 'link').map(({ attributes }) => [attributes.rel, attributes.href]);
  expect(links).toEqual([
    ['self', 'https://daily.example.org/feed.atom'],
    ['alternate', 'https://daily.example.org/'],
  ]);
  const entries = childrenOf(feed, 'entry');
  expect(entries).toHaveLength(2);
  for (const entry of entries) {
    for (const name of ['id', 'title', 'updated']) expect(childrenOf(entry, name)).toHaveLength(1);
    expect(childrenOf(entry, 'updated')[0]?.text).toBe('2026-06-02T00:00:00Z');
    expect(childrenOf(entry, 'category')[0]?.attributes).toEqual({ term: 'llm', label: 'Language "models"' });
  }
  expect(entries.map(entry => childrenOf(entry, 'id')[0]?.text)).toEqual([
    'https://daily.example.org/papers/p0',
    'https://daily.example.org/papers/p1',
  ]);
  const textsOf = (name: string) => entries.map(entry => childrenOf(entry, name).map(({ text }) => text));
  expect(textsOf('summary')).toEqual([[], ['Second']]);
  expect(textsOf('content')).toEqual([[], ['Second and more']]);
});

it('an empty feed is a feed', () => {
  expect(childrenOf(readXml(atomFeed(feedOf())), 'updated')).toHaveLength(1);
  expect(JSON.parse(jsonFeed(feedOf()))).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    items: [],
  });
});

it('a JSON feed says the same', () => {
  const feed = JSON.parse(jsonFeed(feedOf('First', HOSTILE)));
  expect(feed).toMatchObject({
    title: 'Daily & Co',
    home_page_url: 'https://daily.example.org/',
    items: [
      {
        id: 'https://daily.example.org/papers/p0',
        title: 'First',
        content_text: 'First',
        tags: ['Language "models"'],
      },
      {
        title: HOSTILE,
        summary: HOSTILE,
        content_text: `${HOSTILE} and more`,
        external_url: 'https://arxiv.org/abs/2506.01234?a=1&b=2',
      },
    ],
  });
  expect(feed.items[0]).not.toHaveProperty('summary');
});

it('whatever a title holds, Atom stays well-formed and says it', () => {
  expect(readXml(atomFeed(feedOf(HOSTILE))).children.at(-1)?.children[1]?.text).toBe(
    'A <b>"bold"</b> & \'brave\' ]]> paper &amp; <!-- -->',
  );
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), titles => {
      const feed = readXml(atomFeed(feedOf(...titles)));
      expect(childrenOf(feed, 'entry')).toHaveLength(titles.length);
    }),
  );
});
