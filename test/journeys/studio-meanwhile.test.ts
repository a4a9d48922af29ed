import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/web/listen.ts';
import { DAY, LONG, openStudioWorld, type StudioWorld, VERA } from '../studio/studio-world.ts';
import { CHROMIUM, openBrowser, openWindow, type Window } from '../support/browser.ts';

const PATIENCE_MS = 120_000;
const OF_DAY = `/preview?who=${VERA}&edition=${DAY}`;

describe.skipIf(!CHROMIUM)('the studio, where things happen at once', () => {
  let world: StudioWorld;
  let server: Listening;
  let browser: Browser;
  let window: Window;
  let page: Page;
  /** What a page waits for before it is made, if anything. */
  let hold: Promise<void> | null = null;
  let answering: StudioWorld['studio']['fetch'];
  beforeAll(async () => {
    world = await openStudioWorld();
    answering = world.studio.fetch;
    server = await listen(slowly, { host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    world?.studio.end();
    await server?.close();
    await world?.close();
  });
  beforeEach(async () => {
    window = await openWindow(browser, server.url, { width: 1280 });
    ({ page } = window);
    await window.open(`${server.url}${OF_DAY}`);
    await page.frameLocator('.device iframe').locator('h1').first().waitFor();
  }, PATIENCE_MS);
  afterEach(() => window.close());

  /** Pages are made at once, and then kept back for as long as `hold` says. */
  async function slowly(...asked: Parameters<typeof answering>): Promise<Response> {
    const answer = await answering(...asked);
    if (new URL(asked[0].url).pathname === '/preview') await hold;
    return answer;
  }
  /** Pages that are asked for wait until the function that it returns is called. */
  function holdPages(): () => void {
    let release = () => {};
    hold = new Promise(resolve => {
      release = () => {
        hold = null;
        resolve();
      };
    });
    return release;
  }
  /** Saves the template of mails with this word in it; resolves once the studio has taken it in. */
  function save(word: string, { home, live } = world): Promise<void> {
    const file = join(home, 'templates', 'edition.mjml');
    const source = readFileSync(file, 'utf8').replace(/\{\{date\}\}(, \w+ edit)?/, `{{date}}, ${word} edit`);
    return new Promise(resolve => {
      const stop = live.watch(() => {
        stop();
        resolve();
      });
      writeFileSync(file, source);
    });
  }
  const told = () =>
    page.evaluate(
      `new Promise(done => document.addEventListener('paperboy:change', () => done(null), { once: true }))`,
    );
  const mail = () => page.frameLocator('.device iframe:not(.coming)').locator('body');
  const upToDate = () =>
    expect
      .poll(() => page.evaluate<string>(`document.body.dataset.version`), { timeout: 30_000 })
      .toBe(String(world.live.version()));

  it('goes where somebody asked to go, whatever is saved meanwhile, and shows it as it is by now', async () => {
    const release = holdPages();
    const asked = page.waitForRequest(request => request.url().includes('mail=confirm'));
    await page.locator('.chips a', { hasText: 'Please confirm' }).click();
    await asked;
    const change = told();
    await save('meanwhile');
    await change;
    release();
    await page.locator('h1', { hasText: 'Please confirm for Vera' }).waitFor();
    expect(page.url()).toContain('mail=confirm');
    await upToDate();
    await page.locator('.chips a', { hasText: 'The edition' }).click();
    await mail().getByText('meanwhile edit').first().waitFor();
    expect(window.complaints).toEqual([]);
  });

  it('goes to somebody chosen right after an address was typed', async () => {
    await page.locator('#find').fill('kenji');
    await page.locator('.people a', { hasText: 'kenji@example.com' }).waitFor();
    const release = holdPages();
    await page.locator('#find').pressSequentially('@');
    const typed = page.waitForRequest(request => request.url().includes('who=kenji'));
    await page.locator('.people a', { hasText: 'kenji@example.com' }).click();
    await typed;
    // Longer than a rest from typing.
    await page.waitForTimeout(400);
    release();
    await page.locator('.person', { hasText: 'Kenji' }).waitFor();
    expect(window.complaints).toEqual([]);
  });

  it('keeps the focus, and tells by the same element, when a page is renewed', async () => {
    await page.evaluate(`document.querySelector('[role=status]').dataset.mark = 'same'`);
    await page.locator('.checks summary').first().focus();
    const focused = () =>
      page.evaluate<string>(`document.activeElement.localName + document.activeElement.textContent`);
    const before = await focused();
    await page.evaluate(`document.querySelector('.checks').dataset.old = 'yes'`);
    await save('focus');
    await page.locator('.checks:not([data-old])').waitFor();
    expect(await focused()).toBe(before);
    expect(before).toContain('summary');

    await page.locator('.people a', { hasText: LONG }).click();
    await page.locator('h1', { hasText: 'Ольга' }).waitFor();
    expect(await page.locator('[role=status][data-mark=same]').textContent()).toContain('Shown: ');
    expect(window.complaints).toEqual([]);
  });

  it('follows a program that was started anew, which counts from the beginning', async () => {
    const other = await openStudioWorld();
    try {
      await save('before');
      let edits = 0;
      while (other.live.version() < world.live.version()) await save(`anew${++edits}`, other);
      expect(other.live.version()).toBe(world.live.version());
      await mail().getByText('before edit').first().waitFor();
      await upToDate();
      answering = other.studio.fetch;
      world.studio.end();
      await mail().getByText(`anew${edits} edit`).first().waitFor();
      await upToDate();
    } finally {
      answering = world.studio.fetch;
      await window.close();
      await other.close();
    }
  });
});
