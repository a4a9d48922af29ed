import { UserError } from '../../errors.ts';
import { nameOfServer, type PostgresServer } from './postgres-url.ts';

/** How long somebody waits for another one's write, and for a connection, in milliseconds. */
export const PATIENCE_MS = { lock: 15_000, connection: 30_000 };

/** Nobody answers, or whoever did has gone: the connection is of no use any more. */
const GONE =
  /^(ECONNRESET|EPIPE|57P0[1-5]|08\w{3}|25P03)\b|Connection terminated|Connection ended|connection error and is not queryable/;

/**
 * What is said (a code of Node, a code of PostgreSQL, or the driver's words), what it means to whoever runs the
 * program, and whether the same command may do later.
 */
const MEANINGS: readonly (readonly [said: RegExp, means: string, passing: boolean])[] = [
  [
    /connection timeout|timeout exceeded when trying to connect/,
    `no connection within ${PATIENCE_MS.connection / 1000} seconds. Look whether the server runs and is not overloaded, and repeat the command`,
    true,
  ],
  [
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EACCES|ENOENT)\b/,
    'cannot be reached. Look whether PostgreSQL runs there, that host and port in DATABASE_URL are right, and that no firewall is between',
    true,
  ],
  [/^57P03\b/, 'is starting up or shutting down. Repeat the command when it is ready', true],
  [
    GONE,
    'the connection was lost. What was not confirmed may or may not be written: repeat the command when the server is back',
    true,
  ],
  [/^28\w{3}\b.*no encryption/, 'lets nobody in without TLS. Add ?sslmode=require to DATABASE_URL', false],
  [
    /^28\w{3}\b/,
    'does not let this user in. Correct user and password in DATABASE_URL, or let the user in (pg_hba.conf)',
    false,
  ],
  [/^3D000\b/, 'there is no such database. Make it (createdb), or correct its name in DATABASE_URL', false],
  [
    /^53300\b/,
    'has no connection left. End programs that use it, or raise its max_connections: each Paperboy takes up to 10',
    true,
  ],
  [
    /^42501\b/,
    'this user may not do what Paperboy needs. Make it the owner of the database: ALTER DATABASE … OWNER TO …',
    false,
  ],
  [/^25006\b/, 'is read-only. Name the primary in DATABASE_URL, not a copy that follows it', false],
  [
    /does not support SSL/,
    'has no TLS, and DATABASE_URL asks for it. Set it up there, or write ?sslmode=disable where the network is your own',
    false,
  ],
  [
    /certificate|^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/,
    'its certificate is not believed. Name the authority that signed it with &sslrootcert=FILE, or write ?sslmode=require to encrypt without looking at it',
    false,
  ],
  [
    /^55P03\b/,
    `another process has been writing for ${PATIENCE_MS.lock / 1000} seconds. Wait until it is done, or end it, and repeat the command`,
    true,
  ],
  [/^53100\b/, 'its disk is full. Make room and repeat the command: what is recorded is safe', true],
  [/^(53\w{3}|57014)\b/, 'could not do this in time or with the memory it has. Repeat the command', true],
  [/^XX00[12]\b/, 'the database is damaged. Stop every Paperboy and restore a backup', false],
];

const NO_PASSWORD =
  'asks for a password, and DATABASE_URL has none. Write postgres://user:password@host:port/database, special characters percent-encoded';

/** True when the connection that said this cannot be used again. */
export function endsConnection(error: unknown): boolean {
  return GONE.test(saidBy(error));
}

/**
 * A failure of the database's surroundings as words for people, with its address and without its password. Any other
 * error is a fault of the program, and stays as it is.
 */
export function inPostgresWords(server: PostgresServer, error: unknown): unknown {
  const said = saidBy(error);
  if (!server.password && /^28P01\b/.test(said))
    return new UserError(`${nameOfServer(server)}: ${NO_PASSWORD}.`);
  const found = MEANINGS.find(([pattern]) => pattern.test(said));
  if (!found) return error;
  const [, means, passing] = found;
  const own = error instanceof Error && error.message ? ` (${error.message})` : '';
  return new UserError(`${nameOfServer(server)}: ${means}${own}.`, passing ? 1 : 2);
}

/** Code and words of an error, in this order. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && error.code ? `${error.code} ${error.message}` : error.message;
}
