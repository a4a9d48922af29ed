import { isIP } from 'node:net';
import { UserError } from '../../errors.ts';

/** How a mail server is spoken to. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps`, RFC 8314 §3.3); otherwise STARTTLS (RFC 3207). */
  implicitTls: boolean;
  auth: { user: string; password: string } | null;
  /** Without TLS nothing is said: a password is never sent in clear text. */
  tlsRequired: boolean;
  /**
   * False where a certificate proves nothing: on this machine, and where encryption is better than none but
   * nobody was promised it (RFC 7435).
   */
  certificateChecked: boolean;
  /** Connections at once, one message each. */
  connections: number;
}

const CONNECTIONS = 5;
const MOST_CONNECTIONS = 100;

/**
 * Reads `smtp[s]://user:password@host:port`, parts of it percent-encoded where need be. Ports by default: 465 for
 * `smtps`, 587 for `smtp`. `?connections=N` says how many connections the server allows. Throws a UserError that
 * never repeats the password.
 */
export function readSmtpUrl(text: string): SmtpSettings {
  const url = new URL(text);
  const implicitTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const auth = readAuth(url);
  return {
    host,
    port: Number(url.port) || (implicitTls ? 465 : 587),
    implicitTls,
    auth,
    tlsRequired: implicitTls || auth !== null,
    certificateChecked: (implicitTls || auth !== null) && !isThisMachine(host),
    connections: readConnections(url),
  };
}

function readAuth(url: URL): SmtpSettings['auth'] {
  if (url.username === '') return null;
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw new UserError(
      'SMTP_URL: name or password holds a % that starts no percent-encoding. Write % as %25, @ as %40, / as %2F.',
    );
  }
}

function readConnections(url: URL): number {
  for (const name of url.searchParams.keys()) {
    if (name !== 'connections')
      throw new UserError(`SMTP_URL: unknown option "${name}". Known: connections.`);
  }
  const text = url.searchParams.get('connections') ?? String(CONNECTIONS);
  const connections = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (connections >= 1 && connections <= MOST_CONNECTIONS) return connections;
  throw new UserError(`SMTP_URL: connections=${text}: expected a number from 1 to ${MOST_CONNECTIONS}.`);
}

/** Nobody listens in between on a loopback address. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
