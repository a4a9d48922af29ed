import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../src/model/delivery.ts';
import type { EditionReport } from '../../src/pipeline.ts';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';
import { DATABASES, type FreshDatabase } from '../support/databases.ts';

const READERS = 300;
const EDITION = '2026-06-02';

describe.each(DATABASES)('several processes on one database of $name', database => {
  let fresh: FreshDatabase;
  let cli: ReturnType<typeof commandLine>;
  beforeEach(async () => {
    fresh = await database.fresh();
    cli = commandLine({ DATABASE_URL: fresh.url });
    const rows = Array.from({ length: READERS }, (_, n) => `r${n}@example.org,llm;inference;vision`);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(cli.folder, 'readers.csv'), ['email,topics', ...rows].join('\n'));
    expect((await cli.run('subscribers', 'import', 'readers.csv', '--confirmed')).code).toBe(0);
    expect(
      (await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION)).code,
    ).toBe(0);
  });
  afterEach(async () => {
    cli.dispose();
    await fresh.dispose();
  });

  const outbox = () =>
    readdirSync(join(cli.folder, 'data', 'outbox', EDITION)).filter(file => file.endsWith('.eml'));

  it('gives everybody exactly one mail when two sends run at once', async () => {
    const runs = await Promise.all([1, 2].map(() => cli.run('send', '--edition', EDITION, '--json')));
    for (const run of runs) {
      expect(run.stderr).toBe('');
      expect(run.json()).toMatchObject({
        state: 'complete',
        audience: READERS,
        states: { accepted: READERS },
      });
    }
    const ledger = (await cli.run('deliveries', '--json')).json() as DeliveryReport[];
    expect(ledger.map(row => row.attempts)).toEqual(Array.from({ length: READERS }, () => 1));
    expect(outbox()).toHaveLength(READERS);
  });

  it('carries on with those still owed after a kill at any moment', async () => {
    // Kill once the first mails are on disk: the moment differs from run to run, the accounts must not.
    const { child, ended } = cli.start(['send', '--edition', EDITION]);
    const watch = setInterval(() => {
      try {
        if (outbox().length > 20) child.kill('SIGKILL');
      } catch {
        // The folder is not there yet.
      }
    }, 5);
    await ended;
    clearInterval(watch);
    const again = await cli.run('send', '--edition', EDITION, '--json');
    expect(again.code).toBe(0);
    const report = again.json() as EditionReport;
    expect(report).toMatchObject({ state: 'complete', states: { accepted: READERS } });
    expect(outbox()).toHaveLength(READERS);
    const ids = outbox().map(
      file =>
        /^Message-ID: (.*)$/im.exec(
          readFileSync(join(cli.folder, 'data', 'outbox', EDITION, file), 'utf8'),
        )?.[1],
    );
    expect(new Set(ids).size).toBe(READERS);
  });
});
