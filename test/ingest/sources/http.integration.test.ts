import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { MAX_BYTES } from '../../../src/ingest/decode.ts';
import { shownSource } from '../../../src/ingest/sources/address.ts';
import { type Asking, fetchSource as ask } from '../../../src/ingest/sources/http.ts';
import { openSources } from '../../../src/ingest/sources/open-sources.ts';
import { plainSource } from '../../../src/model/source.ts';

const ASKING: Asking = { now: () => 0, memory: null };
const fetchSource = (address: string, options: Partial<Asking> = {}) =>
  ask(plainSource(address, shownSource(address)), address, { ...ASKING, ...options });
const onOwnNetwork = (address: string) =>
  ask({ ...plainSource(address, 'own'), private: true }, address, ASKING);

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that answers with `answer`; returns its address and what it was asked. */
async function serve(answer: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    return answer(request, response);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, port, url: `http://127.0.0.1:${port}` };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('the answer of a server is a snapshot', async () => {
  const { url, asked } = await serve((_, response) => response.end('Daily Papers'));
  const file = await fetchSource(`${url}/2026-06-02.txt`);
  expect(file).toMatchObject({ name: `${url}/2026-06-02.txt`, mtime: null, problem: null });
  expect(text(file.bytes)).toBe('Daily Papers');
  expect(asked[0]?.headers['user-agent']).toMatch(/^Paperboy\/\d+\.\d+\.\d+/);
});

test('openSources asks an address too', async () => {
  const { url } = await serve((_, response) => response.end('Daily Papers'));
  for await (const file of openSources(url, { ...ASKING, stdin: process.stdin })) {
    expect(text(file.bytes)).toBe('Daily Papers');
  }
});

test('a packed answer is unpacked', async () => {
  const { url } = await serve((_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync('Daily Papers')),
  );
  expect(text((await fetchSource(url)).bytes)).toBe('Daily Papers');
});

test('name and password are sent, and never shown', async () => {
  const { port, asked } = await serve((_, response) => response.end('x'));
  const file = await fetchSource(`http://me:se%40cret@127.0.0.1:${port}/papers`);
  expect(file.name).toBe(`http://127.0.0.1:${port}/papers`);
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:se@cret').toString('base64')}`);
  expect(shownSource('https://me:a@b@host/{date}?q=x@y')).toBe('https://host/{date}?q=x@y');
  expect(shownSource('/folder/a@b')).toBe('/folder/a@b');
  expect(shownSource('https://host/v1?keyword=k&api_key=s3cret&accessToken=t&author=a#x')).toBe(
    'https://host/v1?keyword=k&api_key=…&accessToken=…&author=a#x',
  );
});

test('a password does not follow to another server', async () => {
  const other = await serve((_, response) => response.end('there'));
  const first = await serve((_, response) => response.writeHead(302, { location: other.url }).end());
  const file = await onOwnNetwork(`http://me:secret@127.0.0.1:${first.port}/`);
  expect(text(file.bytes)).toBe('there');
  expect(first.asked[0]?.headers.authorization).toBeDefined();
  expect(other.asked[0]?.headers.authorization).toBeUndefined();
});

test('five redirects are followed, a sixth is not', async () => {
  const { url } = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('found');
    else response.writeHead(301, { location: `/${left - 1}` }).end();
  });
  expect(text((await fetchSource(`${url}/5`)).bytes)).toBe('found');
  expect(await fetchSource(`${url}/6`)).toMatchObject({ problem: 'sends on more than 5 times' });
});

test('a redirect that leads out of the web is not followed', async () => {
  const { url } = await serve((_, response) =>
    response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  );
  expect(await fetchSource(url)).toMatchObject({ problem: 'sends on to file: which is not http or https' });
  const nowhere = await serve((_, response) => response.writeHead(302).end());
  expect(await fetchSource(nowhere.url)).toMatchObject({
    problem: 'answered 302 but does not say where to go',
  });
});

test.each([
  [401, /^answered 401 Unauthorized: it does not let us in\. .*name:password@host/],
  [404, /^answered 404 Not Found: nothing is there/],
  [429, /^answered 429 Too Many Requests: the server cannot answer now/],
  [503, /^answered 503 Service Unavailable: the server cannot answer now/],
  [418, /^answered 418 .*: expected a snapshot/],
])('%i is explained', async (status, problem) => {
  const { url } = await serve((_, response) => response.writeHead(status).end('page'));
  const file = await fetchSource(url);
  expect(file.problem).toMatch(problem);
  expect(file.bytes).toHaveLength(0);
});

test('what breaks on the way is explained', async () => {
  const { url } = await serve(request => request.socket.destroy());
  expect(await fetchSource(url)).toMatchObject({ problem: 'the server hung up' });
  const half = await serve((request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => request.socket.destroy());
  });
  expect((await fetchSource(half.url)).problem).toMatch(/hung up/);
  const gone = await serve((_, response) => response.end());
  await new Promise(resolve => servers.pop()?.close(resolve));
  expect((await fetchSource(gone.url)).problem).toMatch(/^nobody listens there/);
  expect((await fetchSource('http://paperboy.invalid/')).problem).toMatch(/host/);
});

test('a server that is too slow is given up, in the middle of an answer too', async () => {
  const silent = await serve(() => {});
  expect(await fetchSource(silent.url, { timeout: 100 })).toMatchObject({
    problem: 'no complete answer within 0.1 seconds',
  });
  const slow = await serve((_, response) => void response.writeHead(200).write('half'));
  expect(await fetchSource(slow.url, { timeout: 100 })).toMatchObject({
    problem: 'no complete answer within 0.1 seconds',
  });
});

test('asking is broken off on demand', async () => {
  const stop = new AbortController();
  const { url } = await serve(() => stop.abort());
  expect((await fetchSource(url, { signal: stop.signal })).problem).toMatch(/^broken off/);
});

test('no more than one byte beyond the bound is read', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let pieces = 0;
  const { url } = await serve((request, response) => {
    const more = () => {
      while (!request.destroyed && pieces < 1000 && response.write(piece)) pieces++;
    };
    response.on('drain', more);
    more();
  });
  const file = await fetchSource(url);
  expect(file.bytes).toHaveLength(MAX_BYTES + 1);
  expect(pieces).toBeLessThan(100);
});
