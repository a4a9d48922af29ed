import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../src/audience/by-link.ts';
import { pauseSubscriber } from '../../src/audience/manage.ts';
import { changeAudience } from '../../src/cli/audience.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';
import { reader } from '../support/builders.ts';
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
