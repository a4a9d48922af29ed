import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delivery, paper, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const EDITION = '2026-01-05';

const frozen = (subscriber: number, slot = 0) => delivery(subscriber, { slot });

for (const database of DATABASES) {
  describe(`deliveries on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
      const rows = Array.from({ length: 5 }, (_, n) => reader(`r${n}@example.org`));
      await world.store.subscribers.insertMany(rows);
      await world.store.editions.open(EDITION, 0);
    });
    afterEach(() => world.dispose());
    const lease = (owner: string, now: number, limit = 10) => ({
      owner,
      now,
      until: now + 100,
      limit,
      at: null,
    });
    const settled = {
      state: 'accepted',
      class: 'accepted',
      code: null,
      enhanced: null,
      reply: 'outbox',
      reason: null,
      attempted: true,
      notBefore: 0,
    } as const;
    /** Puts a claim on record as handed off, with all of its lease left. */
    const handOff = (owner: string, subscriber: number, fence: number, now: number) =>
      world.store.leases.handOff(EDITION, owner, [{ subscriber, fence }], { now, margin: 10 });

    it('freezes a subscriber once: a second freeze changes nothing', async () => {
      const { deliveries } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await deliveries.freezePage(EDITION, [{ ...frozen(1), papers: Uint8Array.of(9) }], [], 2);
      const [row] = await deliveries.list({});
      expect([...(row?.papers ?? [])]).toEqual([1, 1]);
    });

    it('replaces the reason of a skip, and drops it once there is a delivery', async () => {
      const { deliveries } = world.store;
      await deliveries.freezePage(
        EDITION,
        [],
        [
          { subscriber: 1, reason: 'not-due' },
          { subscriber: 2, reason: 'paused' },
        ],
        1,
      );
      await deliveries.freezePage(EDITION, [frozen(2)], [{ subscriber: 1, reason: 'nothing-new' }], 2);
      expect(
        (await world.store.skips.of(EDITION)).map(({ subscriber, reason }) => [subscriber, reason]),
      ).toEqual([[1, 'nothing-new']]);
      expect(await world.store.editions.accounts(EDITION)).toEqual({
        states: { pending: 1 },
        skipped: { 'nothing-new': 1 },
      });
    });

    it('gives each due delivery to one claimer, oldest slot first', async () => {
      const { deliveries, leases } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1, 30), frozen(2, 10), frozen(3, 20)], [], 1);
      const other = await world.again();
      const mine = await leases.claim(EDITION, lease('a', 50, 2));
      const theirs = await other.leases.claim(EDITION, lease('b', 50));
      expect(mine.map(row => row.subscriber)).toEqual([2, 3]);
      expect(theirs.map(row => row.subscriber)).toEqual([1]);
      await other.close();
    });

    it('gives back an expired lease, and the fence keeps the old owner from writing', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      const [old] = await leases.claim(EDITION, lease('sleeper', 0));
      expect(await rests.reap(EDITION, 50, 9_000, 'again')).toBe(0);
      expect(await rests.reap(EDITION, 101, 9_000, 'again')).toBe(1);
      const [renewed] = await leases.claim(EDITION, lease('awake', 200));
      expect(renewed?.fence).toBe(2);
      expect(await handOff('awake', 1, old?.fence ?? 0, 205)).toEqual(new Set());
      expect(await handOff('awake', 1, 2, 205)).toEqual(new Set([1]));
      const late = [{ ...settled, subscriber: 1, fence: old?.fence ?? 0 }];
      expect((await leases.settle(EDITION, late, 210)).written).toEqual(new Set());
      const now = [{ ...settled, subscriber: 1, fence: 2 }];
      expect((await leases.settle(EDITION, now, 220)).written).toEqual(new Set([1]));
      expect((await deliveries.list({ state: 'accepted' })).map(row => [row.attempts, row.reply])).toEqual([
        [1, 'outbox'],
      ]);
    });

    it('does not reap a lease that is kept alive', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await leases.claim(EDITION, lease('a', 0));
      await leases.heartbeat(EDITION, 'a', 1_000);
      expect(await rests.reap(EDITION, 500, 9_000, 'again')).toBe(0);
      expect(await deliveries.owed(EDITION, null)).toEqual({ leasedUntil: 1_000, due: null });
    });

    it('tells which rows carried something, leaving out what was rejected', async () => {
      const { deliveries, leases } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1), frozen(2), frozen(3)], [], 1);
      const claimed = await leases.claim(EDITION, lease('a', 0));
      await leases.settle(
        EDITION,
        [{ ...settled, state: 'rejected', subscriber: 2, fence: claimed[1]?.fence ?? 0 }],
        5,
      );
      const carried = await deliveries.carried([EDITION], 1, 5);
      expect(carried.map(row => row.subscriber)).toEqual([1, 3]);
      expect(await deliveries.frozen(EDITION, 1, 5)).toEqual(new Set([1, 2, 3]));
    });

    it('keeps the first frozen content of a paper', async () => {
      const { editions, papers } = world.store;
      const [num = 0] = await papers.insert([paper({ id: 'p' })]);
      await editions.freezePapers(EDITION, [{ paper: num, content: 'first' }]);
      await editions.freezePapers(EDITION, [{ paper: num, content: 'second' }]);
      expect(await editions.papers(EDITION)).toEqual([{ paper: num, content: 'first' }]);
      expect(await editions.carrying([num])).toEqual(new Set([EDITION]));
      expect(await editions.carrying([num + 1])).toEqual(new Set());
    });

    it('claims and owes only slots up to a moment, when one is named', async () => {
      const { deliveries, leases } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1, 10), frozen(2, 20)], [], 1);
      const claimed = await leases.claim(EDITION, { ...lease('a', 50), at: 15 });
      expect(claimed.map(row => row.subscriber)).toEqual([1]);
      await handOff('a', 1, 1, 55);
      await leases.settle(EDITION, [{ ...settled, subscriber: 1, fence: 1 }], 60);
      expect(await deliveries.owed(EDITION, 15)).toEqual({ leasedUntil: null, due: null });
      expect(await deliveries.owed(EDITION, null)).toEqual({ leasedUntil: null, due: 0 });
    });

    it('remembers that a worker died over a row, not that one gave it back', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1), frozen(2), frozen(3)], [], 1);
      await leases.claim(EDITION, lease('gives back', 0, 1));
      await leases.claim(EDITION, lease('dies before', 0, 1));
      await leases.claim(EDITION, lease('dies over it', 0, 1));
      const claims = [1, 2, 3].map(subscriber => ({ subscriber, fence: 1 }));
      const handedOff = await leases.handOff(EDITION, 'dies over it', claims, { now: 1, margin: 10 });
      expect(handedOff).toEqual(new Set([3]));
      await leases.release(EDITION, 'gives back', 5);
      await rests.reap(EDITION, 101, 9_000, 'again');
      const claimed = await leases.claim(EDITION, lease('next', 200));
      expect(claimed.map(row => [row.subscriber, row.inDoubt])).toEqual([
        [1, false],
        [2, false],
        [3, true],
      ]);
    });

    it('lets the operator resolve what is unknown, and nothing else', async () => {
      const { deliveries, leases } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      expect(await deliveries.resolve(EDITION, 1, { state: 'accepted' }, 2)).toBe(false);
      await leases.claim(EDITION, lease('a', 3));
      await handOff('a', 1, 1, 4);
      await leases.settle(EDITION, [{ ...settled, state: 'unknown', subscriber: 1, fence: 1 }], 4);
      expect(await deliveries.resolve(EDITION, 1, { state: 'accepted' }, 5)).toBe(true);
      expect((await deliveries.list({})).map(row => row.state)).toEqual(['accepted']);
    });

    it('keeps a doubt through a deferral and a resend, until there is an answer', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await leases.claim(EDITION, lease('dies', 0));
      await handOff('dies', 1, 1, 1);
      await rests.reap(EDITION, 101, 9_000, 'again');
      const doubts: boolean[] = [];
      for (const [fence, state] of [
        [2, 'deferred'],
        [3, 'unknown'],
        [4, 'accepted'],
      ] as const) {
        const [row] = await leases.claim(EDITION, lease('next', 200));
        doubts.push(row?.inDoubt ?? false);
        await handOff('next', 1, fence, 205);
        await leases.settle(EDITION, [{ ...settled, state, subscriber: 1, fence }], 210);
        if (state === 'unknown')
          await deliveries.resolve(EDITION, 1, { state: 'pending', expiresAt: 9_000 }, 220);
      }
      expect(doubts).toEqual([true, true, true]);
    });

    it('hands nothing over when a lease is about to run out', async () => {
      await world.store.deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await world.store.leases.claim(EDITION, lease('slept', 0));
      expect(await handOff('slept', 1, 1, 90)).toEqual(new Set());
      expect(await handOff('slept', 1, 1, 89)).toEqual(new Set([1]));
    });

    it('accepts nothing that was not handed off, and after a silence believes a late yes only', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await leases.claim(EDITION, lease('a', 0));
      const say = async (state: 'accepted' | 'rejected' | 'deferred') => {
        const outcome = { ...settled, state, subscriber: 1, fence: 1 };
        return (await leases.settle(EDITION, [outcome], 5)).written;
      };
      expect(await say('accepted')).toEqual(new Set());
      await handOff('a', 1, 1, 6);
      await rests.reap(EDITION, 101, 9_000, 'unknown');
      expect(await say('rejected')).toEqual(new Set());
      expect(await say('deferred')).toEqual(new Set());
      expect(await say('accepted')).toEqual(new Set([1]));
      expect(await say('rejected')).toEqual(new Set());
    });

    it('claims nothing of groups that are left out, and leaves room for those whose rest is over', async () => {
      const { deliveries, leases } = world.store;
      const rows = ['slow', 'quick', 'slow'].map((domainGroup, at) => ({ ...frozen(at + 1), domainGroup }));
      await deliveries.freezePage(EDITION, rows, [], 1);
      const without = { ...lease('a', 50), without: ['slow'] };
      expect((await leases.claim(EDITION, without)).map(row => row.subscriber)).toEqual([2]);
      const deferred = { ...settled, state: 'deferred', subscriber: 2, fence: 1, notBefore: 60 } as const;
      await leases.settle(EDITION, [deferred], 55);
      const all = await leases.claim(EDITION, lease('b', 70));
      expect(all.map(row => row.subscriber)).toEqual([2, 1, 3]);
    });

    it('takes a lease far ahead for a clock that was set back', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1)], [], 1);
      await leases.claim(EDITION, lease('from the future', 1_000_000));
      expect(await rests.reap(EDITION, 500, 9_000, 'again')).toBe(1);
    });

    it('ends a rest far ahead, since the clock was set back, and no other', async () => {
      const { deliveries, leases, rests } = world.store;
      await deliveries.freezePage(EDITION, [frozen(1), frozen(2)], [], 1);
      await leases.claim(EDITION, lease('a', 1));
      const deferred = { ...settled, state: 'deferred', fence: 1 } as const;
      await leases.settle(EDITION, [{ ...deferred, subscriber: 1, notBefore: 9_000 }], 2);
      await leases.settle(EDITION, [{ ...deferred, subscriber: 2, notBefore: 900 }], 2);
      await rests.wake(EDITION, 10, 1_000);
      expect((await leases.claim(EDITION, lease('b', 20))).map(row => row.subscriber)).toEqual([1]);
    });

    it('keeps what a look at the papers found against an hour that has not come', async () => {
      const { deliveries } = world.store;
      const skip = async (reason: 'not-due' | 'nothing-new' | 'paused') => {
        await deliveries.freezePage(EDITION, [], [{ subscriber: 1, reason }], 1);
        return (await world.store.skips.of(EDITION))[0]?.reason;
      };
      expect([
        await skip('nothing-new'),
        await skip('not-due'),
        await skip('paused'),
        await skip('not-due'),
      ]).toEqual(['nothing-new', 'nothing-new', 'paused', 'not-due']);
    });
  });
}
