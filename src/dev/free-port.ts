import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from '../errors.ts';

/** So many ports are tried, the first one included. */
const TRIES = 20;

/**
 * `port` of this machine, or the next one that nobody listens on; for 0 any such one. Throws a UserError when all of
 * those are taken, or this one is not for us.
 */
export async function freePort(port: number, host = '127.0.0.1'): Promise<number> {
  for (let tried = port; tried < port + TRIES && tried <= 65_535; tried++) {
    const server = createServer().listen(tried, host);
    try {
      await once(server, 'listening');
      const address = server.address();
      await once(server.close(), 'close');
      return address !== null && typeof address === 'object' ? address.port : tried;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE') throw new UserError(`Port ${tried}: cannot listen there (${code}).`, 1);
    }
  }
  throw new UserError(`Port ${port} and those after it are taken: name another one.`, 1);
}
