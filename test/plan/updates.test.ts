import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection, SizeTable, Updates } from '../../src/model/edition.ts';
import { UPDATE_KINDS } from '../../src/model/paper.ts';
import { select } from '../../src/plan/select.ts';
import { type DatedUpdate, isNews, newsFor, showUpdates } from '../../src/plan/updates.ts';
import { anyDay, sizes } from './build.ts';

/** What it takes with everything in it. */
function bytesOf({ groups, again, updates }: Selection, size: SizeTable): number {
  const papers = groups.flatMap(group => group.papers);
  const named = again?.editions ?? [];
  const told = updates?.papers ?? [];
  return [
    size.frame,
    ...groups.map(({ key }) => size.group(key)),
    ...papers.map(({ num, form }) => (form === 'card' ? size.card(num) : size.line(num))),
    named.length > 0 ? size.again.frame : 0,
    ...named.map(one => size.again.edition + one.papers.length * size.again.title(0)),
    told.length > 0 ? size.updates.frame : 0,
    ...told.map(size.updates.line),
  ].reduce((sum, one) => sum + one, 0);
}

const LAST = { edition: '2026-03-05', until: 10 };
const everything = { last: LAST, carried: () => true, told: () => false };

function update(kind: DatedUpdate['kind'], detail: string, snapshot = 11, day = '2026-03-06'): DatedUpdate {
  return { kind, detail, snapshot, day };
}

describe('what is news to somebody', () => {
  it('came after their last edition was frozen: on a later day, or by a later snapshot', () => {
    expect(isNews(update('version', '2', 9, '2026-03-06'), LAST)).toBe(true);
    expect(isNews(update('version', '2', 11, '2026-03-05'), LAST)).toBe(true);
    expect(isNews(update('version', '2', 10, '2026-03-05'), LAST)).toBe(false);
    // Where nobody kept what that mail knew, its own day is taken to be told.
    expect(isNews(update('version', '2', 11, '2026-03-05'), { ...LAST, until: null })).toBe(false);
  });

  it('is the newest of each kind, and of what is withdrawn nothing else', () => {
    const of = (...updates: DatedUpdate[]) => newsFor(new Map([[7, updates]]), everything)[0]?.news;
    expect(of(update('code', 'https://a'), update('version', '10'), update('version', '9'))).toEqual([
      { kind: 'version', detail: '10' },
      { kind: 'code', detail: 'https://a' },
    ]);
    expect(of(update('published', 'Nature'), update('withdrawn', '2026-03-06'))).toEqual([
      { kind: 'withdrawn', detail: '2026-03-06' },
    ]);
  });

  it('concerns papers they were carried, once, what matters most first', () => {
    const recent = new Map([
      [1, [update('version', '2')]],
      [2, [update('version', '2', 12, '2026-03-07')]],
      [3, [update('code', 'https://a')]],
      [4, [update('withdrawn', '2026-03-06')]],
      [5, [update('published', 'Nature')]],
      [6, [update('code', 'https://never')]],
    ]);
    const hearer = {
      last: LAST,
      carried: (num: number) => num !== 6,
      told: (num: number, { kind }: { kind: string }) => num === 3 && kind === 'code',
    };
    expect(newsFor(recent, hearer).map(({ num }) => num)).toEqual([4, 5, 2, 1]);
  });
});

describe('what a mail tells of it', () => {
  const all = (count: number): Updates => ({
    until: 9,
    papers: Array.from({ length: count }, (_, n) => ({ num: n + 1, news: [update('version', '2')] })),
    more: 0,
  });
  const told = (count: number, room: number, named: number[] = []) => {
    const { updates, bytes } = showUpdates(all(count), named, sizes().updates, room);
    return [updates.papers.map(({ num }) => num), updates.more, bytes];
  };

  it('is five papers at most, none that stands in the mail, and as many as have room', () => {
    expect(told(8, 1000)).toEqual([[1, 2, 3, 4, 5], 3, 45]);
    expect(told(8, 1000, [2, 4])).toEqual([[1, 3, 5, 6, 7], 1, 45]);
    expect(told(2, 29)).toEqual([[1], 1, 25]);
    expect(told(2, 24)).toEqual([[], 0, 0]);
    expect(told(0, 1000)).toEqual([[], 0, 0]);
  });

  it('never takes the place of a paper, or of what may have been missed, and keeps to the size', () => {
    const news = fc.record({
      num: fc.integer({ min: 1, max: 60 }),
      news: fc.array(fc.record({ kind: fc.constantFrom(...UPDATE_KINDS), detail: fc.string() }), {
        minLength: 1,
      }),
    });
    const papers = fc.uniqueArray(news, { selector: ({ num }) => num, maxLength: 12 });
    fc.assert(
      fc.property(anyDay, papers, (day, known) => {
        const updates = { until: 3, papers: known, more: 0 };
        const carried = (num: number) => day.carried.has(num);
        const whole = select(day.wish, day.ranked, { carried, missed: day.missed, updates }, day.sizes);
        const without = select(day.wish, day.ranked, { carried, missed: day.missed }, day.sizes);
        const numsOf = (selection: typeof without) =>
          selection?.groups.map(group => group.papers.map(({ num }) => num));
        expect(numsOf(whole)).toEqual(numsOf(without));
        expect(whole?.again).toEqual(without?.again);
        expect(whole?.updates === undefined).toBe(whole === null);
        if (!whole?.updates) return;
        const named = new Set([
          ...(numsOf(whole) ?? []).flat(),
          ...(whole.again?.editions ?? []).flatMap(one => one.papers),
        ]);
        expect(whole.updates.papers.filter(({ num }) => named.has(num))).toEqual([]);
        expect(whole.updates.papers.length).toBeLessThanOrEqual(5);
        expect(bytesOf(whole, day.sizes)).toBeLessThanOrEqual(day.sizes.limit);
        const left = known.filter(({ num }) => !named.has(num));
        if (whole.updates.papers.length > 0)
          expect(whole.updates.papers.length + whole.updates.more).toBe(left.length);
      }),
      { numRuns: 200 },
    );
  });
});
