import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seenTexts } from '../../../src/inspect/style/cascade.ts';
import { hexOf } from '../../../src/inspect/style/contrast-colours.ts';
import { CHROMIUM, openBrowser } from '../../support/browser.ts';
import { lettersHtml, mailHtml } from '../mails.ts';

/** What mails of others do, and ours do not: each line a rule of the cascade, or an attribute of old. */
const ODD = `<!doctype html><html lang="en"><head><title>Odd</title><meta name="color-scheme" content="light dark">
<style>
  /* a comment */ body { color: #222; background: #fff url(x.png) repeat-x }
  p.note { color: rebeccapurple } p { color: teal } #one { color: rgb(10 20 30 / 80%) } p#one.note { color: hsl(200 50% 40%) }
  .card { background: linear-gradient(red, blue), #eef } .card .card { background: none }
  .wide { color: #010203 } @media (min-width: 600px) { .wide { color: #040506 } }
  @media (max-width: 480px) { .wide { color: #070809 } } @media print { .wide { color: red } }
  @media not all and (min-width: 900px) { .narrow { color: #333444 } }
  @media (400px <= width < 700px) { .ranged { color: #123123 } }
  .loud { color: #100 !important } div.loud { color: #200 } .broken { color: #00f; color: nonsense } a:hover { color: red }
  h2 { font: italic 600 1.25rem/1.2 Georgia, serif } .small { font-size: smaller } .half { opacity: .5; background: #000; color: #fff }
  .any, .other:nonsense { color: red } :root { --ink: #357 } .var { color: var(--ink) } .fall { color: var(--no, #a0a) } .bad { color: var(--no) }
  @supports (display: grid) { .grid { color: #00a } } @supports not (display: grid) { .grid { color: #a00 } }
  @media (prefers-color-scheme: dark) { body { background: #101418; color: #dde } .card { background: #224 !important } p { color: #9cf } }
  .scheme { color: light-dark(#111, #eee) } .dim { color: #0008; background: #ff08 } .deep > span + em ~ b:first-of-type:not(.no) { color: #a52 }
</style><style media="print">p { color: red }</style></head>
<body>Bare <p>teal</p><p class="note">note</p><p id="one">one</p><p id="one" class="note">both</p>
<div class="card">card <div class="card">inner <a href="x">link</a> <a>no link</a></div></div>
<p class="wide">wide</p><p class="narrow">narrow</p><p class="ranged">ranged</p><div class="loud" style="color:#300">loud</div><i class="broken">broken</i>
<h1>h1</h1><h2>h2 <small>small</small> <b>bold</b></h2><h3 style="font-weight:lighter">h3</h3><h6>h6</h6>
<div class="half">half <span style="opacity:.5;background:#0f0">quarter</span></div>
<span class="any">any</span><span class="var">var</span><span class="fall">fall</span><span class="bad">bad</span><span class="grid">grid</span>
<table bgcolor="ffffcc"><tr bgcolor="#ccc"><td bgcolor="navy"><font color="white" size="5">font</font></td><td>plain<th>head</th></tr></table>
<div style="display:none">gone</div><div style="visibility:hidden">hid <span style="visibility:visible">seen</span></div><p hidden>hidden</p>
<div class="dim">dim</div><div class="scheme">scheme</div><mark>mark</mark><div style="color-scheme:dark">own <a href="x">dark link</a></div>
<div style="background:#123;color:#fff"><p style="color:inherit;background:inherit">inherited</p><p style="color:initial">initial</p><p style="all:unset">all</p></div>
<div style="font-size:20px;font-weight:500">em <span style="font-size:1.5em;font-weight:bolder">big</span><span style="font-size:80%">less</span><span style="font-size:x-large">x</span></div>
<div class="deep"><span>x</span><em>y</em><b>z</b><b>w</b></div><button>button</button><details><summary>sum</summary>folded <p>in</p></details><dialog>closed</dialog>
</body></html>`;

/** Colours as the browser computes them, of every element that has text of its own and is shown. */
const COMPUTED = `[...document.querySelectorAll('*')].flatMap((element, number) => {
  const text = [...element.childNodes].map(node => node.nodeType === 3 ? node.data : '').join('');
  const style = getComputedStyle(element);
  if (!/\\S/.test(text) || !element.checkVisibility({ visibilityProperty: true }) || element.closest('details:not([open]) > :not(summary)')) return [];
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    layers.push({ background: getComputedStyle(at).backgroundColor, opacity: Number(getComputedStyle(at).opacity) });
  }
  return [{ element: number, text, colour: style.color, size: parseFloat(style.fontSize), weight: Number(style.fontWeight), layers }];
})`;

interface Computed {
  element: number;
  text: string;
  colour: string;
  size: number;
  weight: number;
  layers: { background: string; opacity: number }[];
}

type Channels = readonly [number, number, number, number];

function channels(computed: string): Channels {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function onto(front: Channels, back: Channels): Channels {
  const alpha = front[3] + back[3] * (1 - front[3]);
  const mix = (at: 0 | 1 | 2): number =>
    alpha === 0 ? 0 : (front[at] * front[3] + back[at] * back[3] * (1 - front[3])) / alpha;
  return [mix(0), mix(1), mix(2), alpha];
}

/** What the browser's colours come to when they are laid over one another, down to its empty window. */
function painted(colour: Channels, { layers }: Computed, canvas: Channels): string {
  const through = layers.reduce<Channels>((front, { background, opacity }) => {
    const [red, green, blue, alpha] = onto(front, channels(background));
    return [red, green, blue, alpha * opacity];
  }, colour);
  const [red, green, blue, alpha] = onto(through, canvas);
  return hexOf({ red: Math.round(red), green: Math.round(green), blue: Math.round(blue), alpha });
}

describe.runIf(CHROMIUM)('colours and sizes of text are those of a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const documents: [string, () => Promise<string>][] = [
    ['the mail', () => mailHtml()],
    ['a letter', async () => (await lettersHtml())[0] ?? ''],
    ['a mail full of oddities', async () => ODD],
  ];
  const worlds = documents.flatMap(([name, html]) =>
    (['light', 'dark'] as const).map(scheme => ({ name, html, scheme })),
  );

  it.each(worlds)('$name, $scheme', async ({ html, scheme }) => {
    const text = await html();
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 640, height: 800 } });
    await page.route('**', route => route.abort());
    await page.setContent(text);
    const computed: Computed[] = await page.evaluate(COMPUTED);
    const canvas = channels(await page.evaluate(CANVAS));
    await page.close();

    const seen = (await seenTexts(text))[scheme];
    const ours = seen.map(({ element, text: own, size, weight, colour, background }) => ({
      element,
      text: own,
      size: size.toFixed(1),
      weight,
      colour: hexOf(colour),
      background: hexOf(background),
    }));
    const theirs = computed.map(one => ({
      element: one.element,
      text: one.text,
      size: one.size.toFixed(1),
      weight: one.weight,
      colour: painted(channels(one.colour), one, canvas),
      background: painted([0, 0, 0, 0], one, canvas),
    }));
    expect(theirs.length).toBeGreaterThan(10);
    expect(ours).toEqual(theirs);
  });
});

/** The window behind everything, in the scheme of the outermost element. */
const CANVAS = `(() => {
  const probe = document.documentElement.appendChild(document.createElement('i'));
  probe.style.color = 'canvas';
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
})()`;
