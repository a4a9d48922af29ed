import { STATUS_CODES } from 'node:http';
import { OutOfReachError } from './ask.ts';
import { UnpackError } from './unpack.ts';

/** What an answer without a snapshot means, in words. */
export function refusal(status: number): string {
  const said = `answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status === 401 || status === 403) {
    return `${said}: it does not let us in. Where it wants a name and a password, write them into the address: https://name:password@host/…`;
  }
  if (status === 404 || status === 410)
    return `${said}: nothing is there. Correct the address, or wait for it`;
  if (status === 407) return `${said}: the proxy wants a name and a password. Write them into HTTP_PROXY`;
  if (isBusy(status)) return `${said}: the server cannot answer now. Try again later`;
  return `${said}: expected a snapshot. Correct the address`;
}

/** True when a server says that it was asked too often, or cannot answer now; arXiv says so by 406, too. */
export function isBusy(status: number): boolean {
  return status === 406 || status === 429 || status >= 500;
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
  UND_ERR_HEADERS_OVERFLOW: 'the server says more before its answer than any server needs',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter than the server says it is',
  Z_BUF_ERROR: 'the answer ends in the middle',
  Z_DATA_ERROR: 'the answer cannot be unpacked: it is damaged',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for the certificate of the server',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for the certificate of the server',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for the certificate of the server',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is that of another host',
};

/** What a failure to ask means, in words. */
export function failureInWords(error: unknown): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  if (cause instanceof OutOfReachError || cause instanceof UnpackError) return cause.message;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Error && cause.name === 'HTTPParserError') return 'what the server says is no HTTP';
  if (code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR'))
    return 'the answer cannot be unpacked: it is damaged';
  return REASONS[code] ?? `cannot be read (${message || code})`;
}
