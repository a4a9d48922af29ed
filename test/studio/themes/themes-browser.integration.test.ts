import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pageInTheme } from '../../../src/cli/page-in-theme.ts';
import { readTheme } from '../../../src/render/theme.ts';
import { type Listening, listen } from '../../../src/web/listen.ts';
import { barriers, barriersOfLooks } from '../../support/axe.ts';
import { CHROMIUM, type Look, openBrowser, openWindow, type Window } from '../../support/browser.ts';
import { keyboardTraps, overflow } from '../../support/layout.ts';
import { openStudioWorld, type StudioWorld } from '../studio-world.ts';

/** `#0a0b0c` as a browser tells it. */
function inRgb(colour: string): string {
  const parts = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${parts.join(', ')})`;
}

describe.skipIf(!CHROMIUM)('the sheet of themes in a browser', () => {
  let world: StudioWorld;
  let server: Listening;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    world = await openStudioWorld({ studio: { page: theme => pageInTheme(world.app, theme) } });
    // Templates are compiled once for each theme: a page that waits for a dozen frames is not to wait for that.
    for (const theme of ['', 'evening', 'lab']) {
      for (const what of ['mail', 'page']) await world.get(`/themes/${what}?theme=${theme}`);
    }
    server = await listen(world.studio.fetch, { host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
  });
  afterEach(() => window.close());
  afterAll(async () => {
    await browser?.close();
    world?.studio.end();
    await server?.close();
    await world?.close();
  });

  const open = async (look: Look) => {
    window = await openWindow(browser, server.url, look);
    await window.open(`${server.url}/themes`);
  };

  it.each([390, 1280])('can be read, reached and seen by everybody, %d pixels wide', async width => {
    await open({ width });
    expect(await barriers(window.page)).toEqual([]);
    expect(await overflow(window.page)).toEqual([]);
    if (width === 390) expect(await keyboardTraps(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriersOfLooks(window.page)).toEqual([]);
    expect(window.complaints).toEqual([]);
  });

  it('draws real mails in the colours of their themes, whatever the scheme of the window is', async () => {
    await open({ width: 1280, scheme: 'dark' });
    const lab = await readTheme(join(world.home, 'templates', 'themes', 'lab.yaml'));
    for (const [scheme, palette] of Object.entries({ light: lab.day, dark: lab.night })) {
      const frame = window.page.locator(`iframe[src*="mail?theme=lab&scheme=${scheme}"]`);
      await frame.scrollIntoViewIfNeeded();
      const drawn = await (await frame.elementHandle())?.contentFrame();
      await drawn?.waitForURL(/mail\?theme=lab/);
      await drawn?.waitForLoadState();
      const paper = await drawn?.evaluate<string>(
        "getComputedStyle(document.querySelector('.paper')).backgroundColor",
      );
      expect(paper).toBe(inRgb(palette.paper));
    }
  });
});
