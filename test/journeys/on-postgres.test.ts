import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { type FreshDatabase, POSTGRES } from '../support/databases.ts';

const EDITION = '2026-06-02';

describe.runIf(POSTGRES)('the program on PostgreSQL', () => {
  if (!POSTGRES) return;
  const { fresh } = POSTGRES;
  let database: FreshDatabase;
  let cli: ReturnType<typeof commandLine>;
  beforeEach(async () => {
    database = await fresh();
    cli = commandLine({ DATABASE_URL: database.url });
  });
  afterEach(async () => {
    cli.dispose();
    await database.dispose();
  });

  it('reads a digest, mails everybody once, and tells of it, without its password', async () => {
    const said: string[] = [];
    const run = async (code: number, ...args: string[]) => {
      const ran = await cli.run(...args);
      said.push(ran.stdout, ran.stderr);
      expect([args[0], ran.code, ran.code === code ? '' : ran.stderr]).toEqual([args[0], code, '']);
      return ran;
    };
    await run(0, 'ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION);
    writeFileSync(join(cli.folder, 'list.csv'), 'email,topics\nada@example.org,llm\nbo@example.org,vision\n');
    await run(0, 'subscribers', 'import', 'list.csv', '--confirmed');
    const sent = await run(0, 'send', '--edition', EDITION, '--json');
    expect(sent.json()).toMatchObject({ state: 'complete', audience: 2, states: { accepted: 2 } });
    const again = await run(0, 'send', '--edition', EDITION, '--json');
    expect(again.json()).toEqual(sent.json());
    const ledger = (await run(0, 'deliveries', '--json')).json() as DeliveryReport[];
    expect(ledger.map(row => [row.email, row.state, row.attempts])).toEqual([
      ['ada@example.org', 'accepted', 1],
      ['bo@example.org', 'accepted', 1],
    ]);
    const status = (await run(0, 'status', '--json')).json();
    expect(status).toMatchObject({ editions: [{ edition: EDITION, state: 'complete', audience: 2 }] });
    await run(0, 'subscribers', 'erase', 'ada@example.org');
    expect((await run(2, 'backup', 'copy.dump')).stderr).toMatch(/pg_dump --format=custom/);
    expect((await run(0, 'migrate')).stdout).toMatch(/schema/);
    await cli.run('doctor').then(ran => said.push(ran.stdout, ran.stderr));
    const { password } = new URL(database.url);
    expect(said.join('')).toContain('postgres://');
    expect(said.join('')).not.toContain(password);
  });

  it('ends with words, not a stack trace, when nobody answers', async () => {
    const away = commandLine({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/papers' });
    const ran = await away.run('subscribers', 'list');
    away.dispose();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/postgres:\/\/me@127\.0\.0\.1:1\/papers: cannot be reached/);
    expect(ran.stderr).not.toMatch(/hunter2|\n +at /);
  });
});
