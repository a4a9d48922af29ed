import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { listen } from '../../src/web/listen.ts';
import { openSiteWorld } from './site.ts';

const HERE = { host: '127.0.0.1', port: 0 };

describe('listening', () => {
  it('serves a reader over HTTP, from the page to the button', async () => {
    const site = await openSiteWorld();
    const server = await listen(site.web.fetch, HERE);
    try {
      expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
      const link = site.links.unsubscribe.replace('http://localhost:8080', server.url);
      const page = await fetch(link);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
      const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const chunks = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('List-Unsubscribe=One-Click'));
          controller.close();
        },
      });
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const init = {
        method: 'POST',
        headers,
        body: chunks,
        duplex: 'half',
        redirect: 'error',
      } as RequestInit;
      expect((await fetch(server.url + action, init)).status).toBe(200);
      expect((await site.reader()).status).toBe('unsubscribed');
      expect((await fetch(link, { method: 'OPTIONS' })).status).toBe(405);
      const big = await fetch(link, { method: 'POST', body: 'x'.repeat(200_000) });
      expect(big.status).toBe(413);
    } finally {
      await server.close();
      await site.world.dispose();
    }
  });

  it('closes when the requests under way are answered, not before, and not much later', async () => {
    const steps = new EventEmitter();
    const asked = once(steps, 'asked');
    const server = await listen(async () => {
      const finish = once(steps, 'finish');
      steps.emit('asked');
      await finish;
      return new Response('done');
    }, HERE);
    // A connection opened ahead of time, as browsers do.
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const request = fetch(server.url);
    await asked;
    let closed = false;
    const closing = server.close().then(() => {
      closed = true;
    });
    await pause(50);
    expect(closed).toBe(false);
    steps.emit('finish');
    expect(await (await request).text()).toBe('done');
    const start = performance.now();
    await closing;
    expect(performance.now() - start).toBeLessThan(3000);
    await expect(fetch(server.url)).rejects.toThrow();
    idle.destroy();
  });

  it('closes although somebody never sends the rest of their request', async () => {
    const asked = new EventEmitter();
    const reading = once(asked, 'reading');
    const server = await listen(
      async request => {
        asked.emit('reading');
        return new Response(await request.text());
      },
      { ...HERE, patience: 50 },
    );
    const stalled = connect(server.port, '127.0.0.1').on('error', () => {});
    stalled.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nthe first');
    await reading;
    const closed = server.close().then(() => 'closed');
    expect(await Promise.race([closed, pause(10_000, 'still open')])).toBe('closed');
    stalled.destroy();
  });

  it('answers HTTP/1.0, which names no host', async () => {
    const server = await listen(request => new Response(new URL(request.url).pathname), HERE);
    const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
    socket.write('GET /health HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const text of socket) answer += text;
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n\/health$/s);
    await server.close();
  });

  it('says in words that a port is taken', async () => {
    const server = await listen(() => new Response(), HERE);
    const second = listen(() => new Response(), { ...HERE, port: server.port });
    await expect(second).rejects.toThrow(UserError);
    await expect(second).rejects.toThrow(`PORT ${server.port}: cannot listen there (EADDRINUSE)`);
    await server.close();
  });
});
