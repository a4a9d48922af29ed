import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../src/audience/by-link.ts';
import { pauseSubscriber } from '../../src/audience/manage.ts';
import type { SubscriberRecord } from '../../src/audience/record.ts';
import { changeAudience } from '../../src/cli/audience.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';
import { paper as aPaper, reader } from '../support/builders.ts';
import { commandLine } from '../support/cli.ts';
import { DATABASES, databaseUrl, type FreshDatabase, POSTGRES } from '../support/databases.ts';
import { somebodyWaits } from '../support/lock-waits.ts';

const EMAIL = 'ada@example.org';

for (const { name, fresh } of DATABASES) {
  describe(`subscribers on ${name}`, () => {
    let database: FreshDatabase;
    let store: OpenStore;
    let cli: ReturnType<typeof commandLine>;
    beforeEach(async () => {
      database = await fresh();
      store = await openStore(databaseUrl(database.url));
      await store.subscribers.insertMany([reader(EMAIL), reader('ben@example.org')]);
      cli = commandLine({ DATABASE_URL: database.url });
    });
    afterEach(async () => {
      cli.dispose();
      await store.close();
      await database.dispose();
    });

    it('a pause does not bring back who leaves between its reading and its writing', async () => {
      let leaving: Promise<unknown> | undefined;
      await changeAudience(store, audience => {
        const byKey: typeof audience.byKey = async (...asked) => {
          const found = await audience.byKey(...asked);
          leaving = leave(store, 1);
          return found;
        };
        return pauseSubscriber(EMAIL, '2026-06-03', { store: { ...audience, byKey } });
      });
      await leaving;
      expect(await store.subscribers.byNums([1])).toMatchObject([{ status: 'unsubscribed' }]);
    });

    it('takes, keeps and clears excluded words and the wish for a sign of life', async () => {
      const wishes = async (...options: string[]) => {
        const run = await cli.run('subscribers', 'update', EMAIL, ...options, '--json');
        expect([run.code, run.stderr]).toEqual([0, '']);
        const one = run.json() as {
          excluded: string[];
          signOfLife: boolean;
          outside: boolean;
          updates: boolean;
        };
        return [one.excluded, one.signOfLife, one.outside, one.updates];
      };
      expect(await wishes()).toEqual([[], false, false, false]);
      const words = ['--exclude', 'blockchain', '--exclude', 'medical  imaging'];
      expect(await wishes(...words, '--sign-of-life', '--outside', '--updates')).toEqual([
        ['blockchain', 'medical imaging'],
        true,
        true,
        true,
      ]);
      expect(await wishes('--max', '3')).toEqual([['blockchain', 'medical imaging'], true, true, true]);
      const told = await cli.run('show', EMAIL);
      expect(told.stdout).toContain(
        'Nothing with blockchain, medical imaging. A sign of life once a week. One paper from outside of that. What is new about papers they have had.',
      );
      const csv = await cli.run('subscribers', 'export');
      expect(csv.stdout).toContain('"blockchain;medical imaging",yes,active');
      const none = ['--exclude', '', '--no-sign-of-life', '--no-outside', '--no-updates'];
      expect(await wishes(...none)).toEqual([[], false, false, false]);
      const bad = await cli.run('subscribers', 'update', EMAIL, '--exclude', '...');
      expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('excluded "..."')]);
    });

    it('shows and exports what is on record of somebody', async () => {
      const [paper] = await store.papers.insert([aPaper({ id: 'p1' })]);
      await store.letters.add({ kind: 'link', subscriber: 2, expiresAt: 9e12 }, 5000);
      const group = { kind: 'topic', key: 'llm' } as const;
      await store.subscribers.update(2, { topics: [group.key] });
      await store.signals.set(2, { paper: paper ?? 0, kind: 'less', group, at: 6000 });
      await cli.run('subscribers', 'add', 'cleo@example.org', '--topics', 'llm');
      await cli.run('subscribers', 'update', 'cleo@example.org', '--confirmed');
      await cli.run('subscribers', 'suppress', 'cleo@example.org');

      const show = async (email: string) =>
        (await cli.run('subscribers', 'show', email, '--json')).json() as SubscriberRecord;
      const cleo = await show('cleo@example.org');
      expect(cleo).toMatchObject({ origin: 'command', letters: [], signals: [] });
      expect(cleo.consents.map(({ act, how, wording }) => [act, how, wording])).toEqual([
        ['vouched', 'subscribers update --confirmed', null],
        ['withdrew', 'by the operator', null],
      ]);
      const ben = await show('ben@example.org');
      const at = '1970-01-01T00:00:06.000Z';
      expect(ben).toMatchObject({
        origin: null,
        consents: [],
        letters: [{ kind: 'link', to: null, createdAt: '1970-01-01T00:00:05.000Z', usedAt: null }],
        signals: [{ at, kind: 'less', paper: 'p1', group: 'topic llm' }],
      });
      const { consents, letters, signals } = ben;
      const exported = await cli.run('subscribers', 'export', 'ben@example.org');
      expect(exported.json()).toMatchObject({ consents, letters, signals, deliveries: [] });
      expect(exported.json()).toHaveProperty('learned.0.less', 1);
      const words = (await cli.run('subscribers', 'show', 'ben@example.org')).stdout;
      expect(words).toMatch(/1970-01-01T00:00:05\.000Z +link +pending/);
      expect(words).toMatch(/1970-01-01T00:00:06\.000Z +less +p1 +topic llm/);
    });

    it('brings back who had themselves erased by hand, and by no list', async () => {
      await cli.run('subscribers', 'erase', EMAIL);
      writeFileSync(join(cli.folder, 'old.csv'), `email\n${EMAIL}\nnew@example.org\n`);
      const imported = await cli.run('subscribers', 'import', 'old.csv', '--confirmed', '--json');
      expect(imported.code).toBe(0);
      expect(imported.json()).toMatchObject({ rows: 2, added: 1, departed: [{ line: 2, email: EMAIL }] });
      const shown = await cli.run('subscribers', 'show', 'new@example.org', '--json');
      expect(shown.json()).toMatchObject({
        origin: 'import old.csv',
        consents: [{ act: 'vouched', how: 'import old.csv' }],
      });
      const added = await cli.run('subscribers', 'add', EMAIL, '--topics', 'llm', '--json');
      expect([added.code, added.stderr]).toEqual([0, expect.stringContaining('had themselves erased')]);
      await cli.run('subscribers', 'suppress', EMAIL);
      const again = await cli.run('subscribers', 'import', 'old.csv');
      expect(again.stdout).toContain(`old.csv:2: ${EMAIL} is suppressed`);
    });

    it('an erase is repeated when its files could not be written anew, and of nobody else', async () => {
      const nobody = await cli.run('subscribers', 'erase', 'nobody@example.org');
      expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringMatching(/is no subscriber/)]);
      await store.transaction(async tx => {
        await tx.subscribers.update(1, { email: null, addressKey: null });
        await tx.erasure.forget(1, EMAIL, papers => papers);
      });
      const again = await cli.run('subscribers', 'erase', EMAIL, '--json');
      expect(again.stderr).toBe('');
      expect(again.json()).toMatchObject({ email: null, status: 'unsubscribed', topics: [] });
      expect(await store.erasure.scrubOwed()).toBeNull();
      expect((await cli.run('subscribers', 'erase', EMAIL)).code).toBe(1);
    });
  });
}

describe.runIf(POSTGRES)('subscribers, beside others', () => {
  if (!POSTGRES) return;
  const { fresh } = POSTGRES;
  let database: FreshDatabase;
  let store: OpenStore;
  let cli: ReturnType<typeof commandLine>;
  beforeEach(async () => {
    database = await fresh();
    store = await openStore(databaseUrl(database.url));
    await store.subscribers.insert(reader(EMAIL));
    cli = commandLine({ DATABASE_URL: database.url });
  });
  afterEach(async () => {
    cli.dispose();
    await store.close();
    await database.dispose();
  });

  it.each([
    { args: ['pause', '--until', '2026-06-30'], before: 'active', meanwhile: 'unsubscribed', code: 1 },
    { args: ['update', '--confirmed'], before: 'pending', meanwhile: 'unsubscribed', code: 1 },
    { args: ['add', '--confirmed'], before: 'unsubscribed', meanwhile: 'suppressed', code: 1 },
    { args: ['suppress'], before: 'unsubscribed', meanwhile: 'active', code: 0 },
  ] as const)('$args.0 sees that somebody is $meanwhile now', async ({ args, before, meanwhile, code }) => {
    await store.subscribers.update(1, { status: before });
    const [command, ...options] = args;
    let running: ReturnType<typeof cli.run> | undefined;
    await store.alongside(async tx => {
      await tx.subscribers.update(1, { status: meanwhile });
      running = cli.run('subscribers', command, EMAIL, ...options);
      await somebodyWaits(database.url);
    });
    expect((await running)?.code).toBe(code);
    const now = code === 0 ? 'suppressed' : meanwhile;
    expect(await store.subscribers.byNums([1])).toMatchObject([{ status: now }]);
  });
});
