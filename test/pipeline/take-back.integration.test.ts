import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport } from '../../src/deliver/transport.ts';
import { againOf, papersOf } from '../../src/model/edition.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { planAnew } from '../../src/pipeline/plan-anew.ts';
import { openRecent } from '../../src/pipeline/recent.ts';
import { forgetSnapshot, hidePaper, restoreSnapshot, unhidePaper } from '../../src/pipeline/take-back.ts';
import { deliver, prepare } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';
const BY_HAND = { who: 'command line', why: 'wrong title' } as const;

for (const database of DATABASES) {
  describe(`what is taken back, on ${database.name},`, () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(Date.parse(`${DAY}T08:00:00Z`), { TIMEZONE: 'UTC' }, database);
      await world.subscribe('ada@example.org', { queries: ['"language models"'], max: 2 });
    });
    afterEach(() => world.dispose());

    const idOf = async (one: string) => {
      for await (const page of world.parts.store.papers.pages(null, 500)) {
        const found = page.find(paper => paper.title === one);
        if (found) return found.id;
      }
      throw new Error(`no paper ${one}`);
    };
    const freeze = () => prepare(world.parts, { edition: DAY, at: null });
    const hand = () =>
      deliver(world.parts, async () => [{ edition: DAY, at: null }], {
        transport: nullTransport(),
        owner: 'test',
        sleep: async () => {},
      });
    const mails = async () => {
      const rows = await world.parts.store.deliveries.list({ edition: DAY });
      const shown = rows.map(async ({ email, state, papers }) => {
        const selection = unpackSelection(papers);
        const nums = [...papersOf(selection), ...againOf(selection)];
        return { email, state, titles: (await world.parts.store.papers.byNums(nums)).map(one => one.title) };
      });
      return Promise.all(shown);
    };
    const balance = async () => {
      const { states, skipped } = await world.parts.store.editions.accounts(DAY);
      expect(await world.parts.store.editions.astray(DAY)).toEqual([]);
      return { states, skipped };
    };

    it('stands in no mail that nobody holds yet: what carried it is planned anew', async () => {
      await world.ingest(digest(title(1), title(2), title(3)), DAY);
      await world.subscribe('bob@example.org', { queries: ['"language models"'], max: 1, name: 'Bob' });
      await freeze();
      const [first] = (await mails())[0]?.titles ?? [];
      const gone = first ?? '';
      const report = await hidePaper(world.parts, await idOf(gone), BY_HAND);
      expect(report).toMatchObject({ name: gone, changed: true, withoutMail: 0 });
      expect(report.replanned).toBeGreaterThan(0);
      for (const { state, titles } of await mails()) {
        expect(state).toBe('pending');
        expect(titles).not.toContain(gone);
        expect(titles.length).toBeGreaterThan(0);
      }
      await hand();
      expect(await balance()).toEqual({ states: { accepted: 2 }, skipped: {} });
      expect(await world.parts.store.actions.last(9)).toMatchObject([
        { what: 'hide', who: 'command line', why: 'wrong title' },
      ]);
    });

    it('leaves whoever has nothing else with a reason, and comes back with the next edition', async () => {
      await world.ingest(digest(title(1)), DAY);
      await freeze();
      const id = await idOf(title(1));
      expect(await hidePaper(world.parts, id, BY_HAND)).toMatchObject({ replanned: 0, withoutMail: 1 });
      expect(await balance()).toEqual({ states: {}, skipped: { 'nothing-new': 1 } });
      expect((await openRecent(world.parts).week()).papers).toEqual([]);
      expect(await hidePaper(world.parts, id, BY_HAND)).toMatchObject({ changed: false });

      expect(await unhidePaper(world.parts, id, BY_HAND)).toMatchObject({ changed: true });
      expect((await openRecent(world.parts).week()).papers).toHaveLength(1);
      world.at('2026-06-03T08:00:00Z');
      expect((await world.send('2026-06-03')).states).toEqual({ accepted: 1 });
    });

    it('is found by whoever looks next, when the one who called it back died over it', async () => {
      await world.ingest(digest(title(1), title(2), title(3)), DAY);
      await freeze();
      const [row] = await world.parts.store.deliveries.list({ edition: DAY });
      await world.parts.store.transaction(tx => tx.recalls.call(DAY, [row?.subscriber ?? 0], 0));
      expect(await balance()).toEqual({ states: { cancelled: 1 }, skipped: {} });
      expect(await planAnew(world.parts)).toEqual({ replanned: 1, withoutMail: 0 });
      expect(await planAnew(world.parts)).toEqual({ replanned: 0, withoutMail: 0 });
      expect((await balance()).states).toEqual({ pending: 1 });
    });

    it('goes out where a worker holds it, and is not carried twice when it comes back', async () => {
      await world.ingest(digest(title(1), title(2), title(3)), DAY);
      await freeze();
      const claim = { owner: 'a', now: 0, until: Number.MAX_SAFE_INTEGER, limit: 5, at: null };
      expect(await world.parts.store.leases.claim(DAY, claim)).toHaveLength(1);
      const [mail] = await mails();
      const report = await hidePaper(world.parts, await idOf(mail?.titles[0] ?? ''), BY_HAND);
      expect(report).toMatchObject({ replanned: 0, withoutMail: 0 });
      expect(await mails()).toEqual([{ ...mail, state: 'leased' }]);
    });

    it('is out of a mail that a worker held and gave back, before it is tried again', async () => {
      await world.ingest(digest(title(1), title(2), title(3)), DAY);
      await freeze();
      const claim = { owner: 'a', now: 0, until: Number.MAX_SAFE_INTEGER, limit: 5, at: null };
      await world.parts.store.leases.claim(DAY, claim);
      const gone = (await mails())[0]?.titles[0] ?? '';
      await hidePaper(world.parts, await idOf(gone), BY_HAND);
      await world.parts.store.leases.release(DAY, 'a', 0);
      expect(await planAnew(world.parts)).toEqual({ replanned: 1, withoutMail: 0 });
      expect((await mails())[0]?.titles).not.toContain(gone);
      expect(await planAnew(world.parts)).toEqual({ replanned: 0, withoutMail: 0 });
      expect((await balance()).states).toEqual({ pending: 1 });
    });

    it('is out of a mail of long ago as well: by hand it can be sent as late as one likes', async () => {
      await world.ingest(digest(title(1), title(2), title(3)), DAY);
      await freeze();
      const gone = (await mails())[0]?.titles[0] ?? '';
      world.at('2026-09-01T08:00:00Z');
      expect(await hidePaper(world.parts, await idOf(gone), BY_HAND)).toMatchObject({ replanned: 1 });
      expect((await mails())[0]?.titles).not.toContain(gone);
      await hand();
      expect((await balance()).states).toEqual({ accepted: 1 });
    });

    it('is what only a forgotten snapshot brought; what another one holds stays', async () => {
      await world.ingest(digest(title(1), title(2)), '2026-06-01', 'good');
      await world.ingest(digest(title(2), title(3)), DAY, 'wrong');
      const [good, wrong] = await world.parts.store.snapshots.list();
      await freeze();
      const report = await forgetSnapshot(world.parts, wrong?.num ?? 0, BY_HAND);
      expect(report).toMatchObject({ name: 'wrong', changed: true, papers: 1 });
      expect((await mails())[0]?.titles.sort()).toEqual([title(1), title(2)]);
      expect((await world.parts.store.snapshots.list()).map(({ num }) => num)).toEqual([good?.num]);
      const { paper } = (await world.parts.store.papers.byId(await idOf(title(2)))) ?? {};
      expect(paper?.lastSeen).toBe('2026-06-01');

      expect(await restoreSnapshot(world.parts, wrong?.num ?? 0, BY_HAND)).toMatchObject({ papers: 1 });
      expect((await world.parts.store.snapshots.list()).map(({ num }) => num)).toEqual([
        good?.num,
        wrong?.num,
      ]);
      // Brought by another one meanwhile, it is shown whatever becomes of the first.
      await forgetSnapshot(world.parts, wrong?.num ?? 0, BY_HAND);
      await world.ingest(digest(title(3)), '2026-06-04', 'right');
      expect(await world.parts.store.takenBack.among([1, 2, 3])).toEqual(new Set());
      // As if the wrong one had never come, also when it comes again.
      const found = await world.parts.store.papers.byId(await idOf(title(3)));
      expect(found?.paper.firstSeen).toBe('2026-06-04');
      expect(await world.ingest(digest(title(2), title(3)), DAY, 'wrong')).toMatchObject({
        status: 'unchanged',
        reason: expect.stringContaining(`paperboy snapshots restore ${wrong?.num}`),
      });
    });

    it('is found by words of its title, in any script and in small letters or large ones', async () => {
      const { takenBack } = world.parts.store;
      await world.ingest(digest('ÉTUDE of Language Models 100%'), DAY);
      for (const text of ['ÉTUDE', 'of language', 'LANGUAGE models 100%'])
        expect(await takenBack.find(text, 9)).toHaveLength(1);
      expect(await takenBack.find('Models 1000', 9)).toEqual([]);
    });

    it('stays hidden under whichever name it comes', async () => {
      await world.ingest(digest('An Old Title of a Large Language Model'), DAY);
      const id = await idOf('An Old Title of a Large Language Model');
      await world.ingest(linkedDigest('A New Title of a Large Language Model', '2605.00001', 'Short.'), DAY);
      await hidePaper(world.parts, await idOf('A New Title of a Large Language Model'), BY_HAND);
      // One entry with the title of the first and the id of the second proves them one.
      await world.ingest(linkedDigest('An Old Title of a Large Language Model', '2605.00001'), DAY);
      const found = await world.parts.store.papers.byId(id);
      expect(await world.parts.store.takenBack.of(found?.paper.num ?? 0)).toMatchObject({
        why: 'wrong title',
      });
      expect([...(await world.parts.store.snapshots.holdings([1, 2, 3])).values()].flat()).toEqual([]);
    });
  });
}

it('shows, after any acts, the papers that are not hidden and that a snapshot brings which counts', async () => {
  const act = fc.record({
    what: fc.constantFrom('hide', 'unhide', 'forget', 'restore'),
    on: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 8 }), async acts => {
      const world = await openWorld();
      try {
        const { parts } = world;
        const held: Record<number, number[]> = { 1: [1, 2], 2: [2, 3], 3: [1] };
        for (const nums of Object.values(held)) await world.ingest(digest(...nums.map(title)), DAY);
        const ids = await parts.store.papers.ids([1, 2, 3]);
        const hidden = new Set<number>();
        const forgotten = new Set<number>();
        const doing: Record<string, (on: number) => Promise<unknown>> = {
          hide: on => hidePaper(parts, ids.get(on) ?? '', BY_HAND).then(() => hidden.add(on)),
          unhide: on => unhidePaper(parts, ids.get(on) ?? '', BY_HAND).then(() => hidden.delete(on)),
          forget: on => forgetSnapshot(parts, on, BY_HAND).then(() => forgotten.add(on)),
          restore: on => restoreSnapshot(parts, on, BY_HAND).then(() => forgotten.delete(on)),
        };
        for (const { what, on } of acts) await doing[what]?.(on);
        const counting = [1, 2, 3].filter(num => !forgotten.has(num));
        const brought = new Set(counting.flatMap(num => held[num] ?? []));
        const expected = [...brought].filter(num => !hidden.has(num)).sort();
        const listed = (await parts.store.snapshots.list()).map(({ num }) => num);
        const shown = [...(await parts.store.snapshots.holdings(listed)).values()].flat();
        expect([...new Set(shown)].sort()).toEqual(expected);
      } finally {
        await world.dispose();
      }
    }),
    { numRuns: 12 },
  );
});
