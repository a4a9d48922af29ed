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
  /** Most messages a second over all of them; null: as fast as it goes. */
  perSecond: number | null;
}

const CONNECTIONS = 5;
const MOST_CONNECTIONS = 100;

/**
 * Reads `smtp[s]://user:password@host:port`, parts of it percent-encoded where need be. Ports by default: 465 for
 * `smtps`, 587 for `smtp`. `?connections=N` says how many connections the server allows, `&rate=N` how many messages a
 * second. Throws a UserError that
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
    ...readLimits(url),
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

function readLimits(url: URL): Pick<SmtpSettings, 'connections' | 'perSecond'> {
  for (const name of url.searchParams.keys()) {
    if (name !== 'connections' && name !== 'rate')
      throw new UserError(`SMTP_URL: unknown option "${name}". Known: connections, rate.`);
  }
  const rate = url.searchParams.get('rate');
  return {
    connections: numberFrom('connections', url.searchParams.get('connections') ?? String(CONNECTIONS), {
      least: 1,
      most: MOST_CONNECTIONS,
    }),
    perSecond: rate === null ? null : numberFrom('rate', rate, { least: 0.1, most: 10_000 }),
  };
}

function numberFrom(option: string, text: string, { least, most }: { least: number; most: number }): number {
  const number = /^\d{1,5}(\.\d)?$/.test(text) ? Number(text) : Number.NaN;
  const isWhole = option !== 'connections' || Number.isInteger(number);
  if (isWhole && number >= least && number <= most) return number;
  throw new UserError(`SMTP_URL: ${option}=${text}: expected a number from ${least} to ${most}.`);
}

/** Nobody listens in between on a loopback address. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
