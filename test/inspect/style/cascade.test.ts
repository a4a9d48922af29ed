import { describe, expect, it, test } from 'vitest';
import { seenTexts } from '../../../src/inspect/style/cascade.ts';
import { hexOf } from '../../../src/inspect/style/contrast-colours.ts';

type Scheme = 'light' | 'dark';

/** Looks of the text `x` of a piece of HTML. */
async function looks(body: string, scheme: Scheme = 'light', head = '') {
  const html = `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
  const seen = (await seenTexts(html))[scheme].find(({ text }) => text === 'x');
  if (!seen) throw new Error('x is not seen');
  const { colour, background, size, weight } = seen;
  return { colour: hexOf(colour), background: hexOf(background), size, weight };
}

function styled(css: string, body: string): string {
  return `<style>${css}</style>${body}`;
}

describe('which declaration wins', () => {
  it.each([
    ['the later one', 'p { color: #111 } p { color: #222 }', '<p>x</p>', '#222222'],
    ['a class before an element', '.a { color: #111 } p { color: #222 }', '<p class="a">x</p>', '#111111'],
    [
      'an id before classes',
      '#i { color: #111 } .a.b.c { color: #222 }',
      '<p id="i" class="a b c">x</p>',
      '#111111',
    ],
    ['more classes', '.a.b { color: #111 } .b { color: #222 }', '<p class="a b">x</p>', '#111111'],
    ['an attribute as a class', '[dir] { color: #111 } p { color: #222 }', '<p dir="ltr">x</p>', '#111111'],
    [':where() weighs nothing', ':where(#i) { color: #111 } p { color: #222 }', '<p id="i">x</p>', '#222222'],
    [
      ':not() weighs what is in it',
      ':not(#j) { color: #111 } .a { color: #222 }',
      '<p class="a">x</p>',
      '#111111',
    ],
    [
      'the heaviest of a list',
      'p, .a { color: #111 } p.b, p { color: #222 }',
      '<p class="a">x</p>',
      '#111111',
    ],
    ['a style attribute', '#i { color: #111 }', '<p id="i" style="color:#222">x</p>', '#222222'],
    ['what is important', 'p { color: #111 !important }', '<p style="color:#222">x</p>', '#111111'],
    ['both important', 'p { color: #111 !important }', '<p style="color:#222!important">x</p>', '#222222'],
    [
      'a style sheet before an attribute of old',
      'font { color: #111 }',
      '<font color="#222">x</font>',
      '#111111',
    ],
    ['the attribute before the browser', '', '<font color="333">x</font>', '#333333'],
    ['nothing of a value that is none', 'p { color: #111; color: nonsense }', '<p>x</p>', '#111111'],
    [
      'nothing of a rule with a selector that is none',
      'p { color: #111 } p, q:nonsense { color: #222 }',
      '<p>x</p>',
      '#111111',
    ],
    ['nothing of states that it is not in', 'p:hover, a:focus { color: #222 }', '<p>x</p>', '#000000'],
    ['nothing of what is beside it', 'p::before { color: #222 }', '<p>x</p>', '#000000'],
    ['its parent’s, where nothing is said', 'div { color: #111 }', '<div><p>x</p></div>', '#111111'],
    [
      'not its parent’s, where the browser has one',
      'div { color: #111 }',
      '<div><a href="/">x</a></div>',
      '#0000ee',
    ],
    ['inherit', 'div { color: #111 } a { color: inherit }', '<div><a href="/">x</a></div>', '#111111'],
    ['unset', 'div { color: #111 } a { color: unset }', '<div><a href="/">x</a></div>', '#111111'],
    ['revert', 'a { color: #111 } .r { color: revert }', '<a href="/" class="r">x</a>', '#0000ee'],
    ['initial', 'div { color: #111 } p { color: initial }', '<div><p>x</p></div>', '#000000'],
    ['a variable', ':root { --ink: #111 } p { color: var(--ink) }', '<p>x</p>', '#111111'],
    ['what stands in for a variable', 'p { color: var(--none, var(--nor, #123)) }', '<p>x</p>', '#112233'],
    ['no variable of itself', 'p { --a: var(--b); --b: var(--a); color: var(--a) }', '<p>x</p>', '#000000'],
    ['currentcolor', 'div { color: #111 } p { color: currentColor }', '<div><p>x</p></div>', '#111111'],
    [
      'layers and what is supported',
      '@layer a { p { color: #111 } } @supports (color: red) { b { color: #222 } }',
      '<p><b>x</b></p>',
      '#222222',
    ],
    ['a comment does not end it', 'p { /* } */ color: #111 }', '<p>x</p>', '#111111'],
  ])('%s', async (_, css, body, colour) => {
    expect((await looks(styled(css, body))).colour).toBe(colour);
  });
});

describe('media, for a window of 640 pixels', () => {
  const applies = async (query: string, scheme: Scheme = 'light') =>
    (await looks(styled(`@media ${query} { p { color: #111 } }`, '<p>x</p>'), scheme)).colour === '#111111';

  it.each([
    ['all', true],
    ['screen', true],
    ['only screen and (min-width: 480px)', true],
    ['(min-width:40em)', true],
    ['(max-width: 480px)', false],
    ['(max-width: 480px), (min-width: 600px)', true],
    ['print', false],
    ['not print', true],
    ['not all and (min-width: 900px)', true],
    ['not (min-width: 100px)', false],
    ['(min-width: 100px) and (max-width: 200px)', false],
    ['(max-width: 200px) or (min-width: 100px)', true],
    ['(400px <= width < 640px)', false],
    ['(400px <= width <= 640px)', true],
    ['(width > 700px)', false],
    ['(hover: hover)', true],
    ['(prefers-reduced-motion)', false],
    ['(min-resolution: 1dppx)', false],
    ['not (-ms-high-contrast: active)', false],
    ['screen yahoo', false],
    ['(prefers-color-scheme: light)', true],
    ['(prefers-color-scheme: dark)', false],
  ])('%s: %s', async (query, expected) => {
    expect(await applies(query)).toBe(expected);
  });

  it('a reader who prefers dark', async () => {
    expect(await applies('(prefers-color-scheme: dark)', 'dark')).toBe(true);
    expect(await applies('(prefers-color-scheme: light)', 'dark')).toBe(false);
    expect(await applies('screen and (prefers-color-scheme: dark) and (max-width: 300px)', 'dark')).toBe(
      false,
    );
  });

  it('style elements have media, and a type, too', async () => {
    const css = 'p { color: #111 }';
    expect(await looks(`<style media="print">${css}</style><p>x</p>`)).toMatchObject({ colour: '#000000' });
    expect(await looks(`<style media="screen">${css}</style><p>x</p>`)).toMatchObject({ colour: '#111111' });
    expect(await looks(`<style type="text/less">${css}</style><p>x</p>`)).toMatchObject({
      colour: '#000000',
    });
  });
});

describe('what lies behind', () => {
  it.each([
    ['the nearest that has a colour', '<div style="background:#111"><p>x</p></div>', '#111111'],
    [
      'background takes the place of background-color',
      '<p style="background-color:#111;background:none">x</p>',
      '#ffffff',
    ],
    ['the colour under a picture', '<p style="background:url(a.png) no-repeat #eee">x</p>', '#eeeeee'],
    [
      'the last of several layers',
      '<p style="background:url(a.png),linear-gradient(red,blue) #eee">x</p>',
      '#eeeeee',
    ],
    ['bgcolor', '<table bgcolor="navy"><tr><td>x</td></tr></table>', '#000080'],
    [
      'half of it',
      '<div style="background:#000"><p style="background:rgba(255,255,255,.5)">x</p></div>',
      '#808080',
    ],
    ['several halves', '<div style="background:#0008"><p style="background:#0008">x</p></div>', '#383838'],
  ])('%s', async (_, body, background) => {
    expect((await looks(body)).background).toBe(background);
  });

  it('what fades, fades text and background alike', async () => {
    const half = '<div style="opacity:.5;background:#000;color:#fff">x</div>';
    expect(await looks(half)).toMatchObject({ colour: '#ffffff', background: '#808080' });
    const twice = `<div style="opacity:50%;background:#f00">${half}</div>`;
    expect(await looks(twice)).toMatchObject({ colour: '#ffbfbf', background: '#bf8080' });
  });

  it('an empty window is dark only where the mail says that it can be', async () => {
    const says = (content: string) => `<meta name="color-scheme" content="${content}">`;
    const light = { colour: '#000000', background: '#ffffff' };
    const dark = { colour: '#ffffff', background: '#121212' };
    expect(await looks('x', 'dark')).toMatchObject(light);
    expect(await looks('x', 'dark', says('light dark'))).toMatchObject(dark);
    expect(await looks('x', 'light', says('light dark'))).toMatchObject(light);
    expect(await looks('x', 'light', says('dark'))).toMatchObject(dark);
    expect(await looks('x', 'dark', '<style>:root { color-scheme: light dark }</style>')).toMatchObject(dark);
    expect(await looks('<a href="/">x</a>', 'dark', says('light dark'))).toMatchObject({ colour: '#9e9eff' });
  });
});

test.each([
  ['<p style="font-size:20px"><b>x</b></p>', 20, 700],
  ['<h1>x</h1>', 32, 700],
  ['<h1 style="font-weight:400">x</h1>', 32, 400],
  ['<div style="font-size:20px"><h2>x</h2></div>', 30, 700],
  ['<p style="font:italic 600 15pt/1.2 Georgia">x</p>', 20, 600],
  ['<p style="font-weight:bold;font:12px serif">x</p>', 12, 400],
  ['<p style="font-size:10px;font:bold">x</p>', 10, 400],
  ['<h2 style="font:inherit">x</h2>', 16, 400],
  ['<p style="font-size:50%">x</p>', 8, 400],
  ['<p style="font-size:2rem"><span style="font-size:.5em">x</span></p>', 16, 400],
  ['<font size="5">x</font>', 24, 400],
  ['<font size="-1">x</font>', 13, 400],
  ['<p style="font-weight:900"><b>x</b></p>', 16, 900],
  ['<b style="font-weight:lighter">x</b>', 16, 100],
])('%s is %s pixels high and weighs %s', async (body, size, weight) => {
  const seen = await looks(body);
  expect([Math.round(seen.size), seen.weight]).toEqual([size, weight]);
});
