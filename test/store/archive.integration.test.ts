import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`the archive on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    let nums: number[];
    beforeEach(async () => {
      world = await database.open();
      nums = await world.store.papers.insert(['a', 'b', 'c', 'd'].map(id => paper({ id })));
    });
    afterEach(() => world.dispose());

    async function capture(hash: string, capturedAt: string, ...held: number[]): Promise<void> {
      const { snapshots } = world.store;
      const num = await snapshots.insert({
        hash,
        source: 'test',
        format: 'test',
        capturedAt,
        dateFrom: 'content',
        entries: held.length,
        remarks: [],
        storedAt: 1,
      });
      await snapshots.addSightings(
        num,
        held.map((at, line) => ({
          paper: nums[at] ?? 0,
          line,
          rawTitle: '',
          url: null,
          comments: null,
          upvotes: null,
        })),
      );
    }

    it('tells what was seen on dates, once a date, as digests had it; an alias as its elder', async () => {
      await capture('1', '2026-06-01', 2, 0);
      await capture('2', '2026-06-01', 0, 1, 2);
      await capture('3', '2026-06-02', 0, 3);
      await capture('4', '2026-06-03', 1);
      await world.store.papers.makeAlias(nums[3] ?? 0, nums[0] ?? 0);
      const seen = await world.store.archive.seen('2026-06-01', '2026-06-02');
      const [a, b, c] = nums;
      expect(seen).toEqual([
        { date: '2026-06-01', paper: a },
        { date: '2026-06-01', paper: c },
        { date: '2026-06-01', paper: b },
        { date: '2026-06-02', paper: a },
      ]);
      expect(await world.store.archive.seen('2026-07-01', '2026-07-02')).toEqual([]);
    });

    it('tells which editions carried what, not what they showed again', async () => {
      const { editions, archive, papers } = world.store;
      const [a = 0, b = 0, c = 0, d = 0] = nums;
      const frozen = (...list: number[]) => list.map(num => ({ paper: num, content: '{}' }));
      for (const id of ['2026-06-01', '2026-06-02', '2026-06-03']) await editions.open(id, 1);
      await editions.freezePapers('2026-06-01', frozen(a, b));
      await editions.freezePapers('2026-06-02', frozen(c, d));
      await editions.freezeAgain('2026-06-02', frozen(a));
      await editions.freezePapers('2026-06-03', frozen(b));
      await papers.makeAlias(d, c);

      expect(await archive.editions('2026-06-02')).toEqual(['2026-06-02', '2026-06-01']);
      expect(await archive.carried('2026-06-01', '2026-06-02')).toEqual([
        { edition: '2026-06-01', paper: a },
        { edition: '2026-06-01', paper: b },
        { edition: '2026-06-02', paper: c },
      ]);
      expect(await archive.editionsOf([a, b, c], '2026-06-03')).toEqual(
        new Map([
          [b, ['2026-06-03', '2026-06-01']],
          [c, ['2026-06-02']],
          [a, ['2026-06-01']],
        ]),
      );
      expect(await archive.editionsOf([b], '2026-06-02')).toEqual(new Map([[b, ['2026-06-01']]]));
      expect(await archive.editionsOf([], '2026-06-02')).toEqual(new Map());
    });
  });
}
