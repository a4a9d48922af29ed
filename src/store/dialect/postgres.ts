import { readFileSync } from 'node:fs';
import {
  type ColumnDefinitionNode,
  DataTypeNode,
  type Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type PostgresQueryResult,
  RawNode,
  sql,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { UserError } from '../../errors.ts';
import type { DialectOptions, StoreDialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { scrub } from './postgres-scrub.ts';
import { nameOfServer, type PostgresServer, readPostgresUrl } from './postgres-url.ts';
import { endsConnection, inPostgresWords, PATIENCE_MS } from './postgres-words.ts';

/** Connections of one process. Whoever writes takes one: see `lockWrites`. */
const CONNECTIONS = 10;
/** Number of the lock of everybody who reads and then writes; one for the program, in each database. */
const WRITE_LOCK = 7_232_010_905;
/** Sent where the address has no password and the server asks for one: it says no then. */
const NO_PASSWORD = '(none)';
/** Types of PostgreSQL by number, as far as results have them and Node's would differ from SQLite's. */
const TYPES = { bytea: 17, bigint: 20, numeric: 1700 };

/**
 * What holds in every session, whatever server and role have as their defaults. A ledger row that a power cut forgets
 * is a mail that goes out twice; a transaction has to see what was written while it waited for the lock; and who has
 * gone without a word must not keep that lock.
 */
const SESSION = `select
  case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', false) end,
  set_config('default_transaction_isolation', 'read committed', false),
  set_config('lock_timeout', '${PATIENCE_MS.lock}', false),
  set_config('idle_in_transaction_session_timeout', '120s', false),
  set_config('tcp_keepalives_idle', '30', false),
  set_config('tcp_keepalives_interval', '10', false),
  set_config('tcp_keepalives_count', '3', false),
  current_setting('server_encoding') as encoding`;

/** PostgreSQL through Kysely's own dialect and a small pool. Nothing is connected yet. */
export async function postgresDialect(
  url: string,
  { readOnly }: DialectOptions = { readOnly: false },
): Promise<StoreDialect> {
  const server = readPostgresUrl(url);
  if (!server) throw new UserError('DATABASE_URL is no address of a PostgreSQL database.');
  const pool = await openPool(server);
  return {
    kysely: new PortableDialect({ pool: adapt(pool, server, readOnly) }),
    name: nameOfServer(server),
    autoIncrement: 'identity',
    blob: 'bytea',
    skipsLocked: true,
    async lockWrites(tx) {
      await sql`select pg_advisory_xact_lock(${WRITE_LOCK})`.execute(tx);
    },
    gaveWay: error => ['40P01', '40001'].includes(codeOf(error)),
    now: clockOf,
    async backup(_db, file) {
      throw new UserError(
        `PostgreSQL is copied by its own program: pg_dump --format=custom --file=${file} '${nameOfServer(server)}' (it asks for the password). Restore with pg_restore into an empty database.`,
      );
    },
    scrub: db => scrub(db, nameOfServer(server)),
    async damage(db) {
      const { rows } = await sql<{ pages: number | null }>`
        select checksum_failures as pages from pg_stat_database where datname = current_database()`.execute(
        db,
      );
      const pages = rows[0]?.pages ?? 0;
      return pages > 0 ? `${pages} times a page was not what had been written (checksum failures)` : null;
    },
  };
}

async function clockOf(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint) as now`.execute(db);
  return Number(rows[0]?.now);
}

async function openPool(server: PostgresServer): Promise<Pool> {
  const { Pool, TypeOverrides, types: own } = await import('pg');
  const types = new TypeOverrides();
  types.setTypeParser(TYPES.bigint, Number);
  types.setTypeParser(TYPES.numeric, Number);
  const bytes: (text: string) => Buffer = own.getTypeParser(TYPES.bytea);
  types.setTypeParser(TYPES.bytea, text => new Uint8Array(bytes(text)));
  const pool = new Pool({
    host: server.host,
    port: server.port,
    user: server.user,
    database: server.database,
    // Something, so that none is looked for in the environment or at home; the driver hangs on an empty one.
    password: server.password || NO_PASSWORD,
    ssl: tlsOf(server),
    application_name: 'paperboy',
    types,
    max: CONNECTIONS,
    connectionTimeoutMillis: PATIENCE_MS.connection,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    allowExitOnIdle: true,
  });
  // A server that goes away ends connections that nobody uses just now: the next call gets another one. Without
  // a listener it would end this process.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));
  return pool;
}

function tlsOf({ tls, rootCertificate }: PostgresServer) {
  if (tls === 'off') return false;
  if (tls === 'encrypted') return { rejectUnauthorized: false };
  return rootCertificate === null ? {} : { ca: authority(rootCertificate) };
}

function authority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      `DATABASE_URL: sslrootcert=${file} cannot be read (${codeOf(error)}). Name the PEM file of the authority that signed the server's certificate, or leave it out for those that everybody believes.`,
    );
  }
}

/** Feeds Kysely; each connection is set up before its first use. */
function adapt(pool: Pool, server: PostgresServer, readOnly: boolean): PostgresPool {
  const ready = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    end: () => pool.end(),
    async connect() {
      let client: PoolClient;
      try {
        client = await pool.connect();
      } catch (error) {
        throw inPostgresWords(server, error);
      }
      const known = ready.get(client);
      if (known) return known;
      const adapted = adaptClient(client, server);
      try {
        await setUp(adapted, server, readOnly);
      } catch (error) {
        client.release(true);
        throw error;
      }
      ready.set(client, adapted);
      return adapted;
    },
  };
}

async function setUp(client: PostgresPoolClient, server: PostgresServer, readOnly: boolean): Promise<void> {
  if (readOnly) await client.query('set default_transaction_read_only = on', []);
  const { rows } = await client.query<{ encoding: string }>(SESSION, []);
  const encoding = rows[0]?.encoding;
  if (encoding === 'UTF8') return;
  throw new UserError(
    `${nameOfServer(server)}: is encoded in ${encoding}, which cannot hold every title and name. Make a database with createdb --encoding=UTF8 --template=template0.`,
  );
}

function adaptClient(client: PoolClient, server: PostgresServer): PostgresPoolClient {
  let gone = false;
  async function ask(text: string, parameters: readonly unknown[]) {
    try {
      const result = await client.query(text, parameters.map(bindable));
      // Where a statement failed and its error was passed over, PostgreSQL answers a commit with a rollback.
      if (text === 'commit' && result.command === 'ROLLBACK') {
        throw new Error('the transaction was undone: a statement in it had failed');
      }
      return result;
    } catch (error) {
      gone ||= endsConnection(error);
      throw inPostgresWords(server, error);
    }
  }
  function query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query(text: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('no cursors: results are read page by page');
    return ask(text, parameters);
  }
  return { query, release: () => client.release(gone) };
}

function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  // PostgreSQL has no text with a NUL.
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Columns as SQLite has them: text is compared byte by byte whatever the server's language, integers have 64 bits. */
const COLUMNS: Readonly<Record<string, string>> = { text: 'text collate "C"', integer: 'bigint' };

class PortableCompiler extends PostgresQueryCompiler {
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    const type = DataTypeNode.is(node.dataType) ? COLUMNS[String(node.dataType.dataType)] : undefined;
    super.visitColumnDefinition(type ? { ...node, dataType: RawNode.createWithSql(type) } : node);
  }
}

class PortableDialect extends PostgresDialect {
  override createQueryCompiler() {
    return new PortableCompiler();
  }
}
