import { UserError } from '../errors.ts';

/** How a mailbox on a server is reached. */
export interface ImapSettings {
  host: string;
  port: number;
  user: string;
  password: string;
  folder: string;
  /** TLS from the first byte (`imaps`, RFC 8314 §3.2); otherwise STARTTLS. */
  implicitTls: boolean;
  /** On this very machine nobody listens in between: TLS need not be, and a certificate proves nothing. */
  isThisMachine: boolean;
}

/**
 * Reads `imap[s]://name:password@host:port/folder`, parts of it percent-encoded where need be. Ports by default: 993 for
 * `imaps`, 143 for `imap`; the folder: INBOX. Throws a UserError that never repeats the password.
 */
export function readImapUrl(text: string): ImapSettings {
  const url = new URL(text);
  const implicitTls = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [user, password, folder] = [url.username, url.password, url.pathname.slice(1)].map(decoded);
  if (!user || !password) {
    throw new UserError(
      'BOUNCE_IMAP_URL: expected a name and a password, as in imaps://name:password@mail.example.org/INBOX.',
    );
  }
  return {
    host,
    port: Number(url.port) || (implicitTls ? 993 : 143),
    user,
    password,
    folder: folder || 'INBOX',
    implicitTls,
    isThisMachine: /^(localhost|::1|127(\.\d{1,3}){3})$/.test(host),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UserError(
      'BOUNCE_IMAP_URL: a % that starts no percent-encoding. Write % as %25, @ as %40, / as %2F.',
    );
  }
}
