import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delivery, paper, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const EDITION = '2026-01-05';

for (const database of DATABASES) {
  describe(`look-ups of the pages on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('finds a paper by its own id and by those of its aliases, with every number', async () => {
      const { papers } = world.store;
      await papers.insert([paper({ id: 'elder' }), paper({ id: 'alias' }), paper({ id: 'other' })]);
      await papers.makeAlias(2, 1);
      for (const id of ['elder', 'alias']) {
        const found = await papers.byId(id);
        expect(found?.paper).toMatchObject({ id: 'elder', num: 1 });
        expect(found?.nums.sort()).toEqual([1, 2]);
      }
      expect(await papers.byId('other')).toMatchObject({ nums: [3] });
      expect(await papers.byId('nothing')).toBeNull();
    });

    it('tells what an edition carries from what it only shows again', async () => {
      const { editions, papers } = world.store;
      const [one = 0, two = 0] = await papers.insert([paper({ id: 'one' }), paper({ id: 'two' })]);
      await editions.open(EDITION, 0);
      await editions.freezeAgain(EDITION, [
        { paper: one, content: 'first' },
        { paper: two, content: 'first' },
      ]);
      await editions.freezePapers(EDITION, [{ paper: one, content: 'second' }]);
      await editions.freezeAgain(EDITION, [{ paper: one, content: 'third' }]);
      expect(await editions.papers(EDITION)).toEqual([
        { paper: one, content: 'first' },
        { paper: two, content: 'first' },
      ]);
      expect(await editions.carriedPapers(EDITION)).toEqual([{ paper: one, content: 'first' }]);
      expect(await editions.carrying([one])).toEqual(new Set([EDITION]));
      expect(await editions.carrying([two])).toEqual(new Set());
    });

    it('finds what an edition carries to one subscriber, and how many papers it shows', async () => {
      const { editions, deliveries, papers, subscribers } = world.store;
      await papers.insert([paper({ id: 'one' }), paper({ id: 'two' })]);
      await subscribers.insert(reader('ada@example.org'));
      expect(await editions.exists(EDITION)).toBe(false);
      await editions.open(EDITION, 0);
      expect(await editions.exists(EDITION)).toBe(true);
      expect(await editions.paperCount(EDITION)).toBe(0);
      await editions.freezePapers(EDITION, [
        { paper: 1, content: '{}' },
        { paper: 2, content: '{}' },
      ]);
      expect(await editions.paperCount(EDITION)).toBe(2);
      const row = delivery(1, { papers: Uint8Array.of(1, 7), slot: 5, name: 'Ada' });
      await deliveries.freezePage(EDITION, [row], [], 1);
      const found = await deliveries.find(EDITION, 1);
      expect([found?.slot, found?.name, ...(found?.papers ?? [])]).toEqual([5, 'Ada', 1, 7]);
      expect(await deliveries.find(EDITION, 2)).toBeNull();
      expect(await deliveries.find('2026-01-06', 1)).toBeNull();
    });
  });
}
