import { expect, test } from 'vitest';
import type { Updates } from '../../src/model/edition.ts';
import { cards, editionOf, linksOf, recipient } from './mail.ts';

const PAPERS = [
  { title: 'New <today>', url: 'https://example.org/new' },
  { title: 'Known {{once}} & for all', url: 'https://example.org/known?a=1&b=2' },
  { title: 'مقالة', url: null },
];
const UPDATES: Updates = {
  until: 7,
  papers: [
    {
      num: 1,
      news: [
        { kind: 'version', detail: '3' },
        { kind: 'code', detail: 'http://github.com/ada/engine?a=1&b=2' },
        { kind: 'published', detail: 'Proceedings <of> {{everything}}' },
      ],
    },
    { num: 2, news: [{ kind: 'withdrawn', detail: '2026-06-02' }] },
  ],
  more: 3,
};

async function render(updates: Updates | null) {
  const edition = await editionOf(PAPERS);
  return edition.render(recipient(), cards([0], { updates }), linksOf(1));
}

test('what is new about papers of before stands at the end, with what is new and where', async () => {
  const { text, html, subject } = await render(UPDATES);
  const order = [
    'New ',
    'Updated since you saw it',
    'https://example.org/known?a=1&b=2',
    'now version 3',
    'https://github.com/ada/engine?a=1&b=2',
    'appeared in Proceedings',
    'مقالة',
    'withdrawn by its authors',
    'And 3 more papers.',
    'You receive this mail because',
  ];
  for (const part of [text, html.replaceAll('&amp;', '&')]) {
    const places = order.map(one => part.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  expect(html).toContain('appeared in Proceedings &lt;of&gt; &#123;&#123;everything}}');
  expect(html).toMatch(
    /<a [^>]*href="https:\/\/github\.com\/ada\/engine\?a=1&amp;b=2"[^>]*>code: github\.com/,
  );
  expect(html.match(/<h\d/g)).toEqual(['<h1', '<h2', '<h3', '<h2']);
  expect(text).toMatch(/^1 paper chosen for/m);
  expect(subject).not.toContain('more');
});

test('nothing to tell, nothing said: whoever wishes it and whoever does not get the same bytes', async () => {
  const wished = await render({ until: 7, papers: [], more: 0 });
  expect(wished.raw.equals((await render(null)).raw)).toBe(true);
  expect(wished.html + wished.text).not.toContain('Updated');
  const { text } = await render({ ...UPDATES, more: 0 });
  expect(text).toContain('Updated since you saw it');
  expect(text).not.toContain('more paper');
});

test('an address that is none, or is too long, is words and no link', async () => {
  const code = (detail: string) => ({ num: 1, news: [{ kind: 'code' as const, detail }] });
  for (const detail of ['javascript:alert(1)', `https://example.org/${'x'.repeat(500)}`]) {
    const { html, text } = await render({ until: 7, papers: [code(detail)], more: 0 });
    expect(html).not.toMatch(/href="(?:javascript|https:\/\/example\.org\/xx)/);
    expect(text).toContain('code:');
  }
});

test('each line takes no more room than it was measured to', async () => {
  const { sizes, render: of } = await editionOf(PAPERS);
  const bytes = (updates: Updates | null) =>
    Buffer.byteLength(of(recipient(), cards([0], { updates }), linksOf(1)).html);
  const lines = UPDATES.papers.reduce((sum, news) => sum + sizes.updates.line(news), 0);
  expect(bytes(UPDATES) - bytes(null)).toBeLessThanOrEqual(sizes.updates.frame + lines);
});
