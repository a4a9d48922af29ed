import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

for (const database of DATABASES) {
  describe(`the index of the archive on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    /** Numbers of the papers that hold a word, as the index says. */
    async function holding(word: string): Promise<number[]> {
      const bits = (await world.store.search.holding([word, 'nowhere'])).get(word) ?? new Uint8Array();
      return [...bits].flatMap((byte, at) =>
        [...Array(8).keys()].filter(bit => byte & (1 << bit)).map(bit => at * 8 + bit),
      );
    }

    async function add(words: Record<number, string[]>): Promise<void> {
      const papers = new Map(Object.entries(words).map(([num, list]) => [Number(num), list]));
      await world.store.transaction(tx => tx.search.add(papers));
    }

    it('tells which papers hold a word, over all blocks of numbers', async () => {
      await add({ 1: ['whale', 'krill'], 4095: ['whale'], 4096: ['whale'], 20000: ['whale', 'Σ'] });
      await add({ 2: ['whale'], 4096: ['whale', 'krill'] });
      expect(await holding('whale')).toEqual([1, 2, 4095, 4096, 20_000]);
      expect(await holding('krill')).toEqual([1, 4096]);
      expect(await holding('Σ')).toEqual([20_000]);
      expect(await holding('moss')).toEqual([]);
    });

    it('holds a word of every paper, and more words than one statement takes', async () => {
      const words = Array.from({ length: 1_200 }, (_, at) => `word${at}`);
      const nums = Array.from({ length: 700 }, (_, at) => at + 1);
      await add(Object.fromEntries(nums.map(num => [num, ['common']])));
      await add({ 900: words });
      expect(await holding('common')).toEqual(nums);
      expect((await world.store.search.holding(words)).size).toBe(words.length);
    });

    it('waits for papers that are new or whose words changed, and for no others', async () => {
      const { papers, search } = world.store;
      const [one = 0, two = 0] = await papers.insert([
        paper({ id: 'a', abstract: 'Whales.' }),
        paper({ id: 'b' }),
      ]);
      const waiting = () => search.waiting(10);
      expect(await waiting()).toEqual([two, one]);
      expect(await search.waiting(1)).toEqual([two]);
      await add({ [one]: ['whale'], [two]: [] });
      expect(await waiting()).toEqual([]);

      const [first, second] = await papers.byNums([one, two]);
      if (!first || !second) throw new Error('a paper is missing');
      await papers.update([{ ...first, comments: 9 }, second]);
      expect(await waiting()).toEqual([]);
      await papers.update([{ ...first, abstract: 'Krill.' }]);
      expect(await waiting()).toEqual([one]);
      await papers.update([{ ...second, authors: ['Ada Lovelace'] }]);
      expect(await waiting()).toEqual([two, one]);
      await add({ [one]: ['krill'], [two]: ['ada'] });
      await papers.update([{ ...first, abstract: 'Krill.', hints: ['keyword:sea'] }]);
      expect(await waiting()).toEqual([one]);
      await papers.update([{ ...second, authors: ['Ada Lovelace', 'Alan Turing'] }]);
      await papers.makeAlias(two, one);
      expect(await waiting()).toEqual([one]);
    });
  });
}
