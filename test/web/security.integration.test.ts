import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/web/listen.ts';
import { type OperatorWorld, openOperatorWorld } from './admin/operator.ts';

const TOOK_TOO_LONG = 408;

describe('the pages at a port', () => {
  let site: OperatorWorld;
  let server: Listening;
  beforeAll(async () => {
    site = await openOperatorWorld({ PUBLIC_URL: 'http://localhost:8080/daily' });
    server = await listen(site.web.fetch, { host: '127.0.0.1', port: 0, longestRequest: 1_000 });
  });
  afterAll(async () => {
    await server.close();
    await site.world.dispose();
  });

  /** What a server says to these very bytes: its whole answer, until it or we hang up. */
  async function say(bytes: string | Buffer): Promise<string> {
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(bytes);
    const closed = once(socket, 'close');
    await Promise.race([closed, pause(5_000, undefined, { ref: false })]);
    socket.destroy();
    return answer;
  }

  const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  const request = (path: string, { method = 'GET', host = 'localhost', more = '' } = {}) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;

  it('answer any path without a 5xx, and lead nowhere else', async () => {
    const token = site.links.preferences.split('/').at(-1);
    const paths = [
      '//evil.example',
      '//evil.example/%2e%2e',
      '/\\evil.example',
      '/daily//evil.example/',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/page.js/../../package.json',
      '/%00',
      '/daily/papers/%00',
      '/daily/editions/2026-06-01%00',
      '/daily/topics/%ff%fe',
      '/daily/topics/__proto__',
      '/daily/topics/constructor',
      '/daily/admin/editions/__proto__',
      '/daily/admin/%2e%2e/%2e%2e/x',
      '/daily/editions?q=%00&q=%ff&page=-1',
      '/%',
      '/%zz',
      '/daily/preferences/%0d%0aSet-Cookie:%20evil=1',
      `/daily/preferences/${token}%0d%0aX-Evil:1`,
      `/daily/preferences/${token}/../../x`,
      `/${'a'.repeat(8_000)}`,
      `/daily/tune/${'a/'.repeat(2_000)}`,
      `/?${'x=1&'.repeat(2_000)}`,
      '*',
      'evil',
      'http://evil.example/daily/',
      'http://evil.example:99999/',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
        const answer = await say(request(path, { method, more: 'Content-Length: 0\r\n' }));
        const status = statusOf(answer);
        const [head = ''] = answer.split('\r\n\r\n');
        expect(status >= 200 && status < 500, `${method} ${path}: ${status}`).toBe(true);
        expect(head).not.toMatch(/^(x-evil|set-cookie)/im);
        const [, location] = /^location: (.*)$/im.exec(head) ?? [];
        if (location) expect(location).toMatch(/^\/(?![/\\])/);
      }
    }
  });

  it('believe nothing that is said of their name', async () => {
    const hosts = [
      'evil.example',
      'evil.example:8080',
      'localhost@evil.example',
      '[::1]',
      '127.1',
      'a b',
      '',
      '<script>',
      `${'a'.repeat(3000)}`,
    ];
    for (const host of hosts) {
      const more =
        'X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nForwarded: host=evil.example\r\nX-Original-URL: /admin\r\nX-Rewrite-URL: /admin\r\n';
      for (const path of [
        '/daily/',
        '/daily/admin',
        '/daily/subscribe',
        '/daily/feed.atom',
        '/daily/feed.json',
        '/daily/editions/2026-06-01',
      ]) {
        const answer = await say(request(path, { host, more }));
        expect(statusOf(answer), `${host} ${path}`).toBeLessThan(500);
        expect(answer).not.toContain('evil.example');
      }
    }
  });

  it('know a few methods, and let no header change them', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'EVIL', 'get']) {
      const answer = await say(request('/daily/', { method, more: 'Content-Length: 0\r\n' }));
      expect(statusOf(answer) < 500, `${method}: ${answer.slice(0, 60)}`).toBe(true);
      expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    }
    const before = site.fingerprint();
    const path = new URL(site.links.unsubscribe).pathname;
    const more = 'X-HTTP-Method-Override: POST\r\nX-Method-Override: POST\r\nX-HTTP-Method: POST\r\n';
    expect(statusOf(await say(request(`${path}?_method=POST`, { more })))).toBe(200);
    expect(site.fingerprint()).toBe(before);
  });

  it('take no request that two servers could read in two ways', async () => {
    const path = new URL(site.links.unsubscribe).pathname;
    const smuggled = [
      'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
      'Content-Length: 5\r\nContent-Length: 6\r\n',
      'Transfer-Encoding: chunked, identity\r\n',
      'Content-Length: -1\r\n',
      'X-Evil: a\r\n\tfolded\r\n\0: x\r\n',
      `X-Long: ${'x'.repeat(20_000)}\r\n`,
    ];
    for (const more of smuggled) {
      const answer = await say(`${request(path, { method: 'POST', more })}0\r\n\r\n`);
      expect([400, 413, 431], more).toContain(statusOf(answer));
    }
    expect((await site.reader()).status).toBe('active');
  });

  it('wait for no client that takes its time, and answer the others meanwhile', async () => {
    const path = new URL(site.links.unsubscribe).pathname;
    const slow = [
      'GET /daily/ HT',
      `GET /daily/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: `,
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nList-`,
    ].map(say);
    const start = performance.now();
    expect((await fetch(`${server.url}/daily/health`)).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect([TOOK_TOO_LONG, 400]).toContain(statusOf(answer));
    expect(performance.now() - start).toBeLessThan(4_500);
    expect((await site.reader()).status).toBe('active');
  });

  it('say on every answer what a browser may do with it, whatever the answer is', async () => {
    const personal = new URL(site.links.preferences).pathname;
    const answers = [
      request('/daily/'),
      request('/nothing'),
      request('/daily/', { method: 'PUT' }),
      request('/daily/admin'),
      request('/daily/page.js'),
      request('/daily/feed.atom'),
      request(personal),
      request(`${personal}x`),
      request('/daily/subscribe', { method: 'POST', more: 'Content-Length: 70000\r\n' }),
      request('/daily/subscribe', {
        method: 'POST',
        more: 'Content-Length: 3\r\nContent-Type: multipart/form-data\r\n',
      }).concat('abc'),
    ];
    for (const bytes of answers) {
      const [head = ''] = (await say(bytes)).split('\r\n\r\n');
      const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
      const policy = header('content-security-policy');
      expect(policy, bytes).toMatch(/default-src 'none'/);
      expect(policy).toMatch(/script-src 'self'/);
      expect(policy).toMatch(/frame-ancestors 'none'/);
      expect(policy).toMatch(/form-action 'self'/);
      expect(policy).not.toContain('unsafe');
      expect(header('x-content-type-options')).toBe('nosniff');
      expect(header('x-frame-options')).toBe('DENY');
      expect(header('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
      expect(header('x-powered-by')).toBe('');
      expect(header('strict-transport-security')).toBe('');
      expect(header('access-control-allow-origin')).toBe('');
    }
  });
});

describe('what is told of a page that broke', () => {
  it('holds no token and no address, whatever was asked', async () => {
    const site = await openOperatorWorld();
    const told: string[] = [];
    const { openWeb } = await import('../../src/web/open-web.ts');
    const web = await openWeb(site.world.app, {
      onError: (error, asked) =>
        told.push(`${error instanceof Error ? error.stack : error} ${JSON.stringify(asked)}`),
      onOperator: did => told.push(did),
    });
    const { unsubscribe, preferences, view, tune } = site.links;
    const links = [unsubscribe, preferences, view, tune(site.papers[0] ?? '')];
    await site.world.app.close();
    const secret = 'somebody.secret@example.org';
    const bodies = [{ email: secret, search: secret, password: secret, topics: 'llm' }];
    for (const link of [...links, 'http://localhost:8080/subscribe', 'http://localhost:8080/admin/login']) {
      for (const body of bodies) {
        await web.fetch(new Request(link, { method: 'POST', body: new URLSearchParams(body) }));
        await web.fetch(new Request(link));
      }
    }
    expect(told.length).toBeGreaterThan(4);
    for (const words of told) {
      expect(words).not.toContain('somebody');
      expect(words).not.toMatch(/v1\.[\w-]{4}\./);
    }
    await site.world.dispose();
  });
});
