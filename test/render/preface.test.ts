import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PREFACES } from '../../src/model/edition.ts';
import type { Recipient } from '../../src/render/renderer.ts';
import { cards, editionOf, linksOf, recipient } from './mail.ts';

async function render(fields: Partial<Recipient>) {
  const edition = await editionOf([{ title: 'Fast decoding' }]);
  return edition.render(recipient(fields), cards([0]), linksOf(1));
}

test('a first edition and one after a pause say so at the top, any other says nothing', async () => {
  const openings = [
    ['welcome', 'Welcome. This is your first edition'],
    ['catch-up', 'You were away: this is the best of what you missed.'],
  ] as const;
  expect(openings.map(([preface]) => preface)).toEqual([...PREFACES]);
  for (const [preface, words] of openings) {
    const { html, text } = await render({ preface });
    for (const part of [html.replace(/<head>[\s\S]*<\/head>/, ''), text]) {
      expect(part).toContain(words);
      expect(part.indexOf(words)).toBeLessThan(part.indexOf('Because you follow'));
    }
  }
  const { html, text } = await render({});
  expect(html + text).not.toMatch(/Welcome|You were away|From the editor/);
});

test('the operator’s line stands apart, under its label, after the preface and before the papers', async () => {
  const { html, text } = await render({
    preface: 'catch-up',
    note: 'ICLR decisions <b>are</b> out & {{x}}.',
  });
  const order = ['You were away', 'From the editor:', 'decisions', 'Because you follow'];
  for (const part of [html, text]) {
    const places = order.map(one => part.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  expect(html).toContain(
    '<span dir="auto">ICLR decisions &lt;b&gt;are&lt;/b&gt; out &amp; &#123;&#123;x}}.</span>',
  );
  expect(text).toContain('\n\nFrom the editor: ICLR decisions <\u2060b>are<\u2060/b> out & {\u2060{x}}.\n');
});

test('a line from right to left leaves its neighbours where they are', async () => {
  const { html, text } = await render({ note: 'مرحبا' });
  expect(html).toContain('From the editor:</span> <span dir="auto">مرحبا</span>');
  expect(text).toContain('From the editor: \u2068مرحبا\u2069\n');
});

test('a line of 200 characters is there to its end, whatever the characters', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('"', '&', "'", '<', '漢', '😀', 'é', 'x', '{', '|'), async char => {
      const { html, text } = await render({ note: `${char.repeat(196)} end` });
      expect(html).toMatch(/ end<\/span>/);
      expect(text).toMatch(/\bend\n/);
      expect(html).not.toContain('…');
    }),
  );
});

test('the friend it was forwarded to is told where to get their own', async () => {
  const { html, text } = await render({});
  const { home } = linksOf(1);
  expect(text).toContain(`\n\nWas this forwarded to you? Get your own: ${home}\n`);
  expect(html).toMatch(
    new RegExp(`Was this forwarded to you\\? <a [^>]*href="${home}"[^>]*>Get your own</a>`),
  );
});
