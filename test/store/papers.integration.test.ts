import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`papers on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('numbers papers densely and finds them by any of their keys', async () => {
      const { papers } = world.store;
      const [first = 0, second = 0] = await papers.insert([paper({ id: 'a' }), paper({ id: 'b' })]);
      await papers.setKeys(
        new Map([
          ['title:a', first],
          ['arxiv:2501.00001', first],
          ['title:b', second],
        ]),
      );
      expect(second).toBe(first + 1);
      const found = await papers.byKeys(['arxiv:2501.00001', 'title:unknown']);
      expect(found.map(({ paper: { id }, keys }) => [id, keys.sort()])).toEqual([
        ['a', ['arxiv:2501.00001', 'title:a']],
      ]);
    });

    it('finds a paper by a key of any length', async () => {
      const { papers } = world.store;
      const [num = 0] = await papers.insert([paper({ id: 'a' })]);
      // Random, or the database would make it short by itself.
      const long = `url:https://example.org/${randomBytes(3000).toString('hex')}`;
      const wide = `title:${'\u5b57'.repeat(999)}`;
      await papers.setKeys(new Map([long, wide].map(key => [key, num])));
      await papers.setKeys(new Map([[long, num]]));
      const found = await papers.byKeys([long, wide, `${long}0`, `${wide}0`]);
      expect(found.map(({ keys }) => keys.sort())).toEqual([[wide, long].sort()]);
      expect(await papers.byKeys([`${long}0`, `${wide}0`])).toEqual([]);
    });

    it('keeps every field of a paper through store and update', async () => {
      const { papers } = world.store;
      const full = paper({
        id: 'x',
        abstract: 'A',
        url: 'https://e.org',
        comments: 3,
        doi: '10.1/x',
        authors: ['Ada Lovelace'],
        hints: ['arxiv:cs.CL'],
      });
      const [num = 0] = await papers.insert([full]);
      expect(await papers.byNums([num])).toEqual([{ ...full, num }]);
      await papers.update([{ ...full, num, id: 'other', comments: 4 }]);
      expect(await papers.byNums([num])).toEqual([{ ...full, num, comments: 4 }]);
    });

    it('makes a younger paper an alias: its keys, sightings and id lead to the elder', async () => {
      const { papers, snapshots } = world.store;
      const [elder = 0, younger = 0, youngest = 0] = await papers.insert(
        ['elder', 'younger', 'youngest'].map(id => paper({ id })),
      );
      await papers.setKeys(new Map([['title:y', younger]]));
      const snapshot = await snapshots.insert({
        hash: 'h',
        source: 's',
        format: 'f',
        capturedAt: '2026-01-05',
        dateFrom: 'option',
        entries: 1,
        remarks: [],
        storedAt: 0,
      });
      await snapshots.addSightings(snapshot, [
        { paper: younger, line: 1, rawTitle: 'Y', url: null, comments: null, upvotes: null },
      ]);
      await papers.makeAlias(youngest, younger);
      await papers.makeAlias(younger, elder);
      expect(await papers.aliases()).toEqual(
        new Map([
          [younger, elder],
          [youngest, elder],
        ]),
      );
      expect(await papers.ids([youngest, elder])).toEqual(
        new Map([
          [youngest, 'elder'],
          [elder, 'elder'],
        ]),
      );
      expect((await papers.byKeys(['title:y']))[0]?.paper.id).toBe('elder');
      expect(await snapshots.holdings([snapshot])).toEqual(new Map([[snapshot, [elder]]]));
      expect(await papers.byNums([elder, younger, youngest])).toHaveLength(1);
      expect(await papers.sources([elder])).toEqual(new Map([[elder, ['s']]]));
    });

    it('counts words of papers, and takes counts away again', async () => {
      const { words } = world.store;
      await words.count(
        new Map([
          ['graph', 2],
          ['neural', 1],
        ]),
      );
      await words.count(new Map([['graph', -1]]));
      expect(await words.frequencies(['graph', 'neural', 'never'])).toEqual(
        new Map([
          ['graph', 1],
          ['neural', 1],
        ]),
      );
    });

    it('undoes everything when a transaction fails', async () => {
      const failing = world.store.transaction(async tx => {
        await tx.papers.insert([paper({ id: 'a' })]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await world.store.words.papers()).toBe(0);
    });

    it('cuts NUL characters out of text instead of cutting the text', async () => {
      const [num = 0] = await world.store.papers.insert([paper({ id: 'n', title: 'before\0after' })]);
      expect((await world.store.papers.byNums([num]))[0]?.title).toBe('beforeafter');
    });
  });
}
