import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Purpose } from '../../src/audience/link-token.ts';
import { openSiteWorld, type SiteWorld } from './site.ts';

const SITE = 'http://localhost:8080';
/** As link scanners, previews and prefetching browsers come along. */
const SCANNERS: Record<string, string>[] = [
  { 'User-Agent': 'curl/8.5.0', Accept: '*/*' },
  { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/124.0', Accept: 'text/html' },
  { 'User-Agent': 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)', Accept: 'image/*' },
  { 'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch' },
  { 'User-Agent': 'Slackbot-LinkExpanding 1.0', Range: 'bytes=0-32768' },
  { 'X-HTTP-Method-Override': 'POST', 'Content-Type': 'application/x-www-form-urlencoded' },
];
const PURPOSES: readonly Purpose[] = ['unsubscribe', 'preferences', 'view', 'tune', 'confirm'];

describe('every page', () => {
  let site: SiteWorld;
  let personal: string[];
  let open: string[];
  beforeAll(async () => {
    site = await openSiteWorld();
    const [paper = ''] = site.papers;
    const { unsubscribe, preferences, view, tune, edition } = site.links;
    const read = tune(paper).replace('/tune/', '/read/');
    personal = [unsubscribe, preferences, view, tune(paper), read];
    open = [
      ...['/', '/health', '/ready', '/robots.txt', '/nothing', '/papers/nothing'].map(path => SITE + path),
      edition,
      site.links.paper(paper),
    ];
  });
  afterAll(() => site.world.dispose());

  it('changes nothing when it is looked at, by people or by scanners', async () => {
    const before = site.fingerprint();
    for (const link of [...personal, ...open]) {
      for (const headers of SCANNERS) {
        for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) {
          const { status } = await site.ask(new Request(link, { method, headers }));
          expect(status, `${method} ${link}`).toBeLessThan(500);
        }
        const query = `${link}${link.includes('?') ? '&' : '?'}topic=llm&return=yes&resume=yes&pause=2026-07-01&max=1&List-Unsubscribe=One-Click`;
        await site.get(query, headers);
      }
    }
    expect(site.fingerprint()).toBe(before);
    // And the fingerprint does tell a change.
    await site.post(site.links.preferences, { max: '3' });
    expect(site.fingerprint()).not.toBe(before);
  });

  it('is the same for HEAD as for GET, without its text', async () => {
    for (const link of [...personal, ...open]) {
      const [get, head] = [await site.get(link), await site.ask(new Request(link, { method: 'HEAD' }))];
      expect(head.status).toBe(get.status);
      expect(head.text).toBe('');
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    }
  });

  it('says what a browser may do with it, and holds nothing from elsewhere', async () => {
    for (const link of [...personal, ...open]) {
      const { headers, text } = await site.get(link);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src [^;]+;/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
      expect(text).not.toMatch(
        /<script(?! src="[^"]*\/page\.js)|javascript:|\son\w+=|<iframe|<img|@import|url\(/i,
      );
    }
  });

  it('has a language, a title, landmarks, one h1, no style that its policy forbids', async () => {
    const pages = [...personal, ...open].filter(link => !/\/(view|health|ready|robots)/.test(link));
    for (const link of pages) {
      const { text } = await site.get(link);
      expect(text).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
      expect(text).toMatch(/<title>[^<]{3,}<\/title>/);
      expect(text.match(/<h1/g)).toHaveLength(1);
      for (const landmark of ['<header', '<main', '<footer']) expect(text).toContain(landmark);
      expect(text).not.toMatch(/ style="/);
      expect(text).not.toMatch(/\{\{|undefined|\[object/);
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('is kept and found by nobody where its path holds a token, even a wrong one', async () => {
    const wrong = PURPOSES.map(purpose => `${SITE}/${purpose}/wrong`);
    for (const link of [...personal, ...wrong]) {
      const { headers, text } = await site.get(link);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      if (!link.includes('/view/v1')) expect(text).toContain('<meta name="robots" content="noindex');
    }
    for (const link of open) expect((await site.get(link)).headers.get('x-robots-tag')).toBeNull();
    const robots = (await site.get(`${SITE}/robots.txt`)).text;
    for (const purpose of PURPOSES) expect(robots).toContain(`Disallow: /${purpose}/\n`);
  });

  it('answers a method it does not know with the ones it does', async () => {
    const put = await site.ask(new Request(site.links.unsubscribe, { method: 'PUT' }));
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(await site.post(site.links.edition)).toMatchObject({ status: 405 });
    expect(await site.post(`${SITE}/nothing`)).toMatchObject({ status: 404 });
  });

  it('takes no more than a form is long, whether its length is told or not', async () => {
    const much = 'x'.repeat(70_000);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(much));
        controller.close();
      },
    });
    for (const body of [much, stream]) {
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
      expect(await site.ask(new Request(site.links.preferences, init))).toMatchObject({ status: 413 });
    }
  });

  it('stands any token: never a 5xx, never a change', async () => {
    const before = site.fingerprint();
    const good = personal.map(link => link.split('/').at(-1)?.split('?')[0] ?? '');
    const piece = fc.oneof(fc.constantFrom(...good), fc.string({ unit: 'binary', maxLength: 30 }));
    const token = fc.oneof(
      piece,
      fc
        .tuple(piece, fc.nat(60), fc.string())
        .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at)),
      fc.constantFrom('%', '%00', '%ff', '..%2f', 'v1....', `v1.AAAA.${'A'.repeat(900)}.${'A'.repeat(22)}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PURPOSES), token, fc.boolean(), async (purpose, text, encoded) => {
        if (good.includes(text)) return;
        const path = encoded
          ? encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))
          : text.replace(/[?#\\]/g, '');
        const link = `${SITE}/${purpose}/${path}`;
        if (!URL.canParse(link) || new URL(link).pathname === '/') return;
        for (const method of ['GET', 'POST']) {
          const { status } = await site.ask(new Request(link, { method }));
          expect(status, `${method} ${link}`).toBeLessThan(500);
        }
      }),
    );
    expect(site.fingerprint()).toBe(before);
  });
});

describe('below a path', () => {
  it('pages answer with and without the path of PUBLIC_URL, and link with it', async () => {
    const site = await openSiteWorld({ env: { PUBLIC_URL: `${SITE}/papers/app/` } });
    try {
      expect(site.links.unsubscribe).toMatch(/^http:\/\/localhost:8080\/papers\/app\/unsubscribe\//);
      const [paper = ''] = site.papers;
      const { unsubscribe, preferences, view, tune, edition } = site.links;
      for (const link of [unsubscribe, preferences, view, tune(paper), edition, site.links.paper(paper)]) {
        const outside = await site.get(link);
        const stripped = await site.get(link.replace('/papers/app', ''));
        expect([outside.status, stripped.status]).toEqual([200, 200]);
        expect(outside.text).toBe(stripped.text);
        expect(outside.headers.get('x-robots-tag')).toBe(stripped.headers.get('x-robots-tag'));
        if (link === view) continue;
        for (const [, path] of outside.text.matchAll(/(?:href|action)="(\/[^"]*)"/g)) {
          expect(path).toMatch(/^\/papers\/app\//);
        }
      }
      expect((await site.get(`${SITE}/papers/app/robots.txt`)).text).toContain(
        'Disallow: /papers/app/view/\n',
      );
      expect(await site.get(`${SITE}/papers/app/health`)).toMatchObject({ status: 200 });
      expect(await site.get(`${SITE}/papers/app`)).toMatchObject({ status: 200 });
    } finally {
      await site.world.dispose();
    }
  });
});

describe.each(['h%C3%BCbsch', 'a%20b', '~lab', '100%'])('below the path /%s', path => {
  it('pages answer', async () => {
    const site = await openSiteWorld({ env: { PUBLIC_URL: `${SITE}/${path}` } });
    try {
      const { unsubscribe, preferences, view } = site.links;
      for (const link of [unsubscribe, preferences, view]) {
        expect(link).toContain(`${SITE}/${path}/`);
        expect(await site.get(link), link).toMatchObject({ status: 200 });
      }
      await site.post(unsubscribe);
      expect((await site.reader()).status).toBe('unsubscribed');
    } finally {
      await site.world.dispose();
    }
  });
});

describe('when the database is gone', () => {
  it('pages say so without details, the log is told without the token, and health is 503', async () => {
    const told: { message: string; method: string; path: string }[] = [];
    const site = await openSiteWorld({
      onError: (error, request) => told.push({ message: String(error), ...request }),
    });
    await site.world.app.close();
    const page = await site.get(site.links.unsubscribe);
    expect(page.status).toBe(500);
    expect(page.text).toContain('Something went wrong on our side');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text.split('</style>')[1]).not.toMatch(/at \w+ \(|error|sqlite|destroyed/i);
    expect(told[0]).toMatchObject({ method: 'GET', path: '/unsubscribe/…' });
    expect(JSON.stringify(told)).not.toContain(site.links.unsubscribe.split('/').at(-1));
    const health = await site.get(`${SITE}/health`);
    expect([health.status, JSON.parse(health.text)]).toEqual([503, { status: 'unavailable' }]);
    await site.world.dispose();
  });

  it('health is ok before', async () => {
    const site = await openSiteWorld();
    const health = await site.get(`${SITE}/health`);
    expect([health.status, JSON.parse(health.text)]).toEqual([200, { status: 'ok' }]);
    await site.world.dispose();
  });
});
