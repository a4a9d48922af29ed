import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../src/audience/by-link.ts';
import type { OpenStore, Store } from '../../src/store/store.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES, POSTGRES } from '../support/databases.ts';

/** A promise and what resolves it. */
function signal() {
  let give = () => {};
  const given = new Promise<void>(resolve => {
    give = resolve;
  });
  return { give, given };
}

/** Reads a number and writes the next one: two that do so side by side lose one. */
async function count(tx: Store): Promise<void> {
  const [row] = await tx.subscribers.byNums([1]);
  await tx.subscribers.update(1, { max: (row?.max ?? 0) + 1 });
}

for (const database of DATABASES) {
  describe(`transactions on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    let store: OpenStore;
    let other: OpenStore;
    beforeEach(async () => {
      world = await database.open();
      store = world.store;
      other = await world.again();
      await store.subscribers.insertMany([reader('a@example.org', { max: 0 }), reader('b@example.org')]);
    });
    afterEach(async () => {
      await other.close();
      await world.dispose();
    });

    const counted = async () => (await store.subscribers.byNums([1]))[0]?.max;

    it('lose nothing that they read and then write', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store.transaction(count)));
      expect(await counted()).toBe(20);
    });

    it('undo everything when they fail, and go on with the next', async () => {
      const failing = store.transaction(async tx => {
        await count(tx);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await store.alongside(count);
      expect(await counted()).toBe(1);
    });

    it('are one where one begins within another', async () => {
      const failing = store.alongside(async tx => {
        await tx.transaction(count);
        await tx.alongside(count);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await counted()).toBe(0);
    });

    it('tell one time to all who use the database', async () => {
      const times = [await store.now(), await other.now(), await store.transaction(tx => tx.now())];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every(Number.isSafeInteger)).toBe(true);
    });
  });
}

describe.runIf(POSTGRES)('transactions beside each other', () => {
  if (!POSTGRES) return;
  const database = POSTGRES;
  let world: Awaited<ReturnType<typeof database.open>>;
  let other: OpenStore;
  beforeEach(async () => {
    world = await database.open();
    other = await world.again();
    await world.store.subscribers.insertMany([reader('a@example.org'), reader('b@example.org')]);
  });
  afterEach(async () => {
    await other.close();
    await world.dispose();
  });

  it('lose nothing that several processes read and then write', async () => {
    await world.store.subscribers.update(1, { max: 0 });
    const each = Array.from({ length: 20 }, (_, n) => (n % 2 ? world.store : other).transaction(count));
    await Promise.all(each);
    expect(await other.subscribers.byNums([1])).toMatchObject([{ max: 20 }]);
  });

  it('go on while somebody holds the write lock', async () => {
    const done = signal();
    const holding = world.store.transaction(() => done.given);
    await other.alongside(tx => tx.subscribers.update(1, { name: 'Ada' }));
    expect(await other.subscribers.byNums([1])).toMatchObject([{ name: 'Ada' }]);
    done.give();
    await holding;
  });

  it('let everybody unsubscribe while somebody freezes, or imports a long list', async () => {
    const done = signal();
    const frozen = signal();
    const freezing = world.store.transaction(async tx => {
      await tx.editions.open('2026-06-02', 1);
      await tx.deliveries.freezePage('2026-06-02', [delivery(1)], [], 1);
      frozen.give();
      await done.given;
    });
    await frozen.given;
    expect(await leave(other, 1)).toMatchObject({ status: 'unsubscribed' });
    done.give();
    await freezing;
  });

  it('are run again when they wait for each other in a circle', async () => {
    const both = [signal(), signal()];
    let runs = 0;
    const crossing = (store: OpenStore, mine: 0 | 1) =>
      store.alongside(async tx => {
        runs++;
        await tx.subscribers.update(1 + mine, { name: `of ${mine}` });
        both[mine]?.give();
        await both[1 - mine]?.given;
        await tx.subscribers.update(2 - mine, { name: `of ${mine}` });
      });
    await Promise.all([crossing(world.store, 0), crossing(other, 1)]);
    expect(runs).toBe(3);
    const names = (await other.subscribers.byNums([1, 2])).map(row => row.name);
    expect(new Set(names).size).toBe(1);
  });

  it('keep an unsubscribe waiting whose row they have locked, and no other', async () => {
    const locked = signal();
    const done = signal();
    const order: string[] = [];
    const handingOff = world.store.alongside(async tx => {
      await tx.subscribers.byNums([1], { lock: 'share' });
      locked.give();
      await done.given;
      order.push('handed off');
    });
    await locked.given;
    await other.subscribers.update(2, { status: 'unsubscribed' });
    const leaving = other.subscribers
      .update(1, { status: 'unsubscribed' })
      .then(() => order.push('unsubscribed'));
    done.give();
    await Promise.all([handingOff, leaving]);
    expect(order).toEqual(['handed off', 'unsubscribed']);
  });
});
