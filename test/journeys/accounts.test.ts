import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import { deliver, type EditionReport, prepare, send } from '../../src/pipeline.ts';
import type { Store } from '../../src/store/store.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = { queries: ['"language models"'] };
/** A Monday. */
const DAY = '2026-06-01';
const HOOKS = { transport: nullTransport(), owner: 'test', sleep: async () => {} };

/** audience = Σ states + Σ skipped, whatever happens. */
describe('accounts of an edition', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(Date.parse(`${DAY}T08:00:00Z`));
    await world.subscribe('reader@example.org', QUERY);
    await world.subscribe('evening@example.org', { ...QUERY, hour: 20 });
    await world.subscribe('tuesdays@example.org', { ...QUERY, cadence: 'tue' });
    await world.subscribe('nothing@example.org', { queries: ['unheard'] });
    await world.subscribe('rests@example.org', { ...QUERY, status: 'paused', pausedUntil: '2026-07-01' });
    for (const status of ['pending', 'unsubscribed', 'suppressed'] as const) {
      await world.subscribe(`${status}@example.org`, { ...QUERY, status });
    }
    const erased = await world.subscribe('erased@example.org', QUERY);
    await erase(erased);
    await world.subscribe('last@example.org', QUERY);
    await world.ingest(digest(title(1), title(2)), DAY);
  });
  afterEach(() => world.dispose());

  const erase = (num: number) =>
    world.parts.store.subscribers.update(num, { email: null, addressKey: null, status: 'unsubscribed' });
  const at = (time: string) => Date.parse(`${DAY}T${time}Z`);

  async function expectBalance(report: EditionReport, audience: number): Promise<void> {
    const sum = [...Object.values(report.states), ...Object.values(report.skipped)].reduce(
      (total, rows) => total + rows,
      0,
    );
    expect([sum, report.audience]).toEqual([audience, audience]);
    expect(await world.parts.store.editions.astray(DAY)).toEqual([]);
  }

  it('is a draft as long as it is half frozen, however much of it is delivered', async () => {
    const { parts } = world;
    for (let n = 0; n < 600; n++) await world.subscribe(`r${n}@example.org`, QUERY);
    const stop = new AbortController();
    const order = { edition: DAY, at: at('23:00') };
    await prepare(parts, order, { onFrozen: () => stop.abort(), signal: stop.signal });
    const [half] = await deliver(parts, async () => [order], HOOKS);
    expect(half).toMatchObject({ state: 'draft', audience: 500 });
    expect(await parts.store.editions.newest(1)).toMatchObject([{ state: 'draft' }]);
    expect(await send(parts, order, HOOKS)).toMatchObject({ state: 'complete', audience: 609 });
  });

  it('balances after freezing, hour by hour, and at the end', async () => {
    const { parts } = world;
    await expectBalance(await prepare(parts, { edition: DAY, at: at('06:00') }), 9);
    const morning = await prepare(parts, { edition: DAY, at: at('08:00'), oneTurn: true });
    expect(morning).toMatchObject({ state: 'sending', states: { pending: 2 } });
    await expectBalance(morning, 9);
    await expectBalance(await send(parts, { edition: DAY, at: at('08:00') }, HOOKS), 9);
    const whole = await send(parts, { edition: DAY, at: null }, HOOKS);
    expect(whole).toMatchObject({
      state: 'complete',
      states: { accepted: 3 },
      skipped: {
        'not-due': 1,
        'nothing-matched': 1,
        paused: 1,
        pending: 1,
        unsubscribed: 1,
        suppressed: 1,
      },
    });
    await expectBalance(whole, 9);
  });

  it('balances when a run is broken off, and when somebody is erased or comes meanwhile', async () => {
    const { parts } = world;
    const stop = new AbortController();
    const broken: Transport = {
      ...nullTransport(),
      concurrency: 1,
      hand: async (edition, message, commit) => {
        stop.abort();
        await world.subscribe('newcomer@example.org', QUERY);
        await erase(1);
        return nullTransport().hand(edition, message, commit);
      },
    };
    const first = await send(
      parts,
      { edition: DAY, at: null },
      { ...HOOKS, transport: broken, signal: stop.signal },
    );
    // The newcomer is not in it yet: it is not complete.
    expect(first.state).toBe('sending');
    await expectBalance(first, 9);
    await expectBalance(await world.send(DAY), 10);
  });

  it.each(['pause', 'cancel'] as const)('balances when the operator says %s', async word => {
    const { editions } = world.parts.store;
    if (word === 'pause') await editions.pause(DAY, 'wrong digest', 0);
    else await editions.cancel(DAY, 0);
    const report = await world.send(DAY);
    expect(report).toMatchObject(
      word === 'pause'
        ? { state: 'paused', states: { pending: 3 } }
        : { state: 'cancelled', skipped: { held: 9 } },
    );
    await expectBalance(report, 9);
  });

  it('balances when an edition is cancelled that is prepared', async () => {
    await prepare(world.parts, { edition: DAY, at: null });
    await world.parts.store.editions.cancel(DAY, 0);
    const report = await world.send(DAY);
    expect(report).toMatchObject({ state: 'cancelled', states: { cancelled: 3 } });
    await expectBalance(report, 9);
  });

  it('carries the papers of a cancelled edition in the next', async () => {
    await world.parts.store.editions.cancel(DAY, 0);
    await world.send(DAY);
    expect(await world.send('2026-06-02')).toMatchObject({ states: { accepted: 4 } });
  });

  it.each([
    ['left out', { deliveries: 0, skips: 1 }, [3]],
    ['counted twice', { deliveries: 0, skips: 0, twice: true }, [1]],
  ] as const)(
    'tells loudly of somebody who was %s, when the others have their mail',
    async (_, cut, nums) => {
      const { store } = world.parts;
      const faulty = (tx: Store): Store => ({
        ...tx,
        deliveries: {
          ...tx.deliveries,
          freezePage: async (edition, deliveries, skips, now) => {
            await tx.deliveries.freezePage(edition, deliveries, skips.slice(cut.skips), now);
            if (!('twice' in cut)) return;
            await tx.deliveries.freezePage(edition, [], [{ subscriber: 1, reason: 'held' }], now);
          },
        },
      });
      const parts = {
        ...world.parts,
        store: {
          ...store,
          transaction: <T>(work: (tx: Store) => Promise<T>): Promise<T> =>
            store.transaction(tx => work(faulty(tx))),
        },
      };
      await expect(send(parts, { edition: DAY, at: null }, HOOKS)).rejects.toThrow(
        `do not balance: subscribers number ${nums.join(', ')} `,
      );
      const accepted = await store.deliveries.list({ edition: DAY, state: 'accepted' });
      expect(accepted.map(row => row.email)).toEqual([
        'reader@example.org',
        'evening@example.org',
        'last@example.org',
      ]);
    },
  );
});
