import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consequences } from '../../src/pipeline/consequences.ts';
import { type OpenStore, openStore, type Store } from '../../src/store/store.ts';
import { delivery, reader } from '../support/builders.ts';
import { databaseUrl, type FreshDatabase, POSTGRES } from '../support/databases.ts';
import { somebodyWaits } from '../support/lock-waits.ts';

const EDITIONS = ['2026-06-03', '2026-06-04'] as const;

describe.runIf(POSTGRES)('consequences, beside others', () => {
  if (!POSTGRES) return;
  const { fresh } = POSTGRES;
  let database: FreshDatabase;
  let one: OpenStore;
  let other: OpenStore;
  beforeEach(async () => {
    database = await fresh();
    one = await openStore(databaseUrl(database.url));
    other = await openStore(databaseUrl(database.url));
    await one.subscribers.insert(reader('carl@example.org'));
    for (const edition of EDITIONS) {
      await one.editions.open(edition, 1);
      await one.deliveries.freezePage(edition, [delivery(1, { slot: Date.parse(edition) })], [], 1);
      await one.leases.claim(edition, { owner: 'w', now: 1, until: 99, limit: 1, at: null });
    }
  });
  afterEach(async () => {
    await one.close();
    await other.close();
    await database.dispose();
  });

  const status = async () => (await one.subscribers.byNums([1]))[0]?.status;
  const answered = (tx: Store, edition: string, means: 'dead' | 'doubtful') =>
    tx.leases.settle(
      edition,
      [
        {
          subscriber: 1,
          fence: 1,
          state: 'rejected',
          class: means,
          code: 550,
          enhanced: null,
          reply: null,
          reason: null,
          attempted: true,
          notBefore: 0,
        },
      ],
      2,
    );

  it('see what another sender learns of the same reader at the same time', async () => {
    const [first, second] = EDITIONS;
    let later: Promise<number> | undefined;
    const suppressed = await one.alongside(async tx => {
      await answered(tx, first, 'doubtful');
      const mine = await consequences(tx, [1], 3);
      later = other.alongside(async beside => {
        await answered(beside, second, 'doubtful');
        return consequences(beside, [1], 3);
      });
      await Promise.race([later, somebodyWaits(database.url)]);
      return mine;
    });
    expect([suppressed, await later]).toEqual([0, 1]);
    expect(await status()).toBe('suppressed');
  });

  it('come to nothing for whoever is erased meanwhile', async () => {
    const [edition] = EDITIONS;
    let judging: Promise<number> | undefined;
    await other.transaction(async tx => {
      await tx.subscribers.update(1, { email: null, addressKey: null, status: 'unsubscribed' });
      judging = one.alongside(async beside => {
        await answered(beside, edition, 'dead');
        return consequences(beside, [1], 3);
      });
      await somebodyWaits(database.url);
    });
    expect(await judging).toBe(0);
    expect(await status()).toBe('unsubscribed');
  });
});
