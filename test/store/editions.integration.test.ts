import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const EDITION = '2026-01-05';
const TOMORROW = '2026-01-06';
const OUTCOME = {
  class: null,
  code: null,
  enhanced: null,
  reply: null,
  reason: null,
  attempted: true,
  notBefore: 0,
};

for (const database of DATABASES) {
  describe(`holding editions on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
      const { store } = world;
      await store.subscribers.insertMany(Array.from({ length: 5 }, (_, n) => reader(`r${n}@example.org`)));
      await store.editions.open(EDITION, 0);
    });
    afterEach(() => world.dispose());
    const freeze = (...subscribers: number[]) =>
      world.store.deliveries.freezePage(
        EDITION,
        subscribers.map(subscriber => ({
          subscriber,
          papers: Uint8Array.of(1, subscriber),
          slot: 0,
          expiresAt: 9e9,
          messageId: `<${subscriber}@x>`,
          name: null,
          domainGroup: 'example.org',
          preface: null,
          note: null,
        })),
        [],
        1,
      );
    const statesOf = async () =>
      (await world.store.deliveries.list({ edition: EDITION })).map(row => [row.subscriber, row.state]);

    it('pauses once, says why, and resumes once', async () => {
      const { editions } = world.store;
      expect(await editions.holds([EDITION])).toEqual(new Map());
      expect(await editions.pause(EDITION, 'wrong digest', 1)).toBe(true);
      expect(await editions.pause(EDITION, 'another reason', 2)).toBe(false);
      expect(await editions.holds([EDITION, TOMORROW])).toEqual(
        new Map([[EDITION, { pausedWhy: 'wrong digest', cancelled: false }]]),
      );
      expect(await editions.resume(EDITION, 3)).toBe(true);
      expect(await editions.resume(EDITION, 4)).toBe(false);
      expect(await editions.holds([EDITION])).toEqual(new Map());
    });

    it('pauses and cancels an edition before it exists', async () => {
      const { editions } = world.store;
      expect(await editions.resume(TOMORROW, 1)).toBe(false);
      expect(await editions.pause(TOMORROW, 'a holiday', 1)).toBe(true);
      expect(await editions.cancel(TOMORROW, 2)).toBe(true);
      expect(await editions.holds([TOMORROW])).toEqual(
        new Map([[TOMORROW, { pausedWhy: null, cancelled: true }]]),
      );
    });

    it('cancels for good: it is not paused or resumed any more', async () => {
      const { editions } = world.store;
      await editions.cancel(EDITION, 1);
      expect(await editions.cancel(EDITION, 2)).toBe(false);
      expect(await editions.pause(EDITION, 'too late', 3)).toBe(false);
      expect(await editions.resume(EDITION, 4)).toBe(false);
      expect((await editions.holds([EDITION])).get(EDITION)?.cancelled).toBe(true);
    });

    it('cancels what nobody holds, calls unknown what may be out, and leaves the rest to whoever holds it', async () => {
      const { deliveries, editions, leases } = world.store;
      await freeze(1, 2);
      await leases.claim(EDITION, { owner: 'a', now: 5, until: 100, limit: 2, at: null });
      await leases.handOff(EDITION, 'a', [{ subscriber: 1, fence: 1 }], { now: 6, margin: 0 });
      await leases.settle(EDITION, [{ ...OUTCOME, subscriber: 1, fence: 1, state: 'unknown' }], 6);
      // 1 is to go out once more, and may be out already; 2 is held.
      await deliveries.resolve(EDITION, 1, { state: 'pending', expiresAt: 9e9 }, 7);
      await freeze(3, 4);

      expect(await editions.cancel(EDITION, 9)).toBe(true);
      expect(await statesOf()).toEqual([
        [1, 'unknown'],
        [2, 'leased'],
        [3, 'cancelled'],
        [4, 'cancelled'],
      ]);
      expect((await deliveries.list({ edition: EDITION })).map(row => row.reason)).toEqual([
        'the edition is cancelled; may be out',
        null,
        'the edition is cancelled',
        'the edition is cancelled',
      ]);
    });

    it('cancels what came in since when it is told again', async () => {
      const { editions } = world.store;
      await editions.cancel(EDITION, 1);
      await freeze(1, 2);
      expect(await editions.cancel(EDITION, 2)).toBe(true);
      expect(await statesOf()).toEqual([
        [1, 'cancelled'],
        [2, 'cancelled'],
      ]);
      expect(await editions.cancel(EDITION, 3)).toBe(false);
    });

    it('keeps every attempt, once, and gives them back oldest first', async () => {
      const { attempts } = world.store;
      const attempt = {
        edition: EDITION,
        subscriber: 1,
        fence: 1,
        at: 1_780_000_000_000,
        worker: 'a',
        relay: 'mail.example.org:587',
        phase: 'recipient',
        state: 'deferred',
        class: 'soft',
        code: 450,
        enhanced: '4.2.0',
        reply: '450 4.2.0 come back later',
      } as const;
      const later = { ...attempt, fence: 3, state: 'accepted', phase: 'end' } as const;
      await attempts.add([later, attempt, { ...attempt, edition: TOMORROW }, { ...attempt, subscriber: 2 }]);
      await attempts.add([{ ...attempt, worker: 'b' }]);
      expect(await attempts.of(1, [EDITION])).toEqual([attempt, later]);
      expect((await attempts.of(1, [TOMORROW, EDITION])).map(one => one.edition)).toEqual([
        EDITION,
        EDITION,
        TOMORROW,
      ]);
      expect(await attempts.of(3, [EDITION])).toEqual([]);
    });
  });
}
