import type { LookupAddress, LookupOptions } from 'node:dns';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { basic, withoutPassword } from './address.ts';
import { addressKind } from './address-kind.ts';
import type { Network } from './network.ts';
import { proxyOf } from './proxies.ts';
import { isLocalName, literalOf, type Reach, whyOutOfReach } from './reach.ts';

/** What one server answered to one question. */
export interface Answer {
  status: number;
  /** The first header of this name, in small letters; null when there is none. */
  header: (name: string) => string | null;
  body: Readable;
  /** Ends the connection, read or not. */
  close: () => Promise<void>;
}

/** A connection that is not made, and why in words. */
export class OutOfReachError extends Error {}

/** One question. */
export interface Question {
  url: URL;
  headers: Record<string, string>;
  reach: Reach;
  network: Network;
  signal: AbortSignal;
}

const CONNECT_MS = 10_000;
/** How long a server may be silent, before its answer and within it. */
const SILENCE_MS = 30_000;
const MOST_HEADER_BYTES = 16 * 1024;

/**
 * Asks for `url` over a connection of its own, following nothing. The addresses of its host are looked at before anything is
 * connected, and exactly those that passed are connected to: its DNS cannot answer otherwise the second time. Behind a proxy,
 * names are the proxy's to look up. Throws an OutOfReachError, or what undici throws.
 */
export async function ask({ url, headers, reach, network, signal }: Question): Promise<Answer> {
  const literal = literalOf(url);
  const proxy = proxyOf(url, network.proxies);
  const refused = literal === null ? null : whyOutOfReach(literal, url, reach);
  if (refused !== null) throw new OutOfReachError(refused);
  if (proxy !== null && literal === null && isLocalName(url))
    throw new OutOfReachError('it sends on to this machine');
  const { request } = await import('undici');
  // What is on this machine, or on its network, is the operator's own.
  const isPublic = literal === null ? !isLocalName(url) : addressKind(literal) === 'public';
  if (isPublic) await network.pace?.turn(url.hostname, signal);
  const dispatcher = proxy === null ? await direct(url, reach, network) : await through(proxy, url);
  try {
    const answer = await request(url, { dispatcher, headers, signal, method: 'GET' });
    return {
      status: answer.statusCode,
      header: name => [answer.headers[name]].flat()[0] ?? null,
      body: answer.body,
      close: () => dispatcher.destroy(),
    };
  } catch (error) {
    await dispatcher.destroy();
    throw error;
  }
}

const TIMES = { headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS, maxHeaderSize: MOST_HEADER_BYTES };

async function direct(url: URL, reach: Reach, { resolve }: Network): Promise<Dispatcher> {
  const { Agent } = await import('undici');
  type Found = (error: Error | null, found: string | LookupAddress[], family?: number) => void;
  const lookup = (host: string, { all }: LookupOptions, found: Found) => {
    reachable(host, url, reach, resolve).then(
      addresses => {
        const [first = { address: '', family: 4 }] = addresses;
        if (all) found(null, addresses);
        else found(null, first.address, first.family);
      },
      (error: Error) => found(error, []),
    );
  };
  return new Agent({ ...TIMES, connect: { timeout: CONNECT_MS, lookup } });
}

/** The addresses of a host that may be connected to; throws when there is none. */
async function reachable(
  host: string,
  url: URL,
  reach: Reach,
  resolve: Network['resolve'],
): Promise<LookupAddress[]> {
  const found = await resolve(host);
  const refusals = found.map(({ address }) => whyOutOfReach(address, url, reach));
  const addresses = found.filter((_, at) => refusals[at] === null);
  if (addresses.length === 0) throw new OutOfReachError(refusals[0] ?? `${host} has no address`);
  return addresses;
}

async function through(proxy: string, { protocol }: URL): Promise<Dispatcher> {
  const { ProxyAgent } = await import('undici');
  const uri = new URL(proxy);
  const token = basic(uri);
  return new ProxyAgent({
    ...TIMES,
    // No error may repeat the password of a proxy.
    uri: withoutPassword(uri).href,
    proxyTunnel: protocol === 'https:',
    proxyTls: { timeout: CONNECT_MS },
    ...(token && { token }),
  });
}
