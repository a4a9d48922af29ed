import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { DatabaseUrl, OpenStore } from '../../src/store/store.ts';
import { openStore } from '../../src/store/store.ts';

/** An empty database of a test's own. */
export interface FreshDatabase {
  /** As DATABASE_URL names it. */
  url: string;
  /** Runs one statement beside the program. */
  run: (statement: string) => Promise<void>;
  dispose: () => Promise<void>;
}

/** A database the store's tests run on. Another one joins by another line in `DATABASES`. */
export interface TestDatabase {
  name: string;
  fresh: () => Promise<FreshDatabase>;
  /** Opens an empty database; `again` opens the same one a second time, as another process would. */
  open: () => Promise<{
    store: OpenStore;
    again: () => Promise<OpenStore>;
    /** Makes the database look as if a program with this schema had written it. */
    pretendSchema: (version: number) => Promise<void>;
    dispose: () => Promise<void>;
  }>;
}

/** A PostgreSQL on which databases can be made: started for the tests, or named by who runs them. */
const SERVER = process.env.TEST_DATABASE_URL;

export const SQLITE = database('SQLite', freshSqlite);
export const POSTGRES = SERVER ? database('PostgreSQL', () => freshPostgres(SERVER)) : null;
export const DATABASES: readonly TestDatabase[] = POSTGRES ? [SQLITE, POSTGRES] : [SQLITE];

/** What the store is opened with for an address. */
export function databaseUrl(url: string): DatabaseUrl {
  const file = /^sqlite:(.*)/.exec(url)?.[1];
  return file === undefined ? { kind: 'postgres', url: { reveal: () => url } } : { kind: 'sqlite', file };
}

function database(name: string, fresh: () => Promise<FreshDatabase>): TestDatabase {
  async function open() {
    const { url, run, dispose } = await fresh();
    const again = () => openStore(databaseUrl(url));
    const store = await again();
    return {
      store,
      again,
      pretendSchema: (version: number) => run(`UPDATE meta SET value = '${version}' WHERE key = 'schema'`),
      dispose: async () => {
        await store.close();
        await dispose();
      },
    };
  }
  return { name, fresh, open };
}

async function freshSqlite(): Promise<FreshDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  const file = join(folder, 'test.db');
  return {
    url: `sqlite:${file}`,
    async run(statement) {
      const { DatabaseSync } = await import('@photostructure/sqlite');
      const raw = new DatabaseSync(file);
      raw.exec(statement);
      raw.close();
    },
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One connection of this process to the server itself. */
let admin: Pool | null = null;

/** A database of its own on the server at `server`, gone with `dispose`. */
export async function freshPostgres(server: string): Promise<FreshDatabase> {
  const { Client, Pool } = await import('pg');
  admin ??= new Pool({ connectionString: server, max: 1, allowExitOnIdle: true });
  const make = admin;
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await make.query(`CREATE DATABASE ${name}`);
  return {
    url,
    async run(statement) {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    dispose: async () => void (await make.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}
