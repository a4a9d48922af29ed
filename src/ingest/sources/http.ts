import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { Source } from '../../model/source.ts';
import { readBounded } from './read-bounded.ts';
import { readFrom, type SourceFile, unread } from './source-file.ts';
import type { SourceMemory } from './source-memory.ts';

/** What asking servers goes by. */
export interface Asking {
  /** Breaks it off. */
  signal?: AbortSignal;
  /** What time it is, in milliseconds since the epoch. */
  now: () => number;
  /** What is remembered of servers; null: nothing, and everything is asked for anew. */
  memory: SourceMemory | null;
  /** A person asks, and waits for the answer: a server is asked though it is to be left alone until later. */
  byHand?: boolean;
  /** How long all of one answer may take, in milliseconds; left out: a minute. */
  timeout?: number;
}

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** True for what is asked over the network. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** A source as it may be shown and logged: without the name and password of an address. */
export function shownSource(source: string): string {
  return isAddress(source) ? source.replace(/^(https?:\/\/)[^/?#]*@/i, '$1') : source;
}

/**
 * Asks for the snapshot of `source` at an http(s) address; a name and password in it are sent as HTTP asks for them
 * (RFC 7617), to that origin only. Whatever goes wrong is the `problem` of the result.
 */
export async function fetchSource(_source: Source, address: string, asking: Asking): Promise<SourceFile> {
  const { timeout = TIMEOUT_MS, signal } = asking;
  const name = shownSource(address);
  const deadline = AbortSignal.timeout(timeout);
  try {
    const answer = await follow(address, signal ? AbortSignal.any([deadline, signal]) : deadline);
    if (typeof answer === 'string') return unread(name, answer);
    return readFrom(name, answer.body ? await readBounded(answer.body) : new Uint8Array(), null);
  } catch (error) {
    if (signal?.aborted) return unread(name, 'broken off: Paperboy was asked to stop');
    if (deadline.aborted) return unread(name, `no complete answer within ${timeout / 1000} seconds`);
    return unread(name, inWords(error));
  }
}

/** The answer with the snapshot, wherever the server sends us; or why there is none. */
async function follow(address: string, signal: AbortSignal): Promise<Response | string> {
  if (!URL.canParse(address)) return 'not an address that can be read';
  let url = new URL(address);
  const home = url.origin;
  const password = credentials(url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    url.username = '';
    url.password = '';
    const answer = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { 'user-agent': userAgent(), ...(url.origin === home && password) },
    });
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (!REDIRECTS.includes(answer.status)) return refusal(answer);
    const location = answer.headers.get('location');
    if (location === null || !URL.canParse(location, url.href))
      return `answered ${answer.status} but does not say where to go`;
    const next = new URL(location, url);
    if (!isAddress(next.href)) return `sends on to ${next.protocol} which is not http or https`;
    url = next;
  }
  return `sends on more than ${MOST_REDIRECTS} times`;
}

/** The header that sends the name and password of an address (RFC 7617); none when it has none. */
export function credentials(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A `%` that begins no percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusal({ status, statusText }: Response): string {
  const said = `answered ${status} ${statusText || STATUS_CODES[status] || ''}`.trimEnd();
  if (status === 401 || status === 403) {
    return `${said}: it does not let us in. Where it wants a name and a password, write them into the address: https://name:password@host/…`;
  }
  if (status === 404 || status === 410)
    return `${said}: nothing is there. Correct the address, or wait for it`;
  if (status === 429 || status >= 500) return `${said}: the server cannot answer now. Try again later`;
  return `${said}: expected a snapshot. Correct the address`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host: correct the address, or look at the DNS of this machine',
  EAI_AGAIN: 'the host was not found: the DNS does not answer now',
  ECONNREFUSED: 'nobody listens there: correct host and port, or start the server',
  ECONNRESET: 'the server hung up',
  EPIPE: 'the server hung up',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'no way to this host',
  ENETUNREACH: 'no way to this host',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'the server does not answer',
  UND_ERR_BODY_TIMEOUT: 'the server stopped in the middle',
  UND_ERR_SOCKET: 'the server hung up',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for the certificate of the server',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for the certificate of the server',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for the certificate of the server',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is that of another host',
};

/** What a failure of `fetch` means: it keeps what happened in its cause. */
function inWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  return REASONS[code] ?? `cannot be read (${message || code})`;
}

let agent: string | null = null;

/** Servers want to know who asks. */
function userAgent(): string {
  if (agent === null) {
    const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    agent = `Paperboy/${(JSON.parse(manifest) as { version: string }).version}`;
  }
  return agent;
}
