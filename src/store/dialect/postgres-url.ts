/** A PostgreSQL database as its address names it. */
export interface PostgresServer {
  /** Name or IP address, or the folder of a socket. */
  host: string;
  port: number;
  user: string;
  /** Empty when the address has none. */
  password: string;
  database: string;
  /** `encrypted` believes whoever answers, `verified` looks at the certificate. */
  tls: 'off' | 'encrypted' | 'verified';
  /** File of the authority that signed the server's certificate; null: those of this Node. */
  rootCertificate: string | null;
}

/** What an address may say of TLS, in libpq's words; the default is none, as a password is never sent in clear. */
const TLS: Readonly<Record<string, PostgresServer['tls']>> = {
  disable: 'off',
  require: 'encrypted',
  'no-verify': 'encrypted',
  'verify-ca': 'verified',
  'verify-full': 'verified',
};

/**
 * Reads `postgres://user:password@host:port/database`, with `?sslmode=`, `?sslrootcert=` and `?host=` (the folder of a
 * socket). Parameters of other programs are passed over. Undefined when it is none, or leaves user, host or database out.
 */
export function readPostgresUrl(text: string): PostgresServer | undefined {
  if (!/^postgres(ql)?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const tls = TLS[url.searchParams.get('sslmode') ?? 'disable'];
  const [user, password, host, database] = [
    url.username,
    url.password,
    url.hostname,
    url.pathname.slice(1),
  ].map(decoded);
  const socket = url.searchParams.get('host');
  if (!user || password === undefined || host === undefined || !database || tls === undefined)
    return undefined;
  if (!(socket ?? host) || database.includes('/')) return undefined;
  return {
    // Brackets belong to the address, not to the number.
    host: socket ?? host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 5432),
    user,
    password,
    database,
    tls,
    rootCertificate: url.searchParams.get('sslrootcert'),
  };
}

/** How people are told of a database: without its password. */
export function nameOfServer({ host, port, user, database }: PostgresServer): string {
  return `postgres://${encodeURIComponent(user)}@${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
