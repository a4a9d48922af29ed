import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, guard } from '../../src/studio/guard.ts';
import { type Listening, listen } from '../../src/web/listen.ts';
import { ask, askRaw } from '../support/ask.ts';
import { CHROMIUM, openBrowser } from '../support/browser.ts';

const SECRET = 'a mail of somebody';

describe('the guard before a server', () => {
  let server: Listening;
  let posted = 0;
  beforeAll(async () => {
    const app = new Hono<{ Bindings: Connection }>();
    app.use(guard);
    app.get('/', c => c.html(`<!doctype html><title>ours</title><p>${SECRET}</p>`));
    app.get('/sandbox', c => {
      c.header('Content-Security-Policy', 'sandbox');
      return c.html(`<!doctype html><title>sandbox</title><p>${SECRET}</p>`);
    });
    app.get('/picture.svg', c =>
      c.body('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>', 200, {
        'Content-Type': 'image/svg+xml',
      }),
    );
    app.post('/', c => {
      posted++;
      return c.text('done');
    });
    server = await listen((request, env) => app.fetch(request, env), { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  const raw = (head: string) => askRaw(server.url, `${head.replaceAll('\n', '\r\n')}\r\n\r\n`);
  const line = async (head: string) => (await raw(head)).split('\r\n')[0];

  it('answers on every name of its own, with what keeps others out', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const answer = await ask(server.url, { path: '/', headers: { Host: `${host}:${server.port}` } });
      expect([host, answer?.status, answer?.text]).toEqual([host, 200, expect.stringContaining(SECRET)]);
      expect(answer?.headers).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
  });

  it('refuses odd hosts as bytes on the wire, and shows nothing', async () => {
    const own = `127.0.0.1:${server.port}`;
    const heads: [string, RegExp][] = [
      [`GET / HTTP/1.1\nHost: ${own}\nConnection: close`, /^HTTP\/1.1 200/],
      [`GET / HTTP/1.1\nConnection: close`, /^HTTP\/1.1 400/],
      [`GET / HTTP/1.0`, /^HTTP\/1.[01] 400/],
      [`GET / HTTP/1.1\nHost:\nConnection: close`, /^HTTP\/1.1 40[03]/],
      [`GET / HTTP/1.1\nHost: rebound.example:${server.port}\nConnection: close`, /^HTTP\/1.1 403/],
      [`GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close`, /^HTTP\/1.1 403/],
      [`GET / HTTP/1.1\nHost: 127.0.0.1:1\nConnection: close`, /^HTTP\/1.1 403/],
      [`GET / HTTP/1.1\nHost: ${own}\nHost: evil.example\nConnection: close`, /^HTTP\/1.1 40[03]/],
      [`GET / HTTP/1.1\nHost: evil.example\nHost: ${own}\nConnection: close`, /^HTTP\/1.1 40[03]/],
      [`GET / HTTP/1.1\nHost: ${own}/@evil.example\nConnection: close`, /^HTTP\/1.1 40[03]/],
      [`GET / HTTP/1.1\nHost: evil.example#${own}\nConnection: close`, /^HTTP\/1.1 40[03]/],
      [`GET http://evil.example/ HTTP/1.1\nHost: evil.example\nConnection: close`, /^HTTP\/1.1 403/],
      [`POST / HTTP/1.1\nHost: ${own}\nContent-Length: 0\nConnection: close`, /^HTTP\/1.1 403/],
    ];
    for (const [head, expected] of heads) {
      const answer = await raw(head);
      expect([head, answer.split('\r\n')[0]]).toEqual([head, expect.stringMatching(expected)]);
      if (!answer.startsWith('HTTP/1.1 200')) expect(answer).not.toContain(SECRET);
    }
    expect(await line(`HEAD / HTTP/1.1\nHost: evil.example\nConnection: close`)).toMatch(/403/);
    expect(posted).toBe(0);
  });

  it('takes forms of its own pages only', async () => {
    const send = (headers: Record<string, string>) =>
      ask(server.url, { method: 'POST', path: '/', body: '', headers });
    expect((await send({ Origin: 'https://evil.example' }))?.status).toBe(403);
    expect((await send({ Origin: server.url, 'Sec-Fetch-Site': 'cross-site' }))?.status).toBe(403);
    expect(posted).toBe(0);
    expect((await send({ Origin: server.url }))?.status).toBe(200);
    expect((await send({ Referer: `${server.url}/` }))?.status).toBe(200);
    expect(posted).toBe(2);
  });

  it.skipIf(!CHROMIUM)(
    'keeps a page of another origin from reading, embedding, linking and posting',
    async () => {
      const before = posted;
      const other = createServer((_request, response) => {
        response.setHeader('Content-Type', 'text/html');
        response.end(`<!doctype html><title>theirs</title>
        <iframe src="${server.url}/"></iframe><img src="${server.url}/picture.svg">
        <a href="${server.url}/">look</a><form method="post" action="${server.url}/"><button>go</button></form>`);
      });
      await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
      const theirs = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      let browser: Browser | undefined;
      try {
        browser = await openBrowser();
        const page = await browser.newPage();
        // To see that these eyes see: our own page shows its picture, itself, and takes its form.
        await page.goto(`${server.url}/`);
        expect(await page.textContent('p')).toBe(SECRET);
        expect(await page.evaluate("fetch('/', { method: 'POST' }).then(answer => answer.status)")).toBe(200);
        expect(posted).toBe(before + 1);
        await page.goto(`${server.url}/sandbox`);
        expect(await page.textContent('p')).toBe(SECRET);

        const statuses: string[] = [];
        page.on('response', answer => {
          if (answer.url().startsWith(server.url))
            statuses.push(`${answer.status()} ${answer.request().method()}`);
        });
        await page.goto(theirs, { waitUntil: 'load' });
        const ours = page.frames().find(frame => frame !== page.mainFrame());
        expect(await ours?.content()).not.toContain(SECRET);
        expect(await page.evaluate("document.querySelector('img').naturalWidth")).toBe(0);
        const reading =
          "(mode, method) => fetch(OURS, { mode, method }).then(answer => answer.text(), () => 'refused')";
        const tried = (mode: string, method: string) =>
          page.evaluate(
            `(${reading.replace('OURS', JSON.stringify(`${server.url}/`))})('${mode}', '${method}')`,
          );
        expect(await tried('cors', 'GET')).toBe('refused');
        expect(['', 'refused']).toContain(await tried('no-cors', 'GET'));
        expect(['', 'refused']).toContain(await tried('no-cors', 'POST'));
        await Promise.all([page.waitForNavigation(), page.click('button')]);
        expect(await page.content()).toContain('Refused');
        await page.goto(theirs);
        await Promise.all([page.waitForNavigation(), page.click('a')]);
        expect(await page.content()).not.toContain(SECRET);
        expect(new Set(statuses.map(one => one.slice(0, 3)))).toEqual(new Set(['403']));
        expect(posted).toBe(before + 1);
      } finally {
        await browser?.close();
        other.close();
      }
    },
  );
});
