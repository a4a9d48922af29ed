import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageLinks } from '../../src/audience/mail-links.ts';
import { barriers, barriersOfLooks } from '../support/axe.ts';
import { CHROMIUM, openBrowser, openWindow, type Shown, type Window } from '../support/browser.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import { keyboardTraps, overflow } from '../support/layout.ts';
import { openService, type Service } from '../support/service.ts';
import { plain, templateParts } from '../support/template-parts.ts';
import { mistakes } from '../support/validate-html.ts';

const DAY = '2026-06-02';
const ADMIN_TOKEN = 'a-token-of-the-tests-0123456789abcdef';
/** Bytes of a page with all that belongs to it. */
const MOST_BYTES = 60 * 1024;

/** A page in one of its states. */
interface PageCase {
  name: string;
  open: (window: Window) => Promise<Shown>;
  status?: number;
}

describe.runIf(CHROMIUM)('every page', () => {
  let service: Service;
  let browser: Browser;
  let window: Window;
  let cases: PageCase[];
  /** Everything that was shown, in one piece without superfluous white space. */
  let seen = '';

  beforeAll(async () => {
    service = await openService({
      start: `${DAY}T08:00:00Z`,
      env: { ADMIN_TOKEN, TRUSTED_PROXY: '127.0.0.1' },
    });
    cases = await liveThroughMuch(service);
    browser = await openBrowser();
    window = await openWindow(browser, service.url);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.dispose();
  });

  it('is valid, light, within reach of everybody, at every width and in both schemes', {
    timeout: 600_000,
  }, async () => {
    const wrong: string[] = [];
    await window.open(`${service.url}/`);
    const script = await window.page.getAttribute('script', 'src');
    const scriptBytes = (await (await fetch(service.url + script)).arrayBuffer()).byteLength;
    for (const one of cases) {
      const { status, html } = await one.open(window);
      seen += plain(html);
      const bytes = Buffer.byteLength(html) + scriptBytes;
      const found = [
        ...(status === (one.status ?? 200) ? [] : [`answered ${status}`]),
        ...(bytes > MOST_BYTES ? [`weighs ${bytes} bytes`] : []),
        ...(await mistakes(html)),
        ...(await faultsOfLayout(window)),
        ...window.complaints.splice(0),
      ];
      wrong.push(...found.map(line => `${one.name}: ${line}`));
    }
    expect(wrong).toEqual([]);
    expect(service.broken).toEqual([]);
  });

  it('was looked at in each of its states: there is no part of a template that nobody saw', () => {
    const unseen = [...templateParts()].flatMap(([name, parts]) =>
      parts.filter(part => !seen.includes(part)).map(part => `${name}: ${part}`),
    );
    expect(unseen).toEqual([]);
  });
});

/** What is wrong with the page in the window at each width, in each scheme, and for whoever has a keyboard only. */
async function faultsOfLayout({ page }: Window): Promise<string[]> {
  const looks = [
    { width: 1280, scheme: 'dark', look: barriers },
    { width: 1280, scheme: 'light', look: barriersOfLooks },
    { width: 390, scheme: 'dark', look: barriersOfLooks },
    { width: 390, scheme: 'light', look: barriers },
    { width: 320, scheme: 'light', look: overflow },
    { width: 320, scheme: 'light', look: keyboardTraps },
  ] as const;
  const found: string[] = [];
  for (const { width, scheme, look } of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    found.push(...(await look(page)).map(line => `at ${width}, ${scheme}: ${line}`));
  }
  return found;
}

/** Fills a service with all that pages can show, and says how to come to each of them. */
async function liveThroughMuch(service: Service): Promise<PageCase[]> {
  const { world, url } = service;
  const { store } = world.parts;
  const vera = await world.subscribe('vera@example.org', {
    name: 'Vera',
    topics: ['llm', 'vision'],
    queries: ['"number 2"', 'diffusion OR flow', '"words that no paper holds"'],
    max: 30,
  });
  const paused = await world.subscribe('paused@example.org', {
    topics: ['llm'],
    status: 'paused',
    pausedUntil: '2026-07-01',
    cadence: 'mon,thu',
  });
  const pending = await world.subscribe('pending@example.org', { topics: ['llm'], status: 'pending' });
  const left = await world.subscribe('left@example.org', { topics: ['llm'], status: 'unsubscribed' });
  const stopped = await world.subscribe('stopped@example.org', { topics: ['llm'], status: 'suppressed' });
  const erased = await world.subscribe('erased@example.org', { topics: ['llm'], status: 'unsubscribed' });
  await store.subscribers.update(erased, { email: null });
  await world.ingest(digest(title(1), title(2), `${title(3)} ${'Verylongword'.repeat(12)}`), '2026-06-01');
  await world.send('2026-06-01');
  await world.ingest(capture('capture-2026-06-02.txt'), DAY);
  await service.live(`${DAY}T08:10:00Z`);
  const papers = (await world.carried()).map(line => line.split(' ')[1] ?? '');
  const [first = '', last = ''] = [papers.at(0), papers.at(-1)];
  const links = pageLinks(url, await world.app.tokens());

  const get = (name: string, link: string, status = 200): PageCase => ({
    name,
    status,
    open: window => window.open(link),
  });
  const post = (
    name: string,
    link: string,
    fields: Record<string, string | string[]> = {},
    status = 200,
  ): PageCase => ({ name, status, open: window => window.post(link, fields) });

  return [
    get('home', links.home),
    get('no such page', `${url}/nothing`, 404),
    get('edition', links.edition(DAY)),
    get('no such edition', links.edition('2001-01-01'), 404),
    get('paper', links.paper(first)),
    get('paper of a long title', links.paper(last)),
    get('no such paper', links.paper('nothing'), 404),
    get('preferences', links.preferences(vera, DAY)),
    post('preferences saved', links.preferences(vera), { max: '12', topics: ['', 'llm'], hour: '9' }),
    post('preferences unchanged', links.preferences(vera), { max: '12' }),
    post(
      'preferences with mistakes',
      links.preferences(vera),
      {
        topics: ['', 'llm'],
        queries: 'title:(\n"unclosed',
        excluded: '!!!',
        max: '0',
        cadence: 'days',
        days: '',
        hour: '25',
        timezone: 'Mars/Base',
      },
      422,
    ),
    post('pause with a mistake', links.preferences(vera), { pause: '2001-01-01' }, 422),
    get('preferences in a pause', links.preferences(paused)),
    get('preferences not confirmed', links.preferences(pending)),
    get('preferences after leaving', links.preferences(left)),
    get('preferences of a stopped address', links.preferences(stopped)),
    get('preferences of somebody erased', links.preferences(erased), 410),
    get('damaged link', `${url}/preferences/v1.damaged`, 404),
    get('unsubscribe', links.unsubscribe(vera, DAY)),
    get('unsubscribed before', links.unsubscribe(left, DAY)),
    get('unsubscribe of a stopped address', links.unsubscribe(stopped, DAY)),
    get('tune', links.tune(vera, DAY)(first)),
    get('tune a paper that nothing brings', links.tune(paused, DAY)(last)),
    get('tune without a paper', links.tune(vera, DAY)('nothing'), 404),
    get('no such mail', links.view(pending, DAY), 404),
    // At the end: they end what the others show.
    post('left', links.unsubscribe(vera, DAY)),
  ];
}
