import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/model/date.ts';
import type { Selection } from '../../src/model/edition.ts';
import {
  packSelection,
  unpackNums,
  unpackSelection,
  unpackUpdates,
  withoutQueries,
} from '../../src/model/packed-selection.ts';
import { UPDATE_KINDS } from '../../src/model/paper.ts';

const paper = fc.record({
  num: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  form: fc.constantFrom('card' as const, 'line' as const),
});
const group = fc.record({
  kind: fc.constantFrom('topic' as const, 'query' as const),
  key: fc.string({ unit: 'grapheme', maxLength: 40 }),
  papers: fc.array(paper, { minLength: 1, maxLength: 20 }),
});
const earlier = fc.record({
  edition: fc.integer({ min: 0, max: 40_000 }).map(days => addDays('1970-01-01', days)),
  papers: fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { maxLength: 20 }),
});
const outside = fc.record({
  kind: fc.constant('outside' as const),
  key: fc.constant(''),
  papers: fc.array(paper, { minLength: 1, maxLength: 1 }),
});
const anySelection: fc.Arbitrary<Selection> = fc
  .record({
    groups: fc.array(group, { minLength: 1, maxLength: 6 }),
    more: fc.nat(),
    pick: fc.nat(),
    again: fc.option(
      fc.record({ editions: fc.array(earlier, { minLength: 1, maxLength: 4 }), more: fc.nat() }),
    ),
  })
  .map(({ groups, more, pick, again }) => {
    const nums = groups.flatMap(({ papers }) => papers.map(({ num }) => num));
    return { groups, best: nums[pick % nums.length] ?? 0, more, again, updates: null };
  });

const anyUpdates = fc.record({
  until: fc.nat(),
  papers: fc.array(
    fc.record({
      num: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      news: fc.array(
        fc.record({
          kind: fc.constantFrom(...UPDATE_KINDS),
          detail: fc.string({ unit: 'grapheme', maxLength: 40 }),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 5 },
  ),
  more: fc.nat(),
});

describe('a packed selection', () => {
  it('unpacks to what was packed', () => {
    fc.assert(
      fc.property(anySelection, selection => {
        const bytes = packSelection(selection);
        expect(unpackSelection(bytes)).toEqual(selection);
        expect(unpackNums(bytes)).toEqual(
          selection.groups.flatMap(({ papers }) => papers.map(({ num }) => num)),
        );
      }),
    );
  });

  it('keeps what is from outside, and is written as before where nothing is', () => {
    fc.assert(
      fc.property(anySelection, outside, (selection, group) => {
        const whole = { ...selection, groups: [...selection.groups, group] };
        expect(packSelection(selection)[0]).toBe(2);
        expect(unpackSelection(packSelection(whole))).toEqual(whole);
        expect(unpackNums(packSelection(whole))).toEqual([
          ...unpackNums(packSelection(selection)),
          ...group.papers.map(({ num }) => num),
        ]);
        expect(unpackSelection(withoutQueries(packSelection(whole))).groups.at(-1)).toEqual(group);
      }),
    );
  });

  it('keeps what is new about other papers, and is written as before for whoever does not wish it', () => {
    fc.assert(
      fc.property(anySelection, anyUpdates, (selection, updates) => {
        const bytes = packSelection({ ...selection, updates });
        expect(bytes[0]).toBe(4);
        expect(unpackSelection(bytes)).toEqual({ ...selection, updates });
        expect(unpackUpdates(bytes)).toEqual(updates);
        expect(unpackNums(bytes)).toEqual(unpackNums(packSelection(selection)));
        expect(unpackUpdates(packSelection(selection))).toBeNull();
        expect(unpackSelection(withoutQueries(bytes)).updates).toEqual(updates);
        expect(() => unpackSelection(bytes.subarray(0, -1))).toThrow(Error);
        expect(() => unpackSelection(Uint8Array.of(...bytes, 0))).toThrow(Error);
      }),
    );
    // Version 4 byte for byte, so that it stays readable.
    expect(
      unpackUpdates(Uint8Array.of(4, 1, 21, 0, 0, 1, 4, 2, 97, 105, 0, 9, 1, 14, 1, 0, 1, 51, 2)),
    ).toEqual({ until: 9, papers: [{ num: 7, news: [{ kind: 'version', detail: '3' }] }], more: 2 });
  });

  it('is read as version 1 wrote it: it showed nothing again', () => {
    fc.assert(
      fc.property(anySelection, selection => {
        const plain = { ...selection, again: null, updates: null };
        const bytes = packSelection(plain);
        // Version 1 is version 2 without its end, which is a mere zero here.
        expect(bytes.at(-1)).toBe(0);
        const old = Uint8Array.of(1, ...bytes.subarray(1, -1));
        expect(unpackSelection(old)).toEqual(plain);
        expect(unpackNums(old)).toEqual(unpackNums(bytes));
        expect(unpackSelection(withoutQueries(old))).toEqual(unpackSelection(withoutQueries(bytes)));
      }),
    );
    // As the first release wrote it, byte for byte.
    expect(unpackSelection(Uint8Array.of(1, 2, 21, 4, 0, 3, 1, 4, 2, 97, 105))).toEqual({
      groups: [
        {
          kind: 'topic',
          key: 'ai',
          papers: [
            { num: 5, form: 'card' },
            { num: 6, form: 'line' },
          ],
        },
      ],
      best: 5,
      more: 3,
      again: null,
      updates: null,
    });
  });

  it('without queries is the same papers, carried and shown again', () => {
    fc.assert(
      fc.property(anySelection, selection => {
        const { groups, ...rest } = unpackSelection(withoutQueries(packSelection(selection)));
        expect(groups.map(({ papers }) => papers)).toEqual(selection.groups.map(({ papers }) => papers));
        expect(groups.filter(({ kind, key }) => kind === 'query' && key !== '')).toEqual([]);
        const { groups: _, ...kept } = selection;
        expect(rest).toEqual(kept);
      }),
    );
  });

  it('takes at most four bytes a paper beside the names of its groups', () => {
    const nums = Array.from({ length: 1000 }, (_, i) => 900_000 + ((i * 7919) % 5000));
    const papers = nums.map(num => ({ num, form: 'line' as const }));
    const bytes = packSelection({
      groups: [{ kind: 'topic', key: 'agents', papers }],
      best: 900_000,
      more: 12,
      again: null,
      updates: null,
    });
    expect(bytes.length).toBeLessThan(4 * nums.length + 32);
  });

  it('refuses a best paper that it does not hold, and numbers that no paper has', () => {
    const groups: Selection['groups'] = [
      { kind: 'topic', key: 'agents', papers: [{ num: 1, form: 'card' }] },
    ];
    expect(() => packSelection({ groups, best: 2, more: 0, again: null, updates: null })).toThrow(
      'best paper',
    );
    expect(() => packSelection({ groups, best: 1, more: -1, again: null, updates: null })).toThrow(
      'Cannot pack -1',
    );
    expect(() => packSelection({ groups, best: 1, more: Number.NaN, again: null, updates: null })).toThrow(
      'Cannot pack NaN',
    );
  });

  it('refuses to show again what is of no edition', () => {
    const groups: Selection['groups'] = [
      { kind: 'topic', key: 'agents', papers: [{ num: 1, form: 'card' }] },
    ];
    const pack = (editions: { edition: string; papers: number[] }[]) =>
      packSelection({ groups, best: 1, more: 0, again: { editions, more: 0 }, updates: null });
    expect(() => pack([])).toThrow('of some edition');
    expect(() => pack([{ edition: 'yesterday', papers: [1] }])).toThrow('yesterday');
  });

  it('says which version it cannot read', () => {
    expect(() => unpackSelection(Uint8Array.of(9, 0))).toThrow('version 9');
    expect(() => unpackNums(Uint8Array.of())).toThrow('version');
  });

  it('is refused when cut short or longer than it was', () => {
    fc.assert(
      fc.property(anySelection, fc.nat(), (selection, cut) => {
        const bytes = packSelection(selection);
        expect(() => unpackSelection(bytes.subarray(0, cut % bytes.length))).toThrow(Error);
        expect(() => unpackSelection(Uint8Array.of(...bytes, 0))).toThrow(Error);
      }),
    );
  });

  it('made of any bytes ends in a selection or an Error', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4), fc.uint8Array({ maxLength: 200 }), (version, bytes) => {
        for (const unpack of [unpackSelection, unpackNums]) {
          try {
            unpack(Uint8Array.of(version, ...bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
