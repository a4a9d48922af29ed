import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, barriersOfLooks } from '../support/axe.ts';
import { CHROMIUM, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { keyboardTraps, overflow, partsOf } from '../support/layout.ts';
import { plain, templateParts } from '../support/template-parts.ts';
import { mistakes } from '../support/validate-html.ts';
import { openEmptyWorld, openFullWorld, type PageCase, type PageWorld } from './page-cases.ts';

/** Bytes of a page with all that belongs to it. */
const MOST_BYTES = 60 * 1024;
/** A page with a mistake of each kind. */
const WRONG = `<!doctype html><title>Wrong</title><style>:focus { outline: none }</style>
<img src="data:,"><input><p style="color: #bbb; width: 900px">Pale and wide</p>
<a href="/" onfocus="this.blur()" id="shy">shy</a><script>document.addEventListener('keydown', e => {
if (document.activeElement.localName === 'input') e.preventDefault(); });</script>`;

describe.runIf(CHROMIUM)('every page', () => {
  let browser: Browser;
  /** Everything that was shown, in one piece without superfluous white space. */
  let seen = '';
  /** What the pages so far were built of. */
  const parts = new Set<string>();

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('is looked at by eyes that see what is wrong', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    await page.setContent(WRONG);
    expect((await barriers(page)).map(line => line.split(':')[0])).toEqual(
      expect.arrayContaining(['color-contrast', 'image-alt', 'label', 'html-has-lang']),
    );
    expect(await overflow(page)).not.toEqual([]);
    const traps = await keyboardTraps(page);
    expect(traps.join(' ')).toMatch(/not reached: a#shy .*focus is not seen: input/);
    expect(await mistakes(WRONG)).not.toEqual([]);
    await page.close();
  });

  it.each([
    ['of a service where much has happened', openFullWorld],
    ['of a new service', openEmptyWorld],
  ])(
    '%s is valid, light, and within reach of everybody, at every width and in both schemes',
    {
      timeout: 600_000,
    },
    async (_of, openPages) => {
      const { service, cases } = await openPages();
      try {
        expect(await faultsOf({ service, cases })).toEqual([]);
        expect(service.broken).toEqual([]);
      } finally {
        await service.dispose();
      }
    },
  );

  it('was looked at in each of its states: there is no part of a template that nobody saw', () => {
    const unseen = [...templateParts()].flatMap(([name, pieces]) =>
      pieces.filter(piece => !seen.includes(piece)).map(piece => `${name}: ${piece}`),
    );
    expect(unseen).toEqual([]);
  });

  /** What is wrong with the pages of a service, one line each. */
  async function faultsOf({ service, cases }: PageWorld): Promise<string[]> {
    const window = await openWindow(browser, service.url);
    await window.open(`${service.url}/`);
    const script = await window.page.getAttribute('script', 'src');
    const scriptBytes = (await (await fetch(service.url + script)).arrayBuffer()).byteLength;
    const wrong: string[] = [];
    for (const one of cases) {
      const found = await faultsOfPage(window, one, scriptBytes).catch((error: Error) => [error.message]);
      wrong.push(...found.map(line => `${one.name}: ${line}`));
    }
    await window.close();
    return wrong;
  }

  /** True when there is a part in the page that no page before had, or not within the same other part. */
  async function isBuiltAnew({ page }: Window): Promise<boolean> {
    const size = parts.size;
    for (const part of await partsOf(page)) parts.add(part);
    return parts.size > size;
  }

  async function faultsOfPage(window: Window, one: PageCase, scriptBytes: number): Promise<string[]> {
    const { status, html } = await one.open(window);
    seen += plain(html);
    const bytes = Buffer.byteLength(html) + scriptBytes;
    return [
      ...(status === one.status ? [] : [`answered ${status}`]),
      ...(bytes > MOST_BYTES ? [`weighs ${bytes} bytes`] : []),
      ...(await mistakes(html)),
      ...(await faultsOfLayout(window, await isBuiltAnew(window))),
      ...window.complaints.splice(0),
    ];
  }
});

/** Ways to look at a page: each of them at what may be wrong with it there. */
const LOOKS = [
  { width: 390, scheme: 'light', look: barriers },
  { width: 390, scheme: 'dark', look: barriersOfLooks },
  { width: 320, scheme: 'light', look: overflow },
] as const;
/** The same on a desk, and with a keyboard only: enough for one page of those that are built of the same parts. */
const NEW_LOOKS = [
  { width: 320, scheme: 'light', look: keyboardTraps },
  { width: 1280, scheme: 'dark', look: barriers },
  { width: 1280, scheme: 'light', look: barriersOfLooks },
] as const;

/** What is wrong with the page in the window at each width, in each scheme, and for whoever has a keyboard only. */
async function faultsOfLayout({ page }: Window, isNew: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const { width, scheme, look } of isNew ? [...NEW_LOOKS, ...LOOKS] : LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    found.push(...(await look(page)).map(line => `at ${width}, ${scheme}: ${line}`));
  }
  return found;
}
