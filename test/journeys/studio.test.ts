import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/web/listen.ts';
import { DAY, LONG, openStudioWorld, type StudioWorld, VERA } from '../studio/studio-world.ts';
import { barriers, barriersOfLooks } from '../support/axe.ts';
import { CHROMIUM, type Look, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { keyboardTraps, overflow } from '../support/layout.ts';

const PATIENCE_MS = 120_000;
const OF_DAY = `who=${VERA}&edition=${DAY}`;

describe.skipIf(!CHROMIUM)('the studio in a browser', () => {
  let world: StudioWorld;
  let server: Listening;
  let browser: Browser;
  beforeAll(async () => {
    world = await openStudioWorld();
    server = await listen(world.studio.fetch, { host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    world?.studio.end();
    await server?.close();
    await world?.close();
  });

  // A page that stays open follows the files, too.
  const windows: Window[] = [];
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close();
  });

  const at = (path: string) => `${server.url}${path}`;
  async function look(path: string, as: Look = {}): Promise<Window> {
    const window = await openWindow(browser, server.url, { width: 1280, ...as });
    windows.push(window);
    const { status } = await window.open(at(path));
    expect(status).toBeLessThan(500);
    return window;
  }
  const mailIn = ({ page }: Window): FrameLocator => page.frameLocator('.device iframe:not(.coming)');
  /** What an expression comes to in the document of the mail. */
  async function inMail<Value>({ page }: Window, expression: string): Promise<Value> {
    const frame = await (await page.locator('.device iframe:not(.coming)').elementHandle())?.contentFrame();
    if (!frame) throw new Error('no mail is framed');
    return frame.evaluate<Value>(expression);
  }
  const background = (window: Window) =>
    inMail<string>(window, 'getComputedStyle(document.body).backgroundColor');

  it.each([{ javaScript: true }, { javaScript: false }])(
    'shows every view and panel, and turns every switch (%o)',
    async as => {
      const window = await look(`/preview?${OF_DAY}`, as);
      const { page, complaints } = window;
      const press = async (name: string, id: string) => {
        await page.locator(`#${id}`).click();
        await page.locator(`#${id}[aria-current]`).waitFor();
        expect(await page.locator(`#${id}`).textContent()).toBe(name);
      };
      expect(await page.locator('h1').textContent()).toBe('2 June 2026 for Vera');
      expect(await mailIn(window).locator('h1').first().textContent()).toContain('Paperboy');

      await press('Tablet', 'width-tablet');
      const wide = () => page.locator('.device iframe').evaluate(one => one.clientWidth);
      await expect.poll(wide).toBe(768);
      await press('Desktop', 'width-desktop');
      await expect.poll(wide).toBe(1100);
      expect(await overflow(page)).toEqual([]);
      await press('Phone', 'width-phone');
      await expect.poll(wide).toBe(390);

      const light = await background(window);
      await press('Dark', 'scheme-dark');
      await expect.poll(() => background(window)).not.toBe(light);
      await press('Inverted', 'scheme-inverted');
      await expect
        .poll(() => inMail<string>(window, 'getComputedStyle(document.documentElement).filter'))
        .toContain('invert');
      await press('Light', 'scheme-light');
      await press('Off', 'images-off');
      await press('On', 'images-on');

      await press('Text', 'view-text');
      expect(await page.locator('.sheet').textContent()).toContain('Unsubscribe');
      await press('HTML', 'view-html');
      expect(await page.locator('.source .line').first().textContent()).toContain('<!doctype html>');
      await press('Raw', 'view-raw');
      expect(await page.locator('.source').textContent()).toContain('Content-Type: multipart/alternative');
      await press('Headers', 'view-headers');
      expect(await page.locator('.headers').textContent()).toContain('RFC 8058');
      await press('Outlook', 'view-outlook');
      expect(await mailIn(window).locator('h1').first().textContent()).toContain('Paperboy');
      await page.getByText('What stands in its branches').click();
      expect(await page.locator('.branches').textContent()).toContain('mso');
      await press('Mail', 'view-mail');

      await press('Why', 'panel-why');
      expect(await page.locator('.reasons').first().textContent()).toContain('in full');
      await press('Time machine', 'panel-time');
      expect(await page.locator('.calendar .current').textContent()).toContain('2');
      await press('7 days', 'span-7');
      expect(await page.locator('.days li').count()).toBe(7);
      await press('Checks', 'panel-checks');
      expect(await page.locator('.checks svg.bar').first().getAttribute('aria-label')).toContain('Gmail');
      expect(complaints).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'tries other preferences, in an address that can be shared',
    async () => {
      for (const javaScript of [true, false]) {
        const { page, complaints } = await look(`/preview?${OF_DAY}&panel=time`, { javaScript });
        await page.getByText('What if…').click();
        await page.getByLabel('Agents and tool use').uncheck();
        await page.getByLabel('Queries, one a line').fill('diffusion');
        await page.getByLabel('Most papers').fill('20');
        await page.getByText('Show what would come').click();
        await page.getByText('Changed: topics, queries and most papers.').waitFor();
        expect(await page.locator('.gained li').count()).toBeGreaterThan(0);
        expect(new URL(page.url()).searchParams.get('queries')).toBe('diffusion');

        await page.locator('#if-hour').fill('late');
        await page.getByText('Show what would come').click();
        await page.getByText('Not all of it can be read').waitFor();
        expect(await page.locator('#if-hour').inputValue()).toBe('late');
        await page.getByText('Show them as they are').click();
        await page.getByText('Changed:').waitFor({ state: 'detached' });
        expect(complaints).toEqual([]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'finds somebody, goes from day to day and from letter to letter, and back',
    async () => {
      for (const javaScript of [true, false]) {
        const window = await look('/preview', { javaScript });
        const { page, complaints } = window;
        await page.locator('#find').fill('kenji');
        await page.locator('#find-go').click();
        await page.locator('.people a', { hasText: 'kenji@example.com' }).click();
        await page.locator('.person', { hasText: 'Kenji' }).waitFor();
        await page.locator('#day-after').click();
        await page.locator('h1', { hasText: '3 June 2026' }).waitFor();
        await page.locator('.chips a', { hasText: 'Please confirm' }).click();
        await page.locator('h1', { hasText: 'Please confirm for Kenji' }).waitFor();
        await page.goBack();
        await page.locator('h1', { hasText: '3 June 2026' }).waitFor();
        await page.locator('#edition').fill('2026-06-07');
        await page.locator('#edition-go').click();
        await page.locator('.no-mail').waitFor();
        expect(await page.locator('.none').textContent()).toContain('Monday to Friday, and this is a Sunday');
        expect(complaints).toEqual([]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'brings an edit of a template into the open page, at the same place',
    async () => {
      const window = await look(`/preview?${OF_DAY}`);
      const { page, complaints } = window;
      const file = join(world.home, 'templates', 'edition.mjml');
      const source = readFileSync(file, 'utf8');
      await mailIn(window).locator('h1').first().waitFor();
      const place = () => inMail<number>(window, 'scrollY');
      await inMail(window, 'scrollTo(0, 300)');
      const took: number[] = [];
      for (const word of ['first', 'second', 'third', 'fourth', 'fifth']) {
        const shown = page.evaluate(
          `new Promise(done => document.addEventListener('paperboy:shown', done, { once: true })).then(() => null)`,
        );
        const began = performance.now();
        writeFileSync(file, source.replace('{{date}}', `{{date}}, the ${word} edit`));
        await shown;
        took.push(Math.round(performance.now() - began));
        expect(await mailIn(window).locator('body').textContent()).toContain(`the ${word} edit`);
        expect(await place()).toBe(300);
        // What is said of the mail follows; only then somebody saves once more.
        await page.waitForFunction(`document.body.dataset.version === '${world.live.version()}'`);
      }
      console.info(`A saved template is shown after ${took.join(', ')} ms.`);
      expect(Math.min(...took)).toBeLessThan(2000);
      writeFileSync(file, source);
      await mailIn(window).getByText('the fifth edit').waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'shows a mistake in its place above the last mail that worked, until it is mended',
    async () => {
      const window = await look(`/preview?${OF_DAY}`);
      const { page, complaints } = window;
      const file = join(world.home, 'templates', 'edition.mjml');
      const source = readFileSync(file, 'utf8');
      await mailIn(window).locator('h1').first().waitFor();
      const wrong = source.split('\n').findIndex(line => line.includes('<mj-body'));
      writeFileSync(file, source.replace('<mj-body', '<mj-boddy'));
      await page.locator('.mistake').first().waitFor();
      expect(await page.locator('.place-of').first().textContent()).toMatch(
        new RegExp(`edition\\.mjml:${wrong + 1}:\\d+$`),
      );
      expect(await page.locator('.excerpt .wrong').first().textContent()).toContain('<mj-boddy');
      expect(await mailIn(window).locator('h1').first().textContent()).toContain('Paperboy');
      const without = await look(`/preview?${OF_DAY}`, { javaScript: false });
      expect(await without.page.locator('.place-of').first().textContent()).toContain('edition.mjml');
      expect(await barriers(page)).toEqual([]);

      writeFileSync(file, source);
      await page.locator('.mistake').first().waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'can be read and used by everybody',
    async () => {
      const paths = [
        `/preview?${OF_DAY}`,
        `/preview?${OF_DAY}&panel=why&view=headers`,
        `/preview?who=${encodeURIComponent(LONG)}&panel=time&view=outlook&edition=${DAY}&if=yes&topics=llm&max=x&hour=7`,
        '/preview?who=nobody%40example.net&edition=2026-02-30',
      ];
      for (const path of paths) {
        const wide = await look(path, { width: 1280, scheme: 'dark' });
        expect(await barriers(wide.page), `${path}, dark`).toEqual([]);
        // A mail has stops of its own for the keyboard.
        if (path.includes('view=headers')) expect(await keyboardTraps(wide.page)).toEqual([]);
        const phone = await look(path, { width: 390 });
        expect(await barriersOfLooks(phone.page), `${path} on a phone`).toEqual([]);
        for (const width of [320, 999, 1000, 1600]) {
          await phone.page.setViewportSize({ width, height: 800 });
          expect(await overflow(phone.page), `${path} at ${width}`).toEqual([]);
        }
        for (const { complaints, close } of [wide, phone]) {
          expect(complaints).toEqual([]);
          await close();
        }
      }
    },
    PATIENCE_MS,
  );
});
