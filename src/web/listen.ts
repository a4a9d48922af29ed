import { once } from 'node:events';
import { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { UserError } from '../errors.ts';
import type { WebApp } from './web-app.ts';

/** Whoever has not sent the rest of their request, or read their answer, after so long is not waited for. */
const PATIENCE_MS = 10_000;

/** Nobody takes longer to ask: a form is a few kilobytes. */
const LONGEST_REQUEST_MS = 30_000;

/** Pages at a port. */
export interface Listening {
  url: string;
  port: number;
  /** Takes no more requests, and ends when those under way are answered, or have had ten seconds. */
  close: () => Promise<void>;
}

/**
 * Serves pages over HTTP; port 0 is any free one. Throws a UserError when the port cannot be had. `patience` is
 * how many milliseconds closing waits for requests under way, `longestRequest` how many a client may take to send one.
 */
export async function listen(
  fetch: WebApp['fetch'],
  {
    host,
    port,
    patience = PATIENCE_MS,
    longestRequest = LONGEST_REQUEST_MS,
  }: { host: string; port: number; patience?: number; longestRequest?: number },
): Promise<Listening> {
  // HTTP/1.0 has no Host, and some load balancers ask for /health in it.
  const server = createAdaptorServer({
    fetch,
    hostname: 'localhost',
    overrideGlobalObjects: false,
    serverOptions: {
      // Whoever sends a byte now and then would hold a connection for minutes.
      requestTimeout: longestRequest,
      headersTimeout: longestRequest,
      connectionsCheckingInterval: longestRequest / 5,
    },
  });
  if (!(server instanceof Server)) throw new Error('an HTTP server was expected');
  let closing: Promise<unknown> | null = null;
  let underWay = 0;
  // Browsers keep connections, and open some ahead of time: these would keep the server open for long.
  const hangUp = () => {
    if (closing && underWay === 0) server.closeAllConnections();
  };
  server.on('request', (_request, response) => {
    underWay++;
    response.once('close', () => {
      underWay--;
      setImmediate(hangUp);
    });
  });
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `HOST ${host}, PORT ${port}: cannot listen there (${error.code}). Choose another one, or stop what runs there.`,
      1,
    );
  });
  const address = server.address();
  const chosen = address !== null && typeof address === 'object' ? address.port : port;
  return {
    url: `http://${nameOf(host)}:${chosen}`,
    port: chosen,
    close: async () => {
      closing ??= once(server.close(), 'close');
      hangUp();
      // Node gives up its own limits once a server closes: a client that stalls would keep it for ever.
      const limit = setTimeout(() => server.closeAllConnections(), patience);
      await closing.finally(() => clearTimeout(limit));
    },
  };
}

/** A host as it stands in an address; whoever listens everywhere is reached here, too. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
