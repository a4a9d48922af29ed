import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { contrastIn } from '../../../src/inspect/style/contrast.ts';
import { betterColour } from '../../../src/inspect/style/contrast-better.ts';
import { colourOf, TRANSPARENT } from '../../../src/inspect/style/contrast-colours.ts';
import { contrastRatio } from '../../../src/model/contrast.ts';
import { readTheme } from '../../../src/render/theme.ts';
import { TEMPLATES } from '../../render/mail.ts';
import { lettersHtml, mailHtml } from '../mails.ts';

const LIGHT = { current: TRANSPARENT, scheme: 'light' } as const;

/** The pairs of a piece of HTML in one scheme, without what is the same for all tests. */
async function pairs(body: string, scheme: 'light' | 'dark' = 'light') {
  const all = await contrastIn(`<!doctype html><html><body>${body}</body></html>`);
  return all.filter(pair => pair.scheme === scheme);
}

test.each([
  ['#767676', '#fff', 4.54],
  ['#777777', '#fff', 4.47],
  ['black', 'white', 21],
  ['#fff', 'rgb(255, 255, 255)', 1],
  ['#0000ff', '#ffffff', 8.59],
  ['hsl(0, 100%, 50%)', 'white', 3.99],
])('%s on %s has a contrast of %s', async (text, background, ratio) => {
  const [pair] = await pairs(`<p style="color:${text};background:${background}">Text</p>`);
  expect(pair?.ratio).toBe(ratio);
});

test.each([
  ['#abc', '#aabbcc'],
  ['#abcf', '#aabbcc'],
  ['RED', '#ff0000'],
  ['rgb(100% 0% 50%)', '#ff0080'],
  ['rgb(300,-5,0)', '#ff0000'],
  ['hsl(.5turn 100% 25%)', '#008080'],
  ['hwb(120 20% 20%)', '#33cc33'],
  ['hwb(0 80% 80%)', '#808080'],
  ['light-dark(rgb(1,2,3), #fff)', '#010203'],
  ['RGBA(0,0,0,.5)', '#808080'],
  ['#00000080', '#7f7f7f'],
])('%s is read as %s on white', async (written, seen) => {
  const [pair] = await pairs(`<p style="color:${written};background:#fff">Text</p>`);
  expect(pair?.text).toBe(seen);
});

test.each([
  '',
  '#ab',
  '#12345',
  'reddish',
  'rgb(1,2)',
  'rgb(a,b,c)',
  'hsl(1,2,3,4,5)',
  'url(x)',
  'constructor',
])('%j is no colour', written => expect(colourOf(written, LIGHT)).toBeNull());

const COLOUR = fc.nat(0xffffff).map(number => `#${number.toString(16).padStart(6, '0')}`);

test('the ratio of a pair is that of its colours, whichever is the text', async () => {
  await fc.assert(
    fc.asyncProperty(COLOUR, COLOUR, async (one, other) => {
      const [[there], [back]] = await Promise.all([
        pairs(`<p style="color:${one};background:${other}">Text</p>`),
        pairs(`<p style="color:${other};background:${one}">Text</p>`),
      ]);
      expect(there).toMatchObject({ text: one, background: other, ratio: back?.ratio });
      expect(Math.abs((there?.ratio ?? 0) - contrastRatio(one, other))).toBeLessThan(0.0101);
      expect(there?.ratio).toBeLessThanOrEqual(contrastRatio(one, other) + 1e-9);
    }),
  );
});

test('for text that cannot be read, the nearest colour that can is named', () => {
  expect(betterColour('#999999', '#ffffff', 4.5)).toEqual({ colour: '#767676', way: 'darker' });
  expect(betterColour('#444444', '#181614', 4.5)).toMatchObject({ way: 'lighter' });
  expect(betterColour('#112233', '#ffffff', 4.5).colour).toBe('#112233');
  fc.assert(
    fc.property(COLOUR, COLOUR, fc.constantFrom(3, 4.5), (text, background, needed) => {
      const better = betterColour(text, background, needed);
      expect(contrastRatio(better.colour, background)).toBeGreaterThanOrEqual(needed);
    }),
  );
});

describe('how much is needed', () => {
  it.each([
    ['font-size:23.9px', 4.5],
    ['font-size:24px', 3],
    ['font-size:18pt', 3],
    ['font-size:18.6px;font-weight:bold', 4.5],
    ['font-size:14pt;font-weight:700', 3],
    ['font-size:14pt;font-weight:600', 4.5],
    ['font:bold 19px/1.2 Georgia', 3],
    ['font-size:0.5em', 4.5],
  ])('%s needs %s', async (style, needed) => {
    const [pair] = await pairs(`<p style="${style}">Text</p>`);
    expect(pair?.needed).toBe(needed);
  });

  it('headings are large by themselves', async () => {
    const found = await pairs('<h1>One</h1><h3>Three</h3><h5>Five</h5>');
    expect(found.map(({ needed, count }) => [needed, count])).toEqual([
      [4.5, 1],
      [3, 2],
    ]);
  });
});

test('a pair stands once, with some of its text and how often it occurs; the worst comes first', async () => {
  const found = await pairs(
    `<p style="color:#000">First  of
     two</p><p style="color:#000">Second</p><p style="color:#999">Weak</p><h1 style="color:#888">Large</h1><p>${'long '.repeat(30)}</p>`,
  );
  expect(
    found.map(({ text, background, ratio, needed, sample, count }) => [
      text,
      background,
      ratio,
      needed,
      sample,
      count,
    ]),
  ).toEqual([
    ['#999999', '#ffffff', 2.84, 4.5, 'Weak', 1],
    ['#888888', '#ffffff', 3.54, 3, 'Large', 1],
    ['#000000', '#ffffff', 21, 4.5, 'First of two', 3],
  ]);
  const [{ sample = '' } = {}] = await pairs(`<p>${'long '.repeat(30)}</p>`);
  expect(sample).toMatch(/^long .*…$/);
  expect(sample.length).toBeLessThanOrEqual(60);
});

test('a ratio just short of what is needed is not rounded up to it', async () => {
  const [pair] = await pairs('<p style="color:#666;background:#d6d6d6">Text</p>');
  const exact = contrastRatio('#666666', '#d6d6d6');
  expect(pair?.ratio).toBeLessThanOrEqual(exact);
  expect(exact - (pair?.ratio ?? 0)).toBeLessThan(0.01);
});

describe('text that nobody sees is left out', () => {
  it.each([
    '<div style="display:none">x</div>',
    '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">x<p>y</p></div>',
    '<div style="max-height:0px;overflow:hidden">x</div>',
    '<div style="visibility:hidden">x</div>',
    '<div style="font-size:0">x</div>',
    '<div style="color:transparent">x</div>',
    '<div hidden>x</div>',
    '<style>.gone { display: none !important }</style><p class="gone" style="display:block">x</p>',
    '<!--[if mso]><p>For Outlook</p><![endif]-->',
    '<p>\u200c\u00a0\u034f \u00ad\u200b&zwnj;&nbsp;</p>',
    '<script>x</script><template>x</template><noframes>x</noframes>',
    '',
  ])('%s', async html => {
    expect(await pairs(html)).toEqual([]);
  });

  it('and what is only hidden from Outlook is not', async () => {
    expect(await pairs('<!--[if !mso]><!--><p style="mso-hide:all">seen</p><!--<![endif]-->')).toHaveLength(
      1,
    );
  });
});

test('schemes are looked at apart', async () => {
  const html = `<style>p { color: #111 } @media (prefers-color-scheme: dark) { p { color: #222; background: #333 } }</style><p>Text</p>`;
  expect(await pairs(html)).toMatchObject([{ text: '#111111', background: '#ffffff' }]);
  expect(await pairs(html, 'dark')).toMatchObject([{ text: '#222222', background: '#333333', ratio: 1.25 }]);
});

const THEMES = ['theme.yaml', ...readdirSync(join(TEMPLATES, 'themes')).map(name => join('themes', name))];

test.each(THEMES)('our own mails in the look of %s are readable in both schemes', async name => {
  const theme = await readTheme(join(TEMPLATES, name));
  for (const html of [await mailHtml({ theme }), ...(await lettersHtml({ theme }))]) {
    const found = await contrastIn(html);
    expect(new Set(found.map(({ scheme }) => scheme)).size).toBe(2);
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ ratio, needed }) => ratio < needed)).toEqual([]);
  }
});

/** Pieces that a mail may be broken into. */
const SOUP = fc.constantFrom(
  ...[
    '<p style="',
    '">',
    'color:',
    'var(--x)',
    '--x:var(--x);',
    'rgb(',
    ')',
    '<style>',
    '</style>',
    '@media (',
    '{',
    '}',
    '}}',
    ';',
    'font:',
  ],
  ...[
    '<table bgcolor=',
    '<font size=+9>',
    ' text',
    '</p>',
    '<!--[if mso]>',
    '-->',
    '#',
    '!important',
    ':not(',
    'a:hover,',
    '\u0000',
    '1e999px',
    '%',
    'calc(',
  ],
  ...[
    'light-dark(',
    'opacity:-1;',
    'font-size:9999999em;',
    '<svg><style>',
    '<template>',
    '<html>',
    '*',
    '>',
    '~',
    '[x="<b>"]',
    '\\',
    '"',
    "'",
    'µ',
  ],
);

test('whatever stands in a mail, it is looked at, and numbers stay in their bounds', async () => {
  const html = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(SOUP, fc.string({ maxLength: 5 })), { maxLength: 40 }).map(parts => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(html, async text => {
      for (const { ratio, needed, text: front, background, count } of await contrastIn(text)) {
        expect(ratio).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(21);
        expect([3, 4.5]).toContain(needed);
        expect(`${front}${background}`).toMatch(/^#[\da-f]{6}#[\da-f]{6}$/);
        expect(count).toBeGreaterThan(0);
      }
    }),
  );
});

test('mails may be nested as deep as they like', async () => {
  const brackets = `<style>a { color: ${'('.repeat(20_000)} } p { color: red }</style>`;
  const nested = `${'<div>'.repeat(3000)}<p>text${'<b style="background:#8888">x'.repeat(100)}`;
  expect((await contrastIn(`${brackets}${nested}`)).length).toBeGreaterThan(0);
});

test('selectors that take longer than anybody waits are given up; those of real newsletters are followed', async () => {
  const hostile = Array.from(
    { length: 300 },
    (_, at) => `.c${at} * * * * > div ~ p + *:not(.x) { color: red }`,
  );
  const deep = `${'<div>'.repeat(200)}${'<p class="c1">1</p>'.repeat(2000)}`;
  await expect(contrastIn(`<style>${hostile.join('')}</style>${deep}`)).rejects.toThrow('too long');

  const rules = Array.from(
    { length: 200 },
    (_, at) => `#t${at} table a, .m${at} .n > p, td:first-child p:not(.m${at} b) { color: #333333 }`,
  );
  const table = '<table><tr><td><p>1 <a href="x">2</a></p>';
  const real = `${table.repeat(6)}${'</td></tr></table>'.repeat(6)}`.repeat(30);
  const pairs = await contrastIn(`<style>${rules.join('')}</style>${real}`);
  expect(pairs.some(({ text }) => text === '#333333')).toBe(true);
}, 30_000);
