import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlotClaim } from '../../src/store/slots.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const INGEST = { job: 'ingest', at: 1_000_000 };

function claim(owner: string, now: number, fields: Partial<SlotClaim> = {}): SlotClaim {
  return {
    ...INGEST,
    owner,
    now,
    until: now + 100,
    longest: 200,
    retry: { rest: 50, attempts: 3 },
    ...fields,
  };
}

for (const database of DATABASES) {
  describe(`slots on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('gives a slot to one of those who ask at once', async () => {
      const other = await world.again();
      const stores = [world.store, other];
      const claims = Array.from({ length: 20 }, (_, n) =>
        stores[n % 2]?.slots.claim(claim(`owner ${n}`, 1_000_000)),
      );
      const won = (await Promise.all(claims)).filter(Boolean);
      expect(won).toHaveLength(1);
      await other.close();
    });

    it('gives away the slot of a worker that died, and not that of one that lives', async () => {
      const { slots } = world.store;
      await slots.claim(claim('a', 1_000_000));
      expect(await slots.claim(claim('b', 1_000_100))).toBe(false);
      expect(await slots.heartbeat(INGEST, 'a', 1_000_250)).toBe(true);
      expect(await slots.claim(claim('b', 1_000_200))).toBe(false);
      expect(await slots.claim(claim('b', 1_000_251))).toBe(true);
      expect(await slots.heartbeat(INGEST, 'a', 1_000_900)).toBe(false);
      expect(await slots.get(INGEST)).toMatchObject({ owner: 'b', attempts: 2, leaseUntil: 1_000_351 });
    });

    it('takes a lease far in the future for a clock that was set back', async () => {
      const { slots } = world.store;
      await slots.claim(claim('a', 9_000_000));
      expect(await slots.claim(claim('b', 1_000_000))).toBe(true);
    });

    it('lets only its owner end a slot, once', async () => {
      const { slots } = world.store;
      await slots.claim(claim('a', 1_000_000));
      const done = { ok: true, outcome: '{"papers":3}' };
      expect(await slots.end(INGEST, 'b', done, 1_000_010)).toBe(false);
      expect(await slots.end(INGEST, 'a', done, 1_000_010)).toBe(true);
      expect(await slots.end(INGEST, 'a', { ok: false, outcome: '{}' }, 1_000_020)).toBe(false);
      expect(await slots.get(INGEST)).toMatchObject({ ...done, endedAt: 1_000_010 });
    });

    it('keeps a slot ended that was done', async () => {
      const { slots } = world.store;
      await slots.claim(claim('a', 1_000_000));
      await slots.end(INGEST, 'a', { ok: true, outcome: '{}' }, 1_000_010);
      expect(await slots.claim(claim('b', 9_000_000))).toBe(false);
    });

    it('opens a slot that failed after its rest, until it had its attempts', async () => {
      const { slots } = world.store;
      const failed = { ok: false, outcome: '{"sources":[]}' };
      let now = 1_000_000;
      for (let attempt = 1; attempt <= 3; attempt++) {
        expect(await slots.claim(claim('a', now))).toBe(true);
        await slots.end(INGEST, 'a', failed, now);
        expect(await slots.claim(claim('b', now + 49))).toBe(false);
        now += 50;
      }
      expect(await slots.claim(claim('b', now))).toBe(false);
      expect(await slots.get(INGEST)).toMatchObject({ ...failed, attempts: 3 });
    });

    it('gives a slot back as if it had not been tried', async () => {
      const { slots } = world.store;
      await slots.claim(claim('a', 1_000_000));
      await slots.release(INGEST, 'a');
      expect(await slots.claim(claim('b', 1_000_000))).toBe(true);
      expect(await slots.get(INGEST)).toMatchObject({ owner: 'b', attempts: 1 });
    });

    it('lists the last slots of a job, newest first', async () => {
      const { slots } = world.store;
      for (const at of [1, 3, 2]) await slots.claim(claim('a', 9, { job: `edition:2026-01-0${at}`, at }));
      await slots.claim(claim('a', 9));
      expect((await slots.last('edition:', 2)).map(({ job, at }) => [job, at])).toEqual([
        ['edition:2026-01-03', 3],
        ['edition:2026-01-02', 2],
      ]);
      expect(await slots.last('ingest', 5)).toHaveLength(1);
    });

    it('knows who serves, and that it left unless another came', async () => {
      const { slots } = world.store;
      expect(await slots.lastSeen()).toBeNull();
      await slots.appear('a', 10, 100);
      await slots.appear('b', 20, 110);
      await slots.leave('a', 30);
      expect(await slots.lastSeen()).toMatchObject({ owner: 'b', startedAt: 20, endedAt: null });
      await slots.leave('b', 40);
      expect(await slots.lastSeen()).toMatchObject({ startedAt: 20, endedAt: 40 });
      await slots.appear('a', 50, 140);
      expect(await slots.lastSeen()).toMatchObject({ owner: 'a', startedAt: 50, endedAt: null });
    });

    it('forgets what is long past, but not that somebody serves', async () => {
      const { slots } = world.store;
      for (const at of [10, 20, 30]) {
        const lease = { owner: 'a', now: at, until: at + 5, longest: 10, retry: { rest: 1, attempts: 1 } };
        await slots.claim({ job: 'ingest', at, ...lease });
      }
      await slots.appear('a', 5, 15);
      await slots.forget(20);
      expect((await slots.last('ingest', 9)).map(({ at }) => at)).toEqual([30, 20]);
      expect(await slots.lastSeen()).not.toBeNull();
    });

    it('tells when readers have their slots, without those who get no mail', async () => {
      const { subscribers } = world.store;
      await subscribers.insertMany([
        reader('a@example.org'),
        reader('b@example.org', { confirmedAt: 5 }),
        reader('c@example.org', {
          confirmedAt: null,
          hour: 9,
          timezone: 'Asia/Tokyo',
          cadence: 'mon,thu',
          status: 'paused',
        }),
        reader('d@example.org', { hour: 11, status: 'unsubscribed' }),
      ]);
      expect(await subscribers.slotGroups()).toEqual([
        { timezone: null, hour: 7, cadence: 'daily', newest: 5 },
        { timezone: 'Asia/Tokyo', hour: 9, cadence: 'mon,thu', newest: null },
      ]);
    });
  });
}
