import { readFileSync } from 'node:fs';
import type { Source } from '../../model/source.ts';
import { credentials, shownSource, withoutPassword } from './address.ts';
import { type Answer, ask, OutOfReachError } from './ask.ts';
import { type Network, PLAIN_NETWORK } from './network.ts';
import type { Reach } from './reach.ts';
import { redirect } from './redirect.ts';
import { restAfter, retryAfter } from './retry-after.ts';
import { readFrom, type SourceFile, unread } from './source-file.ts';
import type { SourceMemory, SourceState, Validator } from './source-memory.ts';
import { PACKINGS, unpack } from './unpack.ts';
import { failureInWords, isBusy, refusal } from './why-unread.ts';

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
  /** Left out: as the network is, without proxies and without waiting. */
  network?: Network;
  /** How long all of one answer may take, in milliseconds; left out: a minute. */
  timeout?: number;
}

const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Others of the 200s have no whole answer; with 202 some servers ask for a browser. */
const FULL = [200, 203];
/** How servers say that there is nothing (yet) for a day. */
const ABSENT = [400, 404, 410];
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/json, application/xml;q=0.9, text/html;q=0.8, text/plain;q=0.8, */*;q=0.5';
/** A rest that is longer than any we give comes of a clock that went back. */
const LONGEST_REST_MS = 24 * 60 * 60 * 1000;

/**
 * Asks for the snapshot of `source` at an http(s) address; a name and password in it are sent as HTTP asks for them
 * (RFC 7617), to that origin only. Where the server told what to go by, it is asked for what is newer than what was stored.
 * Whatever goes wrong is the `problem` of the result; who gives nothing is left alone for a while.
 */
export async function fetchSource(source: Source, address: string, asking: Asking): Promise<SourceFile> {
  const { memory, now } = asking;
  const name = shownSource(address);
  if (!URL.canParse(address)) return unread(name, 'not an address that can be read');
  const known = (await memory?.get(source.name)) ?? null;
  const rest = known && !asking.byHand ? known.notBefore - now() : 0;
  if (known && rest > 0 && rest <= LONGEST_REST_MS) {
    return { ...unread(name, leftAlone(known), known.notBefore), putOff: true };
  }
  const found = await fetchOnce(source, address, known?.validator ?? null, asking);
  if ('problem' in found) {
    if (!found.counts) return unread(name, found.problem);
    const notBefore = Math.max(found.retryAt ?? 0, now() + restAfter((known?.failures ?? 0) + 1));
    await memory?.failed(source.name, notBefore);
    return unread(name, found.problem, notBefore);
  }
  await memory?.answered(source.name);
  const { bytes, charset, validator, unmodified } = found;
  const kept = async () => memory?.remember(source.name, validator);
  return { ...readFrom(name, bytes, null), charset, unmodified, kept };
}

/** Why a source was not asked. */
function leftAlone({ notBefore }: SourceState): string {
  return `not asked again before ${new Date(notBefore).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

interface Found {
  bytes: Uint8Array;
  charset: string | null;
  validator: Validator;
  unmodified: boolean;
}

interface NotFound {
  problem: string;
  /** True when the server is at fault, and wants to be left alone. */
  counts: boolean;
  retryAt: number | null;
}

async function fetchOnce(
  source: Source,
  address: string,
  before: Validator | null,
  asking: Asking,
): Promise<Found | NotFound> {
  const { timeout = TIMEOUT_MS, signal } = asking;
  const deadline = AbortSignal.timeout(timeout);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  try {
    const reached = await follow(source, address, before, asking.network ?? PLAIN_NETWORK, either);
    if (typeof reached === 'string') return theirs(reached);
    return await taken(reached, before, asking.now()).finally(reached.answer.close);
  } catch (error) {
    if (signal?.aborted) return ours('broken off: Paperboy was asked to stop');
    if (deadline.aborted) return theirs(`no complete answer within ${timeout / 1000} seconds`);
    return error instanceof OutOfReachError ? ours(error.message) : theirs(failureInWords(error));
  }
}

const ours = (problem: string): NotFound => ({ problem, counts: false, retryAt: null });
const theirs = (problem: string): NotFound => ({ problem, counts: true, retryAt: null });

/** The answer of a server that sends us nowhere else; whoever gets it closes it. */
export interface Reached {
  answer: Answer;
  /** The address that gave it. */
  url: URL;
  /** True when it was asked for what is newer only. */
  conditional: boolean;
}

/** What is answered at an address, wherever that sends us; or why nobody answers, in words. Throws what `ask` throws. */
export async function follow(
  source: Source,
  address: string,
  before: Validator | null,
  network: Network,
  signal: AbortSignal,
): Promise<Reached | string> {
  const home = new URL(address);
  const password = credentials(home);
  const reach: Reach = { home, private: source.private };
  let url = withoutPassword(home);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const condition = before?.address === url.href ? conditionOf(before) : null;
    const headers = {
      'user-agent': userAgent(),
      accept: ACCEPT,
      'accept-encoding': PACKINGS,
      ...(url.origin === home.origin && password),
      ...condition,
    };
    const answer = await ask({ url, headers, reach, network, signal });
    if (!REDIRECTS.includes(answer.status)) return { answer, url, conditional: condition !== null };
    await answer.close();
    const next = redirect(answer.status, answer.header('location'), url, home);
    if (typeof next === 'string') return next;
    url = next;
  }
  return `sends on more than ${MOST_REDIRECTS} times`;
}

/** What there is in an answer. */
async function taken(
  { answer, url, conditional }: Reached,
  before: Validator | null,
  now: number,
): Promise<Found | NotFound> {
  if (answer.status === 304 && conditional && before !== null)
    return { bytes: new Uint8Array(), charset: null, validator: before, unmodified: true };
  if (!FULL.includes(answer.status)) return refused(answer, now);
  const bytes = await unpack(answer.body, answer.header('content-encoding') ?? '');
  return { bytes, charset: charsetOf(answer), validator: validatorOf(answer, url), unmodified: false };
}

/** A digest that is not out yet is nobody's fault, and asked for again soon. */
function refused(answer: Answer, now: number): NotFound {
  const { status } = answer;
  const retryAt = isBusy(status) ? retryAfter(answer.header('retry-after'), now) : null;
  return { problem: refusal(status), counts: !ABSENT.includes(status), retryAt };
}

function conditionOf({ etag, modified }: Validator): Record<string, string> | null {
  if (etag === null && modified === null) return null;
  return { ...(etag && { 'if-none-match': etag }), ...(modified && { 'if-modified-since': modified }) };
}

function validatorOf(answer: Answer, url: URL): Validator {
  // What could not be said back to the server is not remembered.
  const plain = (name: string) => {
    const text = answer.header(name)?.trim() ?? '';
    return /^[\x20-\x7e]{1,1000}$/.test(text) ? text : null;
  };
  return { address: url.href, etag: plain('etag'), modified: plain('last-modified') };
}

function charsetOf(answer: Answer): string | null {
  const found = /;\s*charset\s*=\s*["']?([\w.:+-]{1,40})/i.exec(answer.header('content-type') ?? '');
  return found?.[1]?.toLowerCase() ?? null;
}

let agent: string | null = null;

/** Servers want to know who asks, and where to complain. */
function userAgent(): string {
  if (agent === null) {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    const { version, homepage } = JSON.parse(text) as { version: string; homepage?: string };
    agent = `Paperboy/${version}${homepage ? ` (+${homepage})` : ''}`;
  }
  return agent;
}
