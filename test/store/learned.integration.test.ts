import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`what the papers taught on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('is kept as it was written, unless somebody else wrote since it was read', async () => {
      const { learned } = world.store;
      expect([await learned.get('x'), await learned.papers('x')]).toEqual([null, 0]);
      const one = { version: 1, papers: 2, last: 3, content: Buffer.from('Σ one') };
      const two = { version: 1, papers: 4, last: 5, content: Buffer.from('two') };
      expect(await learned.keep('x', one, null)).toBe(true);
      expect(await learned.keep('x', two, null)).toBe(false);
      const kept = await learned.get('x');
      expect(kept).toMatchObject({ version: 1, papers: 2, last: 3 });
      expect(Buffer.from(kept?.content ?? []).toString()).toBe('Σ one');
      expect(await learned.keep('x', two, one)).toBe(true);
      expect(await learned.keep('x', one, one)).toBe(false);
      expect([await learned.papers('x'), await learned.papers('y')]).toEqual([4, 0]);
    });

    it('goes on with the papers after the last one', async () => {
      const { learned, papers } = world.store;
      expect([await learned.after(0, 5), await learned.beforeNewest(0)]).toEqual([[], 0]);
      const [a = 0, b = 0, c = 0, d = 0] = await papers.insert(['a', 'b', 'c', 'd'].map(id => paper({ id })));
      await papers.makeAlias(b, a);
      expect(await learned.after(0, 2)).toEqual([a, c]);
      expect(await learned.after(a, 9)).toEqual([c, d]);
      expect(await learned.after(d, 9)).toEqual([]);
      expect(await learned.beforeNewest(1)).toBe(c);
      expect(await learned.beforeNewest(2)).toBe(a);
      expect(await learned.beforeNewest(3)).toBe(0);
    });
  });
}
