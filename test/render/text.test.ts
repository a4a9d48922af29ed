import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../src/render/clean-text.ts';
import { clipText, clipToFit } from '../../src/render/clip.ts';
import { escapeHtml, escapePlain, escapeView } from '../../src/render/escape.ts';
import { safeLink, searchLink } from '../../src/render/link.ts';

const unicode = fc.string({ unit: 'grapheme' });
const bytes = (text: string) => Buffer.byteLength(text);

test('cleaning leaves one line without controls, overrides or hidden characters', () => {
  expect(cleanText('A\r\nBcc: x\u0000y \u202Egnp.exe\u202C zero\u200Bwidth\uFEFF')).toBe(
    'A Bcc: x y gnp.exe zerowidth',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(cleanText(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]|^ | $| {2}|\p{Surrogate}/u,
      );
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
    }),
  );
});

test('joiners stay where a script or an emoji is spelled with them', () => {
  expect(cleanText('👩\u200D🔬 می\u200Cخواهم e\u200Dvil')).toBe('👩\u200D🔬 می\u200Cخواهم evil');
});

test('clipping keeps the limit, whole characters and, where it can, whole words', () => {
  expect(clipText('one two three four', 15)).toBe('one two three…');
  expect(clipText('short', 15)).toBe('short');
  fc.assert(
    fc.property(unicode, fc.integer({ min: 4, max: 40 }), (text, max) => {
      expect(clipText(text, max).length).toBeLessThanOrEqual(max);
      expect(clipText(text, max)).not.toMatch(/\p{Surrogate}/u);
      expect(bytes(escapeHtml(clipToFit(text, max, cut => bytes(escapeHtml(cut)))))).toBeLessThanOrEqual(max);
    }),
  );
});

test('escaped HTML shows the text and holds nothing that acts', () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  expect(escapeHtml('{{constructor}}')).toBe('&#123;&#123;constructor}}');
  fc.assert(
    fc.property(unicode, text => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']|\{\{|&(?![#\w]+;)/);
    }),
  );
});

test('plain text keeps comparisons and addresses, and defuses tags, entities and template tags', () => {
  expect(escapePlain('a < b, p<0.05 & more')).toBe('a < b, p<0.05 & more');
  expect(escapePlain('https://x.org/?a=1&lt;b')).toBe('https://x.org/?a=1&lt;b');
  expect(escapePlain('{{x}} <b> &amp;')).toBe('{\u2060{x}} <\u2060b> &\u2060amp;');
});

test('right-to-left text is isolated in plain text', () => {
  expect(escapePlain('محمد')).toBe('\u2068محمد\u2069');
});

test('a view is escaped to its depths, and only its strings', () => {
  expect(escapeView({ a: '<', list: [{ b: '&' }], n: 1, yes: true }, escapeHtml)).toEqual({
    a: '&lt;',
    list: [{ b: '&amp;' }],
    n: 1,
    yes: true,
  });
});

test('links are absolute, encoded, and https unless they stay on this machine', () => {
  expect(safeLink('http://example.org/a b?q="x"&y={z}|w')).toBe(
    'https://example.org/a%20b?q=%22x%22&y=%7Bz%7D%7Cw',
  );
  expect(safeLink('http://localhost:8080/x')).toBe('http://localhost:8080/x');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'papers/1', '', null])
    expect(safeLink(bad)).toBeNull();
  expect(searchLink("it's <b> & 2+2")).toBe('https://huggingface.co/papers?q=it%27s%20%3Cb%3E%20%26%202%2B2');
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), url => {
      expect(safeLink(url)).toMatch(/^https:\/\/[^\s<>"{}|\\^`']+$/);
    }),
  );
});
