import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { supportIn } from '../../../src/inspect/support/support.ts';
import { AS_OF, CLIENTS, HTML_FEATURES } from '../../../src/inspect/support/support-data.ts';
import { CSS_FEATURES } from '../../../src/inspect/support/support-data-css.ts';
import { lettersHtml, mailHtml } from '../mails.ts';

const LINES = `${HTML_FEATURES}${CSS_FEATURES}`.split('\n').filter(line => line !== '');

/** Names of the features that a body, or a style sheet, uses. */
async function featuresOf(html: string): Promise<string[]> {
  return (await supportIn(html)).features.map(({ feature }) => feature);
}

const ofSheet = (css: string) => featuresOf(`<style>${css}</style>`);
const ofStyle = (style: string) => featuresOf(`<p style="${style}">Text</p>`);

describe('the table that ships', () => {
  it('is of a day, and has a level for each of a dozen programs and a use in every line', () => {
    expect(AS_OF).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(new Set(CLIENTS).size).toBe(12);
    expect(LINES.length).toBeGreaterThan(290);
    for (const line of LINES) {
      const [slug, name, uses, levels, notes = ''] = line.split('|');
      expect(slug).toMatch(/^(css|html|image)-[a-z\d-]+$/);
      expect(name).not.toBe('');
      expect(uses).toMatch(/^(\S+:\S+|important|nesting|variable|doctype|(css|html)-comment)( \S+:\S+)*$/);
      expect(levels).toMatch(/^[yanu]{12}$/);
      expect(notes).toMatch(/^$|^\d+(,\d+)*=[^~]+(~\d+(,\d+)*=[^~]+)*$/);
    }
  });

  it('names every feature once, and is small', () => {
    const names = LINES.map(line => line.split('|')[1]);
    expect(new Set(names).size).toBe(names.length);
    expect(LINES.join('\n').length).toBeLessThan(120_000);
  });
});

describe('what a mail uses, in', () => {
  it.each([
    ['border-radius: 3px', 'CSS border-radius property'],
    ['border-top-left-radius: 3px', 'CSS border-radius property'],
    ['-webkit-user-select: none', 'CSS user-select property'],
    ['padding-left: 1px', 'CSS padding property'],
    ['MARGIN: 0', 'CSS margin property'],
    ['display: none', 'CSS display:none'],
    ['display: inline-flex', 'CSS display:flex'],
    ['display: inline-block', 'CSS display'],
    ['flex-direction: column', 'CSS flex-direction:column'],
    ['color: red !important', 'CSS !important keyword'],
    ['width: 50%', 'CSS % unit'],
    ['width: 2REM', 'CSS rem unit'],
    ['width: calc(1vw + 2px)', 'CSS calc() function'],
    ['width: calc(1vw + 2px)', 'CSS vw unit'],
    ['width: max-content', 'CSS fit-content, min-content, max-content'],
    ['color: rgb(1,2,3)', 'CSS rgb()'],
    ['color: rgba(1,2,3,.5)', 'CSS rgba()'],
    ['color: oklch(1 0 0)', 'CSS lch(), oklch(), lab(), oklab()'],
    ['background: linear-gradient(red, blue)', 'CSS linear-gradient()'],
    ['background: url(data:image/png;base64,AA)', 'Base 64 image format'],
    ['--ink: red', 'CSS Variables (Custom Properties)'],
    ['color: var(--ink)', 'CSS Variables (Custom Properties)'],
    ['font-family: system-ui', 'CSS system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace'],
    ['color: initial', 'CSS initial keyword'],
  ])('a style attribute: %s', async (style, feature) => {
    expect(await ofStyle(style)).toContain(feature);
    expect(await ofSheet(`p { ${style} }`)).toContain(feature);
  });

  it.each([
    ['@media (max-width: 1px) {}', 'CSS @media'],
    ['@media (prefers-color-scheme: dark) {}', 'CSS @media (prefers-color-scheme)'],
    ['@media (-webkit-min-device-pixel-ratio: 2) {}', 'CSS @media (-webkit-device-pixel-ratio)'],
    ['@media screen and (orientation: portrait) {}', 'CSS @media (orientation)'],
    ['@font-face { font-family: x }', 'CSS @font-face'],
    ['@import url(x.css);', 'CSS @import'],
    ['@-webkit-keyframes x { from { top: 0 } }', 'CSS @keyframes'],
    ['@supports (display: grid) {}', 'CSS @supports'],
    ['a:hover {}', 'CSS :hover'],
    ['p:not(.a:first-child) {}', 'CSS :first-child'],
    ['p::before {}', 'CSS ::before'],
    ['p:before {}', 'CSS ::before'],
    ['li:nth-child(2n) {}', 'CSS :nth-child'],
    ['* {}', 'CSS Universal selector *'],
    ['#a {}', 'CSS ID selector'],
    ['.a {}', 'CSS Class selector'],
    ['[dir] {}', 'CSS Attribute selector'],
    ['.a.b {}', 'CSS Chaining selectors'],
    ['a, b {}', 'CSS Grouping selectors'],
    ['a b {}', 'CSS Descendant combinator'],
    ['a > b {}', 'CSS Child combinator'],
    ['a + b {}', 'CSS Adjacent sibling combinator'],
    ['a ~ b {}', 'CSS General sibling combinator'],
    ['a { & b { color: red } }', 'CSS Nesting'],
    ['/* x */ a {}', 'CSS comments'],
  ])('a style sheet: %s', async (css, feature) => {
    expect(await ofSheet(css)).toContain(feature);
    expect(await ofSheet('i {}')).not.toContain(feature);
  });

  it.each([
    ['<style></style>', 'HTML <style> element'],
    ['<h6>x</h6>', 'HTML <h1> to <h6> elements'],
    ['<ul><li>x</ul>', 'HTML <ul>, <ol> and <dl>'],
    ['<section>x</section>', 'HTML semantics'],
    ['<td valign=top>', null],
    ['<table><td valign=top>x</table>', 'HTML valign attribute'],
    ['<p role="note">x</p>', 'HTML role attribute'],
    ['<p aria-label="x">x</p>', 'HTML aria-label attribute'],
    ['<a href="#top">x</a>', 'HTML Local anchors'],
    ['<a href="mailto:a@example.org">x</a>', 'HTML mailto: links'],
    ['<a href="https://example.org/#x">x</a>', null],
    ['<form><input type="Checkbox"></form>', 'HTML <input type="checkbox"> element'],
    ['<button>x</button>', 'HTML <button type="submit"> element'],
    ['<meta name="color-scheme" content="light">', 'HTML color-scheme meta tag'],
    ['<img src="a.PNG?x=1">', 'PNG image format'],
    ['<img src="data:image/gif;base64,x">', 'GIF image format'],
    ['<picture><source srcset="a.webp 2x, b.avif 1x"></picture>', 'AVIF image format'],
    ['<!-- a comment -->', 'HTML comments'],
    ['<!doctype html>', 'HTML doctype'],
  ])('HTML: %s', async (html, feature) => {
    if (feature === null) expect(await featuresOf(html)).toEqual([]);
    else expect(await featuresOf(html)).toContain(feature);
  });

  it('nothing that only looks like it', async () => {
    expect(
      await featuresOf('border-radius: 3px; a:hover {} &lt;style&gt; <b title="display:flex"></b>'),
    ).toEqual([]);
    expect(await ofSheet('.hover::-x { content: "opacity: 1; @media" }')).toEqual(
      expect.not.arrayContaining(['CSS :hover', 'CSS opacity property', 'CSS @media']),
    );
    expect(await featuresOf('<style type="text/less">a:hover {}</style>')).toEqual(['HTML <style> element']);
  });

  it('nothing that only Outlook on Windows is shown', async () => {
    const mso = '<!--[if mso]><style>a:hover { opacity: 1 }</style><table align="left"></table><![endif]-->';
    expect(await featuresOf(mso)).toEqual([]);
    const others = '<!--[if !mso]><!--><p style="opacity:1">x</p><!--<![endif]-->';
    expect(await featuresOf(others)).toContain('CSS opacity property');
    expect(await featuresOf(others)).not.toContain('HTML comments');
  });
});

/** Level of each program for a feature of our mails. */
async function levelsOf(feature: string): Promise<Record<string, string>> {
  const html = (await mailHtml()) + (await lettersHtml()).join('');
  const { clients, features } = await supportIn(html);
  const found = features.find(one => one.feature === feature);
  return Object.fromEntries(clients.map((client, at) => [client, found?.support[at]?.level ?? 'not used']));
}

const GMAIL = ['Gmail (web)', 'Gmail (iOS, Android)'];
const OUTLOOK = ['Outlook (Windows)', 'Outlook.com', 'Outlook (macOS)', 'Outlook (iOS, Android)'];

test.each([
  ['CSS @media (prefers-color-scheme)', [...GMAIL, 'Yahoo Mail (web)', 'Outlook (Windows)']],
  ['HTML color-scheme meta tag', [...GMAIL, 'Yahoo Mail (web)', ...OUTLOOK]],
  ['CSS max-height property', ['Outlook (Windows)']],
  ['CSS overflow property', ['Outlook (Windows)']],
  ['CSS border-radius property', ['Outlook (Windows)']],
  ['CSS :hover', ['Outlook (Windows)', 'Gmail (iOS, Android)']],
])('%s, which our mails use, is unknown to %s', async (feature, programs) => {
  const levels = await levelsOf(feature);
  for (const program of programs) expect([program, levels[program]]).toEqual([program, 'no']);
  expect(levels['Apple Mail (macOS)']).toMatch(/yes|partial/);
});

test('what is known in part has a note that says how far', async () => {
  const { clients, features } = await supportIn(await mailHtml());
  const outlook = clients.indexOf('Outlook (Windows)');
  const hidden = features.find(({ feature }) => feature === 'CSS display:none');
  expect(hidden?.support[outlook]).toMatchObject({
    level: 'partial',
    note: expect.stringContaining('nested'),
  });
  expect(hidden?.url).toBe('https://www.caniemail.com/features/css-display-none/');
  for (const { feature, support } of features) {
    expect([feature, support.length]).toEqual([feature, clients.length]);
    for (const { note } of support) expect(note.length).toBeLessThanOrEqual(150);
  }
  const style = features.find(({ feature }) => feature === 'HTML <style> element');
  expect(style?.support[clients.indexOf('Gmail (web)')]).toMatchObject({ level: 'partial' });
});

test('what fewest programs know comes first', async () => {
  const { features } = await supportIn(await mailHtml());
  const without = features.map(({ support }) => support.filter(({ level }) => level === 'no').length);
  expect(without).toEqual(without.toSorted((a, b) => b - a));
  expect(without[0]).toBeGreaterThan(5);
  expect(without.at(-1)).toBe(0);
});

test('whatever stands in a mail, it is looked at', async () => {
  const piece = fc.constantFrom(
    '<style>',
    '</style>',
    '@media',
    '{',
    '}',
    '<p style="',
    '">',
    'a:',
    '::',
    '>',
    ',',
    '((',
    '<img src=data:',
    '\\',
    ';',
  );
  const html = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map(parts => parts.join(''));
  await fc.assert(
    fc.asyncProperty(html, async text => {
      expect((await supportIn(text)).clients).toHaveLength(12);
    }),
  );
});
