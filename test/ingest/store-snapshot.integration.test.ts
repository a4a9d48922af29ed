import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trustOf } from '../../src/ingest/read-snapshot.ts';
import { storeSnapshot } from '../../src/ingest/store-snapshot.ts';
import type { Entry } from '../../src/model/paper.ts';
import type { ReadSnapshot } from '../../src/model/snapshot.ts';
import { DATABASES } from '../support/databases.ts';
import { entry } from './identity/entry.ts';
import { abstractOf, header, readText } from './snapshot-text.ts';

const paper = (title: string, abstract = abstractOf(title)) => `${title}\n\n${abstract}\n\n`;
const words = (text: { title: string }) => new Set(text.title.toLowerCase().split(/\W+/));

for (const database of DATABASES) {
  describe(`a snapshot on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    const store = (
      text: string,
      capturedAt?: string,
      read = readText(text, { ...(capturedAt && { capturedAt }) }),
    ) =>
      storeSnapshot(world.store, {
        source: 'test',
        bytes: new TextEncoder().encode(text),
        read,
        now: 0,
        wordsOf: words,
        trustOf,
      });
    const storeEntries = (
      bytes: string,
      entries: Entry[],
      capturedAt = '2026-06-02',
      more: Partial<ReadSnapshot> = {},
    ) => {
      const facts = {
        format: 'hf-text',
        dateFrom: 'option',
        rejected: [],
        refusal: null,
        quiet: null,
        declared: null,
        remarks: [],
      } as const;
      const read: ReadSnapshot = { ...facts, rejected: [], remarks: [], capturedAt, entries, ...more };
      return store(bytes, undefined, read);
    };
    const seen = async () => {
      const found: [title: string, firstSeen: string, lastSeen: string][] = [];
      for await (const page of world.store.papers.pages(null, 500)) {
        found.push(...page.map(one => [one.title, one.firstSeen, one.lastSeen] as (typeof found)[number]));
      }
      return found;
    };

    describe('that brings a known abstract under another title', () => {
      it('is the same paper, and says so with line and both titles', async () => {
        const old = 'RoboMemory for Lifelong Learning';
        await store(header('Jun 2') + paper(old), '2026-06-02');
        const renamed = header('Jun 3') + paper('RoboMemory for Interactive Learning', abstractOf(old));
        const report = await store(renamed, '2026-06-03');
        expect(report).toMatchObject({ status: 'ingested', new: 0, known: 1 });
        expect(report.reason).toContain(
          `line 13: "RoboMemory for Interactive Learning" has the abstract of "${old}" and is taken as the same paper`,
        );
        const again = await store(`${renamed}\n`, '2026-06-04');
        expect(again).toMatchObject({ new: 0, known: 1, reason: null });
      });

      it('is named five times, then counted', async () => {
        const day = (what: string) =>
          Array.from({ length: 8 }, (_, at) =>
            entry(`${what} of Subject ${'abcdefgh'[at]}x`, { abstract: abstractOf(`subject ${at}`) }),
          );
        await storeEntries('one', day('A First Study'));
        const { reason } = await storeEntries('two', day('Another Account'), '2026-06-03');
        expect(reason?.match(/is taken as the same paper/g)).toHaveLength(5);
        expect(reason).toContain('and 3 more');
      });
    });

    it('never unites papers with different arXiv ids, not even by a wrong DOI', async () => {
      const doi = '10.1145/1';
      await storeEntries('one', [entry('The First of the Works', { arxivId: '2508.01415', doi })]);
      const both = [
        entry('The Second of the Works', { arxivId: '2509.00001', doi }),
        entry('The First of the Works', { arxivId: '2508.01415' }),
      ];
      expect(await storeEntries('two', both, '2026-06-03')).toMatchObject({ new: 1, known: 1 });
      expect((await seen()).map(([title]) => title)).toEqual([
        'The First of the Works',
        'The Second of the Works',
      ]);
    });

    it('unites papers that it minted itself, and counts their words once', async () => {
      const title = 'A Work with Two Faces';
      const other = 'Nothing like its Other Name';
      const url = 'https://example.org/work';
      const report = await storeEntries('one', [
        entry(title, { arxivId: '2508.01415' }),
        entry(other, { doi: '10.1145/1' }),
        entry(title, { arxivId: '2508.01415', doi: '10.1145/1', url }),
      ]);
      expect(report).toMatchObject({ entries: 3, new: 2, known: 1 });
      expect((await seen()).map(([one]) => one)).toEqual([title]);
      expect(await world.store.words.papers()).toBe(1);
      expect((await world.store.words.frequencies(['two', 'other'])).get('two')).toBe(1);
      const [known] = await world.store.papers.byKeys(['title:nothing like its other name']);
      expect(known).toMatchObject({ paper: { title, doi: '10.1145/1' } });
      expect(known?.keys).toContain('url:https://example.org/work');
    });

    describe('that tells news of papers', () => {
      const arxivId = '2508.01415';
      const title = 'A Paper with a Future';
      const rss = { format: 'arxiv-rss' };
      const version = (arxivVersion: number, fields: Partial<Entry> = {}) =>
        entry(title, { arxivId, arxivVersion, ...fields });

      it('keeps none of a paper that is not known, and says why', async () => {
        const unknown = [
          entry('An Old Paper Revised', { role: 'revision', line: 7 }),
          entry('A Paper Taken Back', { role: 'withdrawn', line: 3 }),
          entry('A New Paper'),
        ];
        expect(await storeEntries('one', unknown)).toMatchObject({
          status: 'ingested',
          entries: 1,
          new: 1,
          rejected: [
            { line: 3, reason: 'withdrawn by its authors' },
            { line: 7, reason: expect.stringContaining('a new version of a paper from before') },
          ],
        });
        expect(await storeEntries('two', unknown.slice(0, 2), '2026-06-03')).toMatchObject({ entries: 0 });
        // What holds no paper is no window.
        expect(await world.store.snapshots.list()).toHaveLength(1);
      });

      it('records it, with snapshot and day, under the elder of an alias', async () => {
        const other = 'Its Other and Longer Name';
        await storeEntries('other', [entry(other)], '2026-06-01', rss);
        await storeEntries('first', [version(1)], '2026-06-02', rss);
        const codeUrl = 'https://github.com/a/b';
        const second = [version(2, { role: 'revision', codeUrl })];
        expect(await storeEntries('second', second, '2026-06-09', rss)).toMatchObject({ new: 0, known: 1 });
        await storeEntries(
          'proof',
          [{ ...version(2), keys: ['title:its other and longer name', `arxiv:${arxivId}`] }],
          '2026-06-10',
          rss,
        );
        await storeEntries('again', [version(2, { role: 'revision', codeUrl })], '2026-06-11', rss);
        const [known] = await world.store.papers.byKeys([`arxiv:${arxivId}`]);
        const num = known?.paper.num ?? 0;
        expect(known?.paper).toMatchObject({
          codeUrl,
          arxivVersion: 2,
          firstSeen: '2026-06-01',
          lastSeen: '2026-06-10',
        });
        const told = { paper: num, snapshot: 3, day: '2026-06-09', at: 0 };
        const news = [
          { ...told, kind: 'code', detail: codeUrl },
          { ...told, kind: 'version', detail: '2' },
        ];
        expect((await world.store.updates.of([num])).get(num)).toEqual(news);
        expect(await world.store.updates.since('2026-06-09')).toEqual(news);
        expect(await world.store.updates.since('2026-06-10')).toEqual([]);
        // A new version does not bring a paper back into the window.
        expect(await world.store.snapshots.holdings([3])).toEqual(new Map([[3, []]]));
      });

      it('takes a withdrawn paper from what is offered, until a later version', async () => {
        await storeEntries('first', [version(1), entry('Another Paper')], '2026-06-02', rss);
        const offered = async () => (await world.store.snapshots.holdings([1])).get(1);
        expect(await offered()).toHaveLength(2);
        await storeEntries('gone', [version(2, { role: 'withdrawn' })], '2026-06-03', rss);
        expect(await offered()).toEqual([2]);
        expect((await world.store.snapshots.holdings([1], { all: true })).get(1)).toEqual([1, 2]);
        expect(await world.store.updates.since('2026-06-01')).toMatchObject([
          { paper: 1, kind: 'withdrawn', detail: '2026-06-03' },
        ]);
        await storeEntries('back', [version(3, { role: 'revision' })], '2026-06-05', rss);
        expect(await offered()).toEqual([1, 2]);
      });

      it('remarks on papers that it says it holds and does not, and is quiet without any in order', async () => {
        const half = await storeEntries('half', [entry('A New Paper')], '2026-06-02', { declared: 30 });
        expect(half.reason).toBe('it says that it holds 30 papers; 1 could be read.');
        const quiet = await storeEntries('quiet', [], '2026-06-06', { quiet: 'no papers on this day.' });
        expect(quiet).toMatchObject({ status: 'quiet', entries: 0, reason: 'no papers on this day.' });
        expect((await world.store.snapshots.list()).map(({ capturedAt }) => capturedAt)).toEqual([
          '2026-06-02',
        ]);
      });
    });

    describe('whose bytes are known', () => {
      const shared = paper('A Paper on Both Pages');
      const text = header('Aug 11') + paper('A Paper on the Old Page') + shared;

      it('is unchanged, with the date it was stored under', async () => {
        await store(text, '2025-08-11');
        for (const capturedAt of [undefined, '2024-08-11', '2025-08-11']) {
          expect(await store(text, capturedAt)).toMatchObject({
            status: 'unchanged',
            capturedAt: '2025-08-11',
            dateFrom: 'option',
            entries: 2,
            new: 0,
            known: 2,
            reason: expect.stringContaining('stored before, captured 2025-08-11'),
          });
        }
      });

      it('takes the date of an option for one that was inferred, and its papers do too', async () => {
        expect(await store(text)).toMatchObject({ capturedAt: '2026-08-11', dateFrom: 'inferred' });
        await store(header('Jun 2') + shared, '2026-06-02');
        const report = await store(text, '2025-08-11');
        expect(report).toMatchObject({ status: 'unchanged', capturedAt: '2025-08-11', dateFrom: 'option' });
        expect(report.reason).toContain('corrected from 2026-08-11 to 2025-08-11');
        expect(await seen()).toEqual([
          ['A Paper on the Old Page', '2025-08-11', '2025-08-11'],
          ['A Paper on Both Pages', '2025-08-11', '2026-06-02'],
        ]);
        expect((await world.store.snapshots.list()).map(({ capturedAt }) => capturedAt)).toEqual([
          '2025-08-11',
          '2026-06-02',
        ]);
        expect(await store(text, '2024-08-11')).toMatchObject({
          capturedAt: '2025-08-11',
          dateFrom: 'option',
        });
        expect(await store(text)).toMatchObject({ capturedAt: '2025-08-11', dateFrom: 'option' });
      });

      it('dates the elder of a paper that became an alias', async () => {
        const title = 'A Work with Two Faces';
        const other = 'Nothing like its Other Name';
        await store(header('Aug 11') + paper(other));
        await storeEntries('elder', [entry(title, { arxivId: '2508.01415' })], '2026-06-02');
        await storeEntries('proof', [entry(other, { arxivId: '2508.01415' })], '2026-06-03');
        await store(header('Aug 11') + paper(other), '2025-08-11');
        expect(await seen()).toEqual([[title, '2025-08-11', '2026-06-03']]);
      });
    });
  });
}
