import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Catcher, openCatcher } from '../../../src/dev/catcher.ts';
import { type Listening, listen } from '../../../src/web/listen.ts';
import { barriers, barriersOfLooks } from '../../support/axe.ts';
import { CHROMIUM, type Look, openBrowser, openWindow, type Window } from '../../support/browser.ts';
import { keyboardTraps, overflow } from '../../support/layout.ts';
import { mistakes } from '../../support/validate-html.ts';
import { DAY, openStudioWorld, type StudioWorld, VERA } from '../studio-world.ts';

/** The phone shows what `html` does, the source is as the text. */
const PARTS = ['html', 'text', 'headers', 'checks', 'outlook'];

describe.skipIf(!CHROMIUM)('the mailbox in a browser', () => {
  let catcher: Catcher;
  let world: StudioWorld;
  let server: Listening;
  let browser: Browser;
  /** Stands for the pages of the service, and keeps what it is asked. */
  let pages: Server;
  const asked: string[] = [];
  const windows: Window[] = [];
  beforeAll(async () => {
    catcher = await openCatcher({ hideStarttls: true, now: () => Date.UTC(2026, 5, 2, 9) });
    pages = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += String(chunk);
      });
      request.on('end', () => {
        if (request.url !== '/favicon.ico') asked.push(`${request.method} ${request.url} ${body}`);
        response.end('done');
      });
    });
    await new Promise<void>(resolve => pages.listen(0, '127.0.0.1', resolve));
    const places = { smtp: catcher.url, pages: pagesUrl(), trouble: [] };
    world = await openStudioWorld({ studio: { mailbox: { source: catcher, ...places } } });
    server = await listen(world.studio.fetch, { host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
    const { text } = await world.get(`/preview.eml?who=${VERA}&edition=${DAY}`);
    // As a mail of a service that runs there.
    await arrive(text.replaceAll('http://localhost:8080/unsubscribe', `${pagesUrl()}/unsubscribe`));
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close();
  });
  afterAll(async () => {
    await browser?.close();
    world?.studio.end();
    await server?.close();
    await world?.close();
    await catcher?.close();
    pages?.close();
  });

  const pagesUrl = () => `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  async function arrive(raw: string): Promise<void> {
    const transport = createTransport(catcher.url);
    await transport.sendMail({ raw, envelope: { from: 'bounces@example.org', to: VERA } });
    transport.close();
  }
  async function look(path: string, as: Look = {}): Promise<Window> {
    const window = await openWindow(browser, server.url, { width: 1280, ...as });
    windows.push(window);
    expect((await window.open(server.url + path)).status).toBe(200);
    return window;
  }
  const mailIn = ({ page }: Window) => page.frameLocator('.mailbox iframe');

  it('shows every part, and turns every switch, without a script', async () => {
    const window = await look('/', { javaScript: false });
    const { page, complaints } = window;
    await page.locator('.row').last().click();
    await mailIn(window).locator('h1').first().waitFor();
    const background = () =>
      mailIn(window).locator('body').evaluate('getComputedStyle(document.body).backgroundColor');
    const press = async (name: string) => {
      await page.locator('.mailbox .views').getByText(name, { exact: true }).click();
      await page.locator('.mailbox .views [aria-current]', { hasText: name }).waitFor();
    };
    const light = await background();
    await press('Dark');
    expect(await background()).not.toBe(light);
    await press('Phone');
    expect(await background()).not.toBe(light);
    expect(await page.locator('iframe').evaluate(one => one.clientWidth)).toBeLessThanOrEqual(390);
    await press('No images');
    await press('Outlook');
    await mailIn(window).locator('h1').first().waitFor();
    await page.getByText('What stands under a condition').click();
    expect(await page.locator('.outlook pre').first().textContent()).not.toBe('');
    await press('Headers');
    expect(await page.locator('.headers').textContent()).toContain('RFC 8058');
    await press('Checks');
    expect(await page.locator('.checks .verdict').textContent()).not.toBe('');
    await press('Text');
    expect(await page.locator('pre').textContent()).toContain('Unsubscribe');
    await press('Source');
    expect(await page.locator('pre').textContent()).toContain('Content-Type: multipart/alternative');
    expect(complaints).toEqual([]);
  });

  it('shows a mail that arrives, without being asked, and keeps the one that is open', async () => {
    const window = await look('/mailbox/1?q=%40&part=text');
    const { page, complaints } = window;
    await page.locator('.row').first().waitFor();
    const before = await page.locator('.row').count();
    // The stream of news may not be there yet; what came before it is told at its beginning.
    await arrive('From: a@example.org\r\nTo: b@example.org\r\nSubject: Just arrived\r\n\r\nHere.\r\n');
    await page.locator('.row', { hasText: 'Just arrived' }).waitFor();
    expect(await page.locator('.row').count()).toBe(before + 1);
    expect(await page.locator('pre').textContent()).toContain('Unsubscribe');
    expect(complaints).toEqual([]);
  });

  it('goes on with its list after a page was left and came back, without taking the focus away', async () => {
    const { page } = await look('/mailbox/1');
    // As a browser does that keeps pages as they were left.
    for (const event of ['pagehide', 'pageshow']) {
      await page.evaluate(`dispatchEvent(new PageTransitionEvent('${event}', { persisted: true }))`);
    }
    await page.locator('.row').last().focus();
    await arrive('From: a@example.org\r\nTo: b@example.org\r\nSubject: After all\r\n\r\nHere.\r\n');
    await page.locator('.row', { hasText: 'After all' }).waitFor();
    expect(await page.evaluate("document.activeElement.matches('li:last-child .row')")).toBe(true);
  });

  it('keeps its list up to date beside a mail that is gone', async () => {
    const { page } = await look('/mailbox/1?part=text');
    const gone = catcher.mails.splice(0, 1);
    try {
      await arrive('From: a@example.org\r\nTo: b@example.org\r\nSubject: Later on\r\n\r\nHere.\r\n');
      await page.locator('.row', { hasText: 'Later on' }).waitFor();
      expect(await page.locator('pre').textContent()).toContain('Unsubscribe');
    } finally {
      catcher.mails.unshift(...gone);
    }
  });

  it('does what its buttons and links promise: one click, and windows of their own', async () => {
    const { page } = await look('/mailbox/1');
    const [posted] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByText('Unsubscribe in one click').click(),
    ]);
    await posted.waitForLoadState();
    expect(asked.at(-1)).toMatch(/^POST \/unsubscribe\/\S+ List-Unsubscribe=One-Click$/);
    const link = page.frameLocator('.mailbox iframe').locator(`a[href^="${pagesUrl()}/unsubscribe"]`).first();
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await opened.waitForLoadState();
    expect(asked.at(-1)).toMatch(/^GET \/unsubscribe/);
    expect(page.url()).toBe(`${server.url}/mailbox/1`);
  });

  it('opens the frame of a mail by itself, too', async () => {
    const { page } = await look('/mailbox/1/html');
    expect(await page.locator('h1').first().textContent()).toContain('Paperboy');
  });

  it('can be read and used by everybody', async () => {
    const paths = ['/mailbox', '/mailbox?q=nothing-like-it', ...PARTS.map(part => `/mailbox/1?part=${part}`)];
    const desk = await look('/mailbox');
    for (const path of paths) {
      const { html } = await desk.open(server.url + path);
      expect([path, await mistakes(html)]).toEqual([path, []]);
      expect([path, await barriers(desk.page)]).toEqual([path, []]);
      // A frame would have stops of its own.
      if (path.endsWith('text')) {
        await desk.page.locator('.hand-over details').evaluate(one => one.setAttribute('open', ''));
        expect(await keyboardTraps(desk.page)).toEqual([]);
      }
    }
    const phone = await look('/mailbox', { width: 320, scheme: 'dark' });
    for (const path of paths) {
      await phone.open(server.url + path);
      expect([path, await overflow(phone.page)]).toEqual([path, []]);
      expect([path, await barriersOfLooks(phone.page)]).toEqual([path, []]);
    }
  });
});
