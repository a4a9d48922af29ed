import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameHtml } from '../../src/inspect/frame.ts';
import { cards, editionOf, linksOf, recipient } from '../render/mail.ts';

const LIGHT = { scheme: 'light', images: true } as const;
const DARK = { scheme: 'dark', images: true } as const;
const PICTURES_OFF = { scheme: 'light', images: false } as const;
const BASE = '<base target="_blank">';

/** The HTML as it is shown, without what every frame has. */
function shown(html: string, look: Parameters<typeof frameHtml>[1]): string {
  return frameHtml(html, look).replace(BASE, '');
}

test('rules for the asked scheme hold whatever the machine prefers, those for the other never', () => {
  const css = '@media (prefers-color-scheme: dark) and (min-width:300px){a{color:red}}';
  expect(shown(`<style>${css}</style>`, DARK)).toContain(
    '@media (min-width:0) and (min-width:300px){a{color:red}}',
  );
  expect(shown(`<style>${css}</style>`, LIGHT)).toContain('@media (max-width:0) and (min-width:300px)');
  const others = '@media not ( Prefers-Color-Scheme :DARK ), (prefers-color-scheme){}';
  expect(shown(`<style>${others}</style>`, DARK)).toContain('@media not (min-width:0), (min-width:0){}');
  expect(shown('<style media="(prefers-color-scheme:dark)">a{}</style>', LIGHT)).toContain(
    'media="(max-width:0)"',
  );
});

test('words that only look like a question for the scheme stay', () => {
  const html = `<style>/* (prefers-color-scheme: dark) */a::after{content:"(prefers-color-scheme: dark)"}</style><p title="(prefers-color-scheme: dark)">(prefers-color-scheme: dark)</p>`;
  expect(shown(html, DARK)).toBe(html);
});

test('a mail for both schemes is shown in one of them; a mail for one stays in it', () => {
  const meta = (content: string) => `<meta name="color-scheme" content="${content}">`;
  expect(shown(meta('light dark'), DARK)).toBe(meta('dark'));
  expect(shown(meta('light dark'), LIGHT)).toBe(meta('light'));
  expect(shown(meta('light only'), DARK)).toBe(meta('light only'));
  const style = (value: string) => `<style>:root{color-scheme:${value};color:red}</style>`;
  expect(shown(style('light dark'), DARK)).toContain('{color-scheme: dark;color:red}');
  expect(shown(style('light'), DARK)).toContain(style('light'));
});

test('a mail program that inverts knows no dark rules', () => {
  const html = frameHtml('<html><head><style>@media (prefers-color-scheme:dark){a{}}</style></head></html>', {
    scheme: 'inverted',
    images: true,
  });
  expect(html).toContain('@media (max-width:0)');
  expect(html).toMatch(/<head><base target="_blank"><style>html\{[^<]*filter:invert\(1\)/);
});

test('without images their words are left', () => {
  const html = `<style>@font-face{src:url(f.woff)}.a{background:url(x.png) red}.b{background-image:url( "y.png" )}</style><body background=z.png><img src="a&amp;b.png" srcset="c 2x" alt="A &quot;cat&quot;" width=10><a style='background:#fff url(q)' href="https://example.org/x.png">l</a></body>`;
  const off = shown(html, PICTURES_OFF);
  expect(off).toContain('<img alt="A &quot;cat&quot;" width="10">');
  expect(off).toContain('src:url(f.woff)');
  expect(off).toContain('.a{background:none red}.b{background-image:none}');
  expect(off).toContain('<body>');
  expect(off).toContain('<a style="background:#fff none" href="https://example.org/x.png">');
  expect(off).not.toMatch(/[xyz]\.png\)|a&amp;b|srcset/);
});

test('of a tag with the same attribute twice neither loads a picture', () => {
  expect(shown('<img src=a src=b alt=c>', PICTURES_OFF)).toBe('<img alt="c">');
});

test('nothing else of a real mail changes, and the doctype stays first', async () => {
  const edition = await editionOf([{ title: 'A & {{b}}' }, { title: 'B' }]);
  const { html } = edition.render(recipient(), cards([0, 1]), linksOf(1));
  const light = shown(html, LIGHT);
  expect(frameHtml(html, LIGHT)).toMatch(/^<!doctype html>/i);
  expect(light).not.toContain('prefers-color-scheme');
  const unasked = light
    .replaceAll('(max-width:0)', '(prefers-color-scheme: dark)')
    .replace('name="color-scheme" content="light"', 'name="color-scheme" content="light dark"')
    .replace(
      'name="supported-color-schemes" content="light"',
      'name="supported-color-schemes" content="light dark"',
    );
  expect(unasked).toBe(html);
});

test('whatever the HTML is, it can be framed', () => {
  const piece = fc.constantFrom(
    '<style>',
    '</style>',
    '<img src=x',
    ' style="',
    '"',
    "'",
    '>',
    '<!--',
    '-->',
    'url(',
    '(prefers-color-scheme:dark)',
    '<svg>',
    '<table>',
    '<head>',
    '\r\n',
    '&amp;',
    '{',
    '}',
    '<b>',
    '</p>',
    '\u0000',
  );
  const html = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map(all => all.join('')),
  );
  const look = fc.record({
    scheme: fc.constantFrom('light' as const, 'dark' as const, 'inverted' as const),
    images: fc.boolean(),
  });
  fc.assert(
    fc.property(html, look, (text, asked) => {
      expect(frameHtml(text, asked)).toContain(BASE);
    }),
    { numRuns: 60 },
  );
  expect(frameHtml(`${'<div>'.repeat(1_000)}<img src=x>`, PICTURES_OFF)).not.toContain('src=');
  expect(frameHtml('<div>'.repeat(100_000), PICTURES_OFF)).toContain(BASE);
});
