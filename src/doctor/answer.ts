import { credentials } from '../ingest/sources/address.ts';

/** Fetches one address; the `fetch` of Node, or something in its place. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a web server answered. */
export interface Answer {
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Why there was none, in words. */
  problem: string | null;
  /** How far its clock is ahead of ours, in milliseconds; null when it did not tell. */
  ahead: number | null;
}

const TIMEOUT_MS = 10_000;

/** Asks for `url` and leaves the body unread. Never throws. */
export async function answerOf(url: string, fetch: Fetch, now: () => number): Promise<Answer> {
  const asked = now();
  try {
    const address = new URL(url);
    const headers = credentials(address);
    // `fetch` takes no password in an address, and no error may repeat one.
    address.username = '';
    address.password = '';
    const response = await fetch(address.href, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const date = Date.parse(response.headers.get('date') ?? '');
    await response.body?.cancel();
    // The server's second began somewhere between question and answer.
    const ahead = Number.isNaN(date) ? null : date - (asked + now()) / 2;
    return { status: response.status, problem: null, ahead };
  } catch (error) {
    return { status: null, problem: reasonOf(error), ahead: null };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  // What fetch throws says "fetch failed"; its cause knows why.
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'nobody listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name is not known to the DNS';
  return cause instanceof Error && cause.message ? cause.message : error.message;
}
