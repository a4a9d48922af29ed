import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../src/model/edition.ts';
import { packSelection, unpackNums, unpackSelection } from '../../src/model/packed-selection.ts';

const paper = fc.record({
  num: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  form: fc.constantFrom('card' as const, 'line' as const),
});
const group = fc.record({
  kind: fc.constantFrom('topic' as const, 'query' as const),
  key: fc.string({ unit: 'grapheme', maxLength: 40 }),
  papers: fc.array(paper, { minLength: 1, maxLength: 20 }),
});
const anySelection: fc.Arbitrary<Selection> = fc
  .record({ groups: fc.array(group, { minLength: 1, maxLength: 6 }), more: fc.nat(), pick: fc.nat() })
  .map(({ groups, more, pick }) => {
    const nums = groups.flatMap(({ papers }) => papers.map(({ num }) => num));
    return { groups, best: nums[pick % nums.length] ?? 0, more };
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

  it('takes at most four bytes a paper beside the names of its groups', () => {
    const nums = Array.from({ length: 1000 }, (_, i) => 900_000 + ((i * 7919) % 5000));
    const papers = nums.map(num => ({ num, form: 'line' as const }));
    const bytes = packSelection({
      groups: [{ kind: 'topic', key: 'agents', papers }],
      best: 900_000,
      more: 12,
    });
    expect(bytes.length).toBeLessThan(4 * nums.length + 32);
  });

  it('refuses a best paper that it does not hold, and numbers that no paper has', () => {
    const groups: Selection['groups'] = [
      { kind: 'topic', key: 'agents', papers: [{ num: 1, form: 'card' }] },
    ];
    expect(() => packSelection({ groups, best: 2, more: 0 })).toThrow('best paper');
    expect(() => packSelection({ groups, best: 1, more: -1 })).toThrow('Cannot pack -1');
    expect(() => packSelection({ groups, best: 1, more: Number.NaN })).toThrow('Cannot pack NaN');
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
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        for (const unpack of [unpackSelection, unpackNums]) {
          try {
            unpack(Uint8Array.of(1, ...bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
