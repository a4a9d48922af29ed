import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LetterOutcome } from '../../src/store/letters.ts';
import { DATABASES } from '../support/databases.ts';

const ACCEPTED: LetterOutcome = {
  state: 'accepted',
  class: 'accepted',
  code: 250,
  enhanced: '2.0.0',
  reply: 'ok',
  notBefore: 0,
};

for (const database of DATABASES) {
  describe(`letters on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    const write = (subscriber: number, fields = {}) =>
      world.store.letters.add({ kind: 'confirm', subscriber, expiresAt: 10_000, ...fields }, 1_000);
    const claim = (owner: string, now: number, limit = 10) =>
      world.store.letters.claim({ owner, now, until: now + 100, limit });

    it('are each in the hands of one worker, oldest first', async () => {
      for (let subscriber = 1; subscriber <= 12; subscriber++) await write(subscriber);
      const other = await world.again();
      const claims = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          [world.store, other][n % 2]?.letters.claim({ owner: `w${n}`, now: 2_000, until: 2_100, limit: 3 }),
        ),
      );
      const nums = claims.flatMap(some => (some ?? []).map(({ num }) => num));
      expect(new Set(nums).size).toBe(nums.length);
      const rest = await claim('last', 2_000, 20);
      expect([...nums, ...rest.map(({ num }) => num)].sort((a, b) => a - b)).toHaveLength(12);
      for (const some of claims) {
        const own = (some ?? []).map(({ num }) => num);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
      await other.close();
    });

    it('go to the next worker when theirs dies, whose late word counts no more', async () => {
      await write(1);
      const [first] = await claim('dead', 2_000);
      expect(await claim('next', 2_100)).toEqual([]);
      expect(await world.store.letters.isOwing(2_100)).toBe(false);
      expect(await world.store.letters.isOwing(2_101)).toBe(true);
      const [second] = await claim('next', 2_101);
      expect(second).toMatchObject({ num: first?.num, attempts: 2 });
      if (!first || !second) throw new Error('no letter was claimed');
      expect(await world.store.letters.settle(first, ACCEPTED, 2_102)).toBe(false);
      expect(await world.store.letters.settle(second, ACCEPTED, 2_102)).toBe(true);
      expect(await world.store.letters.byNum(first.num)).toMatchObject({ state: 'accepted' });
      expect(await world.store.letters.isOwing(9_000)).toBe(false);
    });

    it('that are deferred wait for their time', async () => {
      await write(1);
      const [letter] = await claim('a', 2_000);
      if (!letter) throw new Error('no letter was claimed');
      await world.store.letters.settle(letter, { ...ACCEPTED, state: 'deferred', notBefore: 3_000 }, 2_001);
      expect(await claim('a', 2_999)).toEqual([]);
      expect(await claim('a', 3_000)).toHaveLength(1);
    });

    it('have a link that works once, until it expires, whoever comes at the same time', async () => {
      const [good, late] = [await write(1), await write(1)];
      const uses = await Promise.all(Array.from({ length: 5 }, () => world.store.letters.use(good, 9_999)));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await world.store.letters.use(late, 10_000)).toBe(false);
      expect(await world.store.letters.use(999, 2_000)).toBe(false);
      expect((await world.store.letters.byNum(good))?.usedAt).toBe(9_999);
    });

    it('are found by whom they are to, and forgotten when long expired', async () => {
      await write(1, { expiresAt: 2_000 });
      const num = await write(1, { kind: 'link' });
      await write(2, { kind: 'move', address: 'new@example.org', edition: '2026-06-01' });
      expect(await world.store.letters.newest(1, 'link')).toMatchObject({ num, kind: 'link', usedAt: null });
      expect(await world.store.letters.newest(2, 'link')).toBeNull();
      expect(await world.store.letters.of(2)).toMatchObject([
        { kind: 'move', address: 'new@example.org', edition: '2026-06-01', createdAt: 1_000 },
      ]);
      await world.store.letters.forget(2_001);
      expect(await world.store.letters.of(1)).toMatchObject([{ num }]);
    });
  });
}
