import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`subscribers on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('keeps every preference, and finds a subscriber by canonical address', async () => {
      const { subscribers } = world.store;
      const row = reader('Ada@example.org', {
        topics: ['llm'],
        queries: ['"a b" -c'],
        timezone: 'Europe/Rome',
        max: 3,
      });
      const stored = await subscribers.insert(row);
      const { addressKey, ...fields } = row;
      expect(stored).toEqual({ ...fields, num: stored?.num });
      expect(await subscribers.byKey(addressKey)).toEqual(stored);
    });

    it('refuses a second subscriber with the same address, one by one and in bulk', async () => {
      const { subscribers } = world.store;
      await subscribers.insert(reader('a@example.org'));
      expect(await subscribers.insert(reader('A@example.org'))).toBeNull();
      const bulk = await subscribers.insertMany(
        ['b@e.org', 'a@example.org', 'b@e.org', 'c@e.org'].map(e => reader(e)),
      );
      expect(bulk.map(row => row?.email ?? null)).toEqual(['b@e.org', null, null, 'c@e.org']);
    });

    it('pages through everybody with an address, leaving the erased out', async () => {
      const { subscribers } = world.store;
      await subscribers.insertMany(Array.from({ length: 7 }, (_, n) => reader(`r${n}@example.org`)));
      await subscribers.update(2, { email: null, addressKey: null, name: null });
      const pages: number[][] = [];
      for await (const page of subscribers.pages(3)) pages.push(page.map(({ num }) => num));
      expect(pages).toEqual([
        [1, 3, 4],
        [5, 6, 7],
      ]);
      expect(await subscribers.audience('2026-01-05')).toBe(6);
    });

    it('keeps one suppression key for ever, and the first reason of a suppression', async () => {
      const { suppressions } = world.store;
      const other = await world.again();
      expect(await suppressions.key()).toEqual(await other.suppressions.key());
      await suppressions.add('h', 'complaint', 1);
      await other.suppressions.add('h', 'by hand', 2);
      expect(await suppressions.has('h')).toBe('complaint');
      expect(await suppressions.among(['h', 'i'])).toEqual(new Set(['h']));
      await other.close();
    });

    it('opens twice without migrating twice, and refuses the database of a newer program', async () => {
      const again = await world.again();
      expect(again.migrated.from).toBe(again.migrated.to);
      await again.close();
      await world.pretendSchema(99);
      await expect(world.again()).rejects.toThrow(UserError);
      await expect(world.again()).rejects.toThrow(/schema 99.*newer Paperboy/);
    });
  });
}
