import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addBit, addBits, emptyBits, filterBits, hasBit, removeBit } from '../../src/plan/bits.ts';

const numbers = fc.array(fc.integer({ min: 0, max: 99 }));

function bitsOf(members: Iterable<number>): Uint32Array {
  const bits = emptyBits(100);
  for (const at of members) addBit(bits, at);
  return bits;
}

function membersOf(bits: Uint32Array): number[] {
  return Array.from({ length: 100 }, (_, at) => at).filter(at => hasBit(bits, at));
}

it('behaves as a set of numbers does', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (first, second, removed) => {
      const bits = bitsOf(first);
      addBits(bits, bitsOf(second));
      for (const at of removed) removeBit(bits, at);
      const expected = new Set([...first, ...second].filter(at => !removed.includes(at)));
      expect(membersOf(bits)).toEqual([...expected].sort((a, b) => a - b));
    }),
  );
});

it('keeps the members a filter asks for and counts them', () => {
  fc.assert(
    fc.property(numbers, numbers, (members, wanted) => {
      const bits = bitsOf(members);
      const seen: number[] = [];
      const kept = filterBits(bits, at => seen.push(at) > 0 && wanted.includes(at));
      const unique = [...new Set(members)].sort((a, b) => a - b);
      expect(seen).toEqual(unique);
      expect(membersOf(bits)).toEqual(unique.filter(at => wanted.includes(at)));
      expect(kept).toBe(membersOf(bits).length);
    }),
  );
});
