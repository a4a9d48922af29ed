import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../src/dev/free-port.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function take(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

test('a free port stays what it is, a taken one becomes one after it', async () => {
  const free = await freePort(0);
  expect(await freePort(free)).toBe(free);
  await take(free);
  expect(await freePort(free)).toBeGreaterThan(free);
});

test('a port is free again after it was found', async () => {
  const port = await freePort(0);
  expect(await take(port)).toBe(port);
});

test('an address of another machine is a mistake in words', async () => {
  await expect(freePort(0, '192.0.2.1')).rejects.toThrow(/Port 0: cannot listen there/);
});
