import { expect, test } from 'vitest';
import { cards, editionOf, linksOf, recipient } from './mail.ts';

const PAPERS = [
  { title: 'New <today>', url: 'https://example.org/new' },
  { title: 'Missed {{once}} & more', url: 'https://example.org/missed?a=1&b=2' },
  { title: 'مقالة', url: null },
];
const AGAIN = {
  editions: [
    { edition: '2025-09-15', papers: [1] },
    { edition: '2025-09-12', papers: [2] },
  ],
  more: 3,
};

async function render(again: typeof AGAIN | null, more = 4) {
  const edition = await editionOf(PAPERS);
  return edition.render(recipient(), cards([0], { again, more }), linksOf(1));
}

test('what may have been missed stands by edition, after what is new and what had no room, before the end', async () => {
  const { text, html } = await render(AGAIN);
  const order = [
    'New ',
    '4 more papers in the full edition',
    'You may have missed',
    'https://example.org/missed?a=1&b=2',
    'مقالة',
    '3 more papers',
    'You receive this mail because',
  ];
  for (const part of [text, html.replaceAll('&amp;', '&')]) {
    const places = order.map(one => part.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  for (const [day, date] of [
    ['15', 'Monday, 15 September 2025'],
    ['12', 'Friday, 12 September 2025'],
  ]) {
    const online = `https://papers.example.org/view/1-2025-09-${day}`;
    expect(text).toContain(`Our mail of ${date} may not have reached you.\nRead it online: ${online}\n`);
    expect(html).toMatch(
      new RegExp(`Our mail of <a [^>]*href="${online}"[^>]*>${date}</a> may not have reached`),
    );
  }
});

test('its heading is one below that of the mail, its links are underlined, its titles escaped', async () => {
  const { html, text } = await render(AGAIN);
  expect(html.match(/<h\d/g)).toEqual(['<h1', '<h2', '<h3', '<h2']);
  const block = html.slice(html.indexOf('You may have missed'), html.indexOf('You receive this mail'));
  expect(block).not.toContain('text-decoration:none');
  expect(block).toContain('Missed &#123;&#123;once}} &amp; more</a>');
  expect(text).not.toContain('{{');
  expect(html).not.toMatch(/<table(?![^>]*role="presentation")/);
});

test('nothing missed, nothing said', async () => {
  const { html, text } = await render(null);
  expect(html + text).not.toContain('missed');
  const { text: all } = await render({ ...AGAIN, more: 0 }, 0);
  expect(all).toContain('You may have missed');
  expect(all).not.toContain('more paper');
});

test('what counts the papers of a mail leaves out what it shows again', async () => {
  const { subject, html, text } = await render(AGAIN);
  expect(subject).not.toContain('more');
  expect(text).toMatch(/^1 paper chosen for/m);
  expect(html).toContain('1 paper chosen for');
});
