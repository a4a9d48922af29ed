import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProxies } from '../../../src/config/proxies.ts';
import { shownSource } from '../../../src/ingest/sources/address.ts';
import { type Asking, fetchSource } from '../../../src/ingest/sources/http.ts';
import { PLAIN_NETWORK } from '../../../src/ingest/sources/network.ts';
import { plainSource } from '../../../src/model/source.ts';
import { readSource } from '../../../src/schedule/read-source.ts';
import { digest } from '../../support/digest.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY = '2026-06-02';
const MIB = 1024 * 1024;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const servers: Server[] = [];
async function serve(answer: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.on('error', () => {});
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, asked, port: (server.address() as AddressInfo).port };
}

/** 512 MiB of nothing in half a megabyte: packed pieces, one after the other. */
const BOMB = Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(8 * MIB))));

const WEEKEND = readFileSync(
  new URL('../../fixtures/sources/arxiv-rss-weekend-empty-2026-08-01.xml', import.meta.url),
);

const routes: Record<string, RequestListener> = {
  '/good': (request, response) => {
    response.setHeader('etag', 'W/"one"');
    if (request.headers['if-none-match'] === 'W/"one"') response.writeHead(304).end();
    else response.end(digest('A Good Paper'));
  },
  '/weekend': (request, response) => {
    response.setHeader('etag', '"saturday"');
    if (request.headers['if-none-match'] === '"saturday"') response.writeHead(304).end();
    else response.end(WEEKEND);
  },
  '/moved': (_, response) => response.writeHead(301, { location: '/good' }).end(),
  '/busy': (_, response) => response.writeHead(429, { 'retry-after': '7200' }).end('slow down'),
  '/500': (_, response) => response.writeHead(500).end('<h1>Oops</h1>'),
  '/short': (request, response) => {
    response.writeHead(200, { 'content-length': '100000' }).write(digest('Half a Paper'));
    setImmediate(() => request.socket.end());
  },
  '/cut': (request, response) => {
    response.writeHead(200).write(digest('Half a Paper'));
    setImmediate(() => request.socket.destroy());
  },
  '/gzip-cut': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(digest('Half')).subarray(0, -12)),
  '/gzip-broken': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(1000, 7)),
  '/zstd': (_, response) => response.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
  '/bomb': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/metadata': (_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: `http://localhost:${inside.port}/` }).end(),
  '/header': (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(64 * 1024) }).end('x'),
  '/hang-up': request => request.socket.destroy(),
  '/nonsense': request => request.socket.end('220 mail.example.org ESMTP\r\n'),
  '/empty': (_, response) => response.end(),
  '/latin1': (_, response) =>
    response.setHeader('content-type', 'text/plain; charset="ISO-8859-1"').end(Buffer.from('Käse', 'latin1')),
  '/loris': (request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 20);
    request.socket.on('close', () => clearInterval(timer));
  },
  '/silent': () => {},
};

let world: World;
let hostile: Awaited<ReturnType<typeof serve>>;
let inside: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  world = await openWorld(Date.parse('2026-06-02T08:00:00Z'));
  inside = await serve((_, response) => response.end('a secret'));
  hostile = await serve((request, response) => routes[request.url ?? '']?.(request, response));
});
afterAll(async () => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await world.dispose();
});

const read = (path: string) =>
  readSource(world.parts, plainSource(`http://127.0.0.1:${hostile.port}${path}`, path), { day: DAY });
const fetch = (address: string, asking: Partial<Asking> = {}, isPrivate = false) =>
  fetchSource({ ...plainSource(address, shownSource(address)), private: isPrivate }, address, {
    now: () => 0,
    memory: null,
    ...asking,
  });
const timesAsked = (path: string) => hostile.asked.filter(({ url }) => url === path).length;

test.each([
  ['/busy', /^answered 429 Too Many Requests/],
  ['/500', /^answered 500 Internal Server Error/],
  ['/short', /^the server hung up|^the answer is shorter/],
  ['/cut', /^the server hung up/],
  ['/gzip-cut', /^the answer ends in the middle/],
  ['/gzip-broken', /^the answer cannot be unpacked: it is damaged/],
  ['/zstd', /^the answer is packed as "zstd", which was not asked for/],
  ['/loop', /^sends on more than 5 times/],
  [
    '/metadata',
    /^it sends on to where sources may not lead: 169\.254\.169\.254 is an address at which networks keep secrets/,
  ],
  ['/inside', /^it sends on to where sources may not lead: localhost/],
  ['/header', /^the server says more before its answer than any server needs/],
  ['/hang-up', /^the server hung up/],
  ['/nonsense', /^what the server says is no HTTP/],
  ['/empty', /the snapshot is empty/],
])('%s is refused in words', async (path, problem) => {
  const { status, problem: told } = await read(path);
  expect({ status, told }).toEqual({ status: 'refused', told: expect.stringMatching(problem) });
});

test('servers on this machine are not asked on the word of another', () => {
  expect(inside.asked).toHaveLength(0);
});

test('others are read as ever, and asked for news alone once they are stored', async () => {
  expect(await read('/good')).toMatchObject({ status: 'ingested', newPapers: 1, problem: null });
  const [first] = hostile.asked.filter(({ url }) => url === '/good');
  expect(first?.headers['user-agent']).toMatch(/^Paperboy\/\d/);
  expect(first?.headers['if-none-match']).toBeUndefined();
  expect(await read('/good')).toMatchObject({ status: 'unchanged' });
  const again = hostile.asked.filter(({ url }) => url === '/good').at(-1);
  expect(again?.headers['if-none-match']).toBe('W/"one"');
  // What was said of one address is not said to another.
  await read('/moved');
  await read('/moved');
  expect(hostile.asked.at(-2)?.headers['if-none-match']).toBeUndefined();
  expect(hostile.asked.at(-1)).toMatchObject({ url: '/good' });
  expect(hostile.asked.at(-1)?.headers['if-none-match']).toBe('W/"one"');
});

test('what is still empty in good order is quiet, though the server sends nothing', async () => {
  expect(await read('/weekend')).toMatchObject({ status: 'quiet', problem: null });
  expect(await read('/weekend')).toMatchObject({ status: 'quiet', problem: null });
  expect(hostile.asked.at(-1)?.headers['if-none-match']).toBe('"saturday"');
});

test('what was read but not stored is asked for anew', async () => {
  const { sources: memory } = world.parts.store;
  const url = `http://127.0.0.1:${hostile.port}/good`;
  const source = plainSource(url, 'crashed');
  const asking = { now: () => 0, memory };
  expect(await fetchSource(source, url, asking)).toMatchObject({ unmodified: false, problem: null });
  const second = await fetchSource(source, url, asking);
  expect(second.unmodified).toBe(false);
  await second.kept();
  expect(await fetchSource(source, url, asking)).toMatchObject({ unmodified: true, problem: null });
});

test('who says Retry-After is left alone until then, except by hand', async () => {
  const asked = timesAsked('/busy');
  const told = 'answered 429 Too Many Requests: the server cannot answer now. Try again later';
  expect((await read('/busy')).problem).toBe(`${told}; not asked again before 2026-06-02 10:00 UTC`);
  world.at('2026-06-02T09:59:00Z');
  expect((await read('/busy')).problem).toBe(`${told}; not asked again before 2026-06-02 10:00 UTC`);
  expect(timesAsked('/busy')).toBe(asked);
  const url = `http://127.0.0.1:${hostile.port}/busy`;
  const byHand = { memory: world.parts.store.sources, now: world.app.clock.now, byHand: true };
  expect(await fetchSource(plainSource(url, '/busy'), url, byHand)).toMatchObject({
    retryAt: Date.parse('2026-06-02T11:59:00Z'),
  });
  world.at('2026-06-02T12:00:00Z');
  await read('/busy');
  expect(timesAsked('/busy')).toBe(asked + 2);
});

test('who gives nothing is asked ever more rarely, and at once when it is back', async () => {
  const start = Date.parse('2026-06-03T00:00:00Z');
  const before = timesAsked('/500');
  for (let minute = 0; minute < 240; minute++) {
    world.at(new Date(start + minute * 60_000).toISOString());
    await fetchSource(plainSource('/500', '/500'), `http://127.0.0.1:${hostile.port}/500`, {
      memory: world.parts.store.sources,
      now: world.app.clock.now,
    });
  }
  expect(timesAsked('/500') - before).toBeLessThanOrEqual(8);
  expect(await world.parts.store.sources.get('/500')).toMatchObject({ failures: expect.any(Number) });
  await world.parts.store.sources.answered('/500');
  expect(await world.parts.store.sources.get('/500')).toMatchObject({ failures: 0, notBefore: 0 });
});

test('a bomb is unpacked no further than a snapshot may be', async () => {
  const memory = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = memory();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memory() - before);
  }, 5);
  const outcome = await read('/bomb');
  clearInterval(watch);
  expect(outcome.problem).toMatch(/larger than 32 MiB/);
  expect(most).toBeLessThan(200 * MIB);
});

test('who takes their time is given up', async () => {
  const started = performance.now();
  for (const path of ['/loris', '/silent']) {
    const url = `http://127.0.0.1:${hostile.port}${path}`;
    expect((await fetch(url, { timeout: 300 })).problem).toBe('no complete answer within 0.3 seconds');
  }
  expect(performance.now() - started).toBeLessThan(5000);
});

test('the encoding that a server names is handed on', async () => {
  expect(await fetch(`http://127.0.0.1:${hostile.port}/latin1`)).toMatchObject({ charset: 'iso-8859-1' });
  expect(await fetch(`http://127.0.0.1:${hostile.port}/good`)).toMatchObject({ charset: null });
});

test('the address that was looked at is the one that is asked', async () => {
  const answers = ['127.0.0.1', '127.0.0.1'];
  const resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
  const network = { ...PLAIN_NETWORK, resolve };
  const url = `http://papers.example.org:${hostile.port}/good`;
  expect((await fetch(url, { network })).problem).toMatch(
    /^papers\.example\.org \(127\.0\.0\.1\) is on a private network\. .*private: true$/,
  );
  const before = hostile.asked.length;
  expect(text((await fetch(url, { network }, true)).bytes)).toMatch(/A Good Paper/);
  expect(hostile.asked.slice(before)).toHaveLength(1);
  expect(hostile.asked.at(-1)?.headers.host).toBe(`papers.example.org:${hostile.port}`);
  const both = async () => [
    { address: '10.255.255.1', family: 4 },
    { address: 'fe80::1', family: 6 },
  ];
  expect((await fetch(url, { network: { ...network, resolve: both } })).problem).toMatch(/private network/);
});

test('a proxy is asked in the name of the host, and no proxy reaches what is hidden', async () => {
  const proxy = await serve((request, response) => {
    if (request.url?.endsWith('/moved')) response.writeHead(302, { location: 'http://10.1.2.3/' }).end();
    else response.end(digest('A Paper behind a Proxy'));
  });
  const tunnels: (string | undefined)[] = [];
  proxy.server.on('connect', (request, socket) => {
    tunnels.push(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const address = `http://me:se%40cret@127.0.0.1:${proxy.port}`;
  const unknown = async () => {
    throw new Error('the proxy looks up names');
  };
  const proxies = readProxies({ HTTP_PROXY: address, HTTPS_PROXY: address });
  const network = { ...PLAIN_NETWORK, resolve: unknown, proxies };
  expect(text((await fetch('http://papers.example.org/a', { network })).bytes)).toMatch(/behind a Proxy/);
  expect(proxy.asked[0]).toMatchObject({
    url: 'http://papers.example.org/a',
    headers: { host: 'papers.example.org', 'proxy-authorization': `Basic ${btoa('me:se@cret')}` },
  });
  expect((await fetch('http://papers.example.org/moved', { network })).problem).toMatch(
    /sends on to .*10\.1\.2\.3/,
  );
  const tunnelled = await fetch('https://papers.example.org/a', { network });
  expect(tunnels).toEqual(['papers.example.org:443']);
  expect(tunnelled.problem).toMatch(/403/);
  expect(tunnelled.problem).not.toMatch(/secret|se%40cret/);
  expect(proxy.asked).toHaveLength(2);
});
