import { connect, createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { delivery, reader } from '../../support/builders.ts';
import { databaseUrl, type FreshDatabase, POSTGRES } from '../../support/databases.ts';

it('names the file of an authority that cannot be read, before anything is sent', async () => {
  const url = 'postgres://me:hunter2@127.0.0.1:1/papers?sslmode=verify-full&sslrootcert=/nowhere/root.pem';
  const error: unknown = await openStore(databaseUrl(url)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toMatch(/DATABASE_URL: sslrootcert=\/nowhere\/root\.pem cannot be read \(ENOENT\)/);
  expect(String(error)).not.toContain('hunter2');
});

describe.runIf(POSTGRES)('PostgreSQL', () => {
  if (!POSTGRES) return;
  const { fresh } = POSTGRES;
  let database: FreshDatabase;
  let opened: OpenStore[];
  beforeEach(async () => {
    opened = [];
    database = await fresh();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    await database.dispose();
  });

  async function open(url = database.url): Promise<OpenStore> {
    const store = await openStore(databaseUrl(url));
    opened.push(store);
    return store;
  }

  /** The address of the database with something else in it. */
  const but = (
    changes: Partial<Record<'username' | 'password' | 'port' | 'hostname' | 'pathname', string>>,
  ) => Object.assign(new URL(database.url), changes).href;

  async function ask<Row>(statement: string): Promise<Row[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(statement).finally(() => client.end());
    return rows;
  }

  async function complaint(work: Promise<unknown>): Promise<{ message: string; exitCode: number }> {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof UserError)) throw new Error(`no UserError: ${String(error)}`);
    expect(error.message).not.toContain(new URL(database.url).password);
    return { message: error.message, exitCode: error.exitCode };
  }

  it('is migrated once, however many open it at once', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => open()));
    expect(stores.filter(({ migrated }) => migrated.from !== migrated.to)).toHaveLength(1);
  });

  it('has columns as SQLite has them: text by its bytes, integers of 64 bits', async () => {
    await open();
    const odd = await ask(`
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = 'public' AND NOT (
        (data_type = 'text' AND collation_name = 'C') OR data_type IN ('bigint', 'bytea', 'double precision'))`);
    expect(odd).toEqual([]);
  });

  it('orders text as SQLite does', async () => {
    const { subscribers } = await open();
    const zones = ['Zulu', 'america', 'Élan', 'UTC', '_'];
    await subscribers.insertMany(zones.map((timezone, n) => reader(`${n}@example.org`, { timezone })));
    expect((await subscribers.slotGroups()).map(group => group.timezone)).toEqual([
      'UTC',
      'Zulu',
      '_',
      'america',
      'Élan',
    ]);
  });

  it('says in words why nobody is let in', async () => {
    expect(await complaint(open(but({ password: 'wrong' })))).toMatchObject({
      message: expect.stringMatching(/does not let this user in.*password authentication failed/),
      exitCode: 2,
    });
    expect((await complaint(open(but({ password: '' })))).message).toMatch(/asks for a password/);
    expect((await complaint(open(but({ username: 'nobody_here' })))).message).toMatch(
      /does not let this user in/,
    );
    expect((await complaint(open(but({ pathname: '/no_such' })))).message).toMatch(/no such database/);
    expect((await complaint(open(`${database.url}?sslmode=require`))).message).toMatch(/has no TLS/);
  });

  it('says in words that nobody answers, which may pass', async () => {
    expect(await complaint(open(but({ port: '1' })))).toMatchObject({
      message: expect.stringMatching(/cannot be reached/),
      exitCode: 1,
    });
    expect((await complaint(open(but({ hostname: 'db.invalid' })))).message).toMatch(/cannot be reached/);
  });

  it('says in words that it has no connection left, no room for tables, or another encoding', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const role = `role_${name}`;
    await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p' CONNECTION LIMIT 0`);
    try {
      const limited = but({ username: role, password: 'p' });
      expect(await complaint(open(limited))).toMatchObject({
        message: expect.stringMatching(/no connection left/),
        exitCode: 1,
      });
      await ask(`ALTER ROLE ${role} CONNECTION LIMIT 9; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
      expect((await complaint(open(limited))).message).toMatch(/may not do what Paperboy needs/);
    } finally {
      await ask(`DROP ROLE ${role}`);
    }
    await ask(`CREATE DATABASE ${name}_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    try {
      expect((await complaint(open(but({ pathname: `/${name}_latin` })))).message).toMatch(
        /encoded in LATIN1/,
      );
    } finally {
      await ask(`DROP DATABASE ${name}_latin WITH (FORCE)`);
    }
  });

  it('keeps its own rules of a session, whatever the role has as its own', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await ask(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    await ask(`ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`);
    const [a, b] = [await open(), await open()];
    await a.subscribers.insert(reader('a@example.org', { max: 0 }));
    const count = (store: OpenStore) =>
      store.transaction(async tx => {
        const [row] = await tx.subscribers.byNums([1]);
        await tx.subscribers.update(1, { max: (row?.max ?? 0) + 1 });
      });
    await Promise.all([count(a), count(b), count(a), count(b)]);
    expect(await a.subscribers.byNums([1])).toMatchObject([{ max: 4 }]);
  });

  it('undoes a transaction in which an error was passed over, and says so', async () => {
    const store = await open();
    const work = store.transaction(async tx => {
      await tx.subscribers.insert(reader('a@example.org'));
      await tx.editions.freezePapers('no such edition', [{ paper: 1, content: '' }]).catch(() => {});
    });
    await expect(work).rejects.toThrow(/undone/);
    expect(await store.subscribers.byNums([1])).toEqual([]);
  });

  it('names pg_dump instead of copying itself', async () => {
    const store = await open();
    expect((await complaint(store.backup('copy.dump'))).message).toMatch(
      /pg_dump --format=custom --file=copy\.dump 'postgres:\/\/\w+@127\.0\.0\.1:\d+\/test_\w+'/,
    );
    expect(await store.damage()).toBeNull();
  });

  it('holds nothing of an erased address after scrubbing', async () => {
    const store = await open();
    const emails = Array.from({ length: 300 }, (_, n) => `reader-${n}-${(n * 7919) % 1009}@example.org`);
    await store.subscribers.insertMany(emails.map(email => reader(email)));
    await ask('ANALYZE');
    const traces = async () => {
      const rows = await ask<{ relation: string }>(`
        SELECT oid::regclass::text AS relation FROM pg_class
        WHERE relkind IN ('r', 'i', 't') AND NOT relisshared
          AND position('reader-'::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0 ORDER BY 1`);
      return rows.map(row => row.relation);
    };
    await ask('CHECKPOINT');
    expect(await traces()).toContain('subscriber');
    for (let num = 1; num <= emails.length; num++) {
      await store.subscribers.update(num, { email: null, addressKey: null });
    }
    await store.scrub();
    await ask('CHECKPOINT');
    expect(await traces()).toEqual([]);
  });

  it('waits with scrubbing until nobody reads what was before', async () => {
    const store = await open();
    await store.subscribers.insert(reader('reader-1@example.org'));
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const emails = async () => (await other.query('SELECT email FROM subscriber')).rows;
    expect(await emails()).toEqual([{ email: 'reader-1@example.org' }]);
    await store.subscribers.update(1, { email: null, addressKey: null });
    const scrubbed = store.scrub();
    // It has looked once, and found somebody.
    const looks = () =>
      ask(
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%age(backend_xmin)%' AND pid <> pg_backend_pid()",
      );
    await expect.poll(looks, { timeout: 20_000 }).not.toEqual([]);
    expect(await emails()).toEqual([{ email: 'reader-1@example.org' }]);
    await other.end();
    await scrubbed;
    await ask('CHECKPOINT');
    const found = await ask(`
      SELECT oid::regclass::text AS relation FROM pg_class
      WHERE relkind IN ('r', 'i', 't') AND NOT relisshared AND relnamespace = 'public'::regnamespace
        AND position('reader-1'::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0`);
    expect(found).toEqual([]);
  });

  it('holds nothing either of what was said about an erased address', async () => {
    const store = await open();
    const address = 'reader-1@example.org';
    const said = `450 <${address}> slow down`;
    await store.subscribers.insert(reader(address));
    await store.editions.open('2026-06-02', 1);
    await store.deliveries.freezePage('2026-06-02', [delivery(1, { domainGroup: 'example.org' })], [], 1);
    await store.editions.pause('2026-06-02', said, 2);
    const pause = {
      failures: 1,
      fault: 'relay' as const,
      pausedUntil: 9,
      why: said,
      perMinute: null,
      nextAt: 0,
      pacedAt: 0,
    };
    for (const key of ['mx', 'mx example.org']) await store.throttles.change(key, () => ({ key, ...pause }));
    await store.incidents.open('relay mx example.org', said, 2);
    await store.transaction(async tx => {
      await tx.subscribers.update(1, { email: null, addressKey: null });
      await tx.erasure.forget(1, address, papers => papers);
    });
    await store.scrub();
    await ask('CHECKPOINT');
    const rows = await ask(`
      SELECT oid::regclass::text AS relation FROM pg_class
      WHERE relkind IN ('r', 'i', 't') AND NOT relisshared AND relnamespace = 'public'::regnamespace
        AND (position('reader-1'::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0
          OR position('example.org'::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0)`);
    expect(rows).toEqual([]);
  });

  it('says whose tables keep what was erased, where they are not its own', async () => {
    const store = await open();
    await store.erasure.forget(1, 'reader-1@example.org', papers => papers);
    const role = `role_${new URL(database.url).pathname.slice(1)}`;
    await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p'; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
    try {
      const guest = await open(but({ username: role, password: 'p' }));
      expect((await complaint(guest.scrub())).message).toMatch(
        /only the owner.*may still stand in the files of subscriber, .*slot\. Make this user their owner/,
      );
      expect(await store.erasure.scrubOwed()).not.toBeNull();
      await store.scrub();
      expect(await store.erasure.scrubOwed()).toBeNull();
    } finally {
      await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  describe('behind a line that breaks', () => {
    let proxy: Server;
    let sockets: Set<Socket>;
    let url: string;
    beforeEach(async () => {
      sockets = new Set();
      const { port } = new URL(database.url);
      proxy = createServer(socket => {
        const far = connect(Number(port), '127.0.0.1');
        for (const end of [socket, far]) {
          sockets.add(end);
          end.on('error', () => {});
        }
        socket.pipe(far);
        far.pipe(socket);
      });
      await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', () => resolve()));
      const address = proxy.address();
      url = but({ port: String(typeof address === 'object' ? address?.port : 0) });
    });
    afterEach(() => {
      cut();
      proxy.close();
    });
    const cut = () => {
      for (const socket of sockets) socket.destroy();
    };

    it('fails the call under way, and serves the next', async () => {
      const store = await open(url);
      const broken = store.transaction(async tx => {
        await tx.subscribers.insert(reader('a@example.org'));
        cut();
        await tx.subscribers.insert(reader('b@example.org'));
      });
      expect(await complaint(broken)).toMatchObject({
        message: expect.stringMatching(/connection was lost/),
        exitCode: 1,
      });
      const stored = await store.subscribers.insert(reader('c@example.org'));
      expect(await store.subscribers.page(0, 9)).toEqual([stored]);
    });

    it('loses connections that nobody uses, and nobody notices', async () => {
      const store = await open(url);
      await Promise.all(Array.from({ length: 8 }, () => store.subscribers.page(0, 1)));
      const gone = [...sockets].map(socket => new Promise(resolve => socket.once('close', resolve)));
      cut();
      await Promise.all(gone);
      // The other end hears of it in a turn of its own.
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(await store.subscribers.page(0, 1)).toEqual([]);
    });

    it('gives the write lock of a process that went away to the next', async () => {
      const [store, other] = [await open(url), await open()];
      const broken = store.transaction(async tx => {
        await tx.subscribers.page(0, 1);
        cut();
        await tx.subscribers.page(0, 1);
      });
      await complaint(broken);
      await other.transaction(tx => tx.subscribers.insert(reader('a@example.org')));
      expect(await other.subscribers.page(0, 9)).toHaveLength(1);
    });
  });
});
