import { BlockList, isIPv6 } from 'node:net';
import type { MiddlewareHandler } from 'hono';

/** The connection that a request came by; nothing where there is no port in front. */
export interface Connection {
  incoming?: { socket?: { remoteAddress?: string | undefined; localPort?: number | undefined } };
}

/** What tells who asks, as it was sent; undefined is what was not. */
export interface Asked {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  referer: string | undefined;
  /** Header `Sec-Fetch-Site`: what a browser says of the page that asks. */
  fetchSite: string | undefined;
  /** Where the connection comes from, and the port it came to; undefined where there is no connection. */
  remote: string | undefined;
  port: number | undefined;
}

export interface Refusal {
  status: 400 | 403;
  words: string;
}

const OWN_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?$/i;
const HTTP_PORT = 80;
/** A page of the same origin, or a person: an address that was typed, or a bookmark. */
const OWN_SITES = ['same-origin', 'none'];
const READING = ['GET', 'HEAD'];

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Why a request is none of the person at this machine, or null. A page from elsewhere may lead its own name here (DNS
 * rebinding: then `Host` is that name), or make the browser ask for it (then the browser says so).
 */
export function refusalOf(asked: Asked): Refusal | null {
  const { method, host, origin, referer, fetchSite, remote, port } = asked;
  if (remote !== undefined && !isLoopback(remote)) return refused('it comes from another machine');
  if (host === undefined) return { status: 400, words: 'Refused: the request names no host.\n' };
  const named = OWN_HOST.exec(host);
  if (!named) return refused('it is meant for another host: these pages are at localhost and 127.0.0.1');
  if (port !== undefined && Number(named[1] ?? HTTP_PORT) !== port) {
    return refused('it is meant for another port');
  }
  const own = `http://${host.toLowerCase()}`;
  if (origin !== undefined && origin !== own) return refused('it comes from a page of another origin');
  if (fetchSite !== undefined && !OWN_SITES.includes(fetchSite)) {
    return refused('it comes from a page of another origin. Type the address instead');
  }
  const isOurs = origin === own || originOf(referer) === own;
  return READING.includes(method) || isOurs ? null : refused('it does not come from one of these pages');
}

/** Lets nobody in but the person at this machine, and lets no other page embed, open or read what is shown. */
export const guard: MiddlewareHandler<{ Bindings: Connection }> = async (c, next) => {
  const { method, url } = c.req;
  const connection = c.env?.incoming;
  const refusal = refusalOf({
    method,
    host: c.req.header('host') ?? (connection ? undefined : new URL(url).host),
    origin: c.req.header('origin'),
    referer: c.req.header('referer'),
    fetchSite: c.req.header('sec-fetch-site'),
    remote: connection?.socket?.remoteAddress,
    port: connection?.socket?.localPort,
  });
  if (refusal) c.res = c.text(refusal.words, refusal.status);
  else await next();
  const { headers } = c.res;
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  // A browser refuses to open what is both a sandbox and an origin of its own.
  const isSandbox = headers.get('Content-Security-Policy')?.includes('sandbox') === true;
  if (!isSandbox) headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('X-Frame-Options', 'SAMEORIGIN');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'same-origin');
  headers.set('Cache-Control', 'no-store');
};

function refused(why: string): Refusal {
  return { status: 403, words: `Refused: ${why}.\n` };
}

function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function originOf(referer: string | undefined): string | null {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : null;
}
