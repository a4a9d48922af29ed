import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addTo, BLOCK, BLOCK_BYTES, packBlock, unpackBlock } from '../../src/store/word-blocks.ts';

it('a block comes back as it was packed, added to what is there, and takes no more room than its bits', () => {
  const places = fc.uniqueArray(fc.nat({ max: BLOCK - 1 }), { maxLength: 600 });
  fc.assert(
    fc.property(places, places, (some, others) => {
      const bits = bitsOf(some);
      const packed = packBlock(bits);
      expect(packed.length).toBeLessThanOrEqual(BLOCK_BYTES);
      const whole = new Uint8Array(3 * BLOCK_BYTES);
      whole.set(bitsOf(others), BLOCK_BYTES);
      unpackBlock(packed, whole, BLOCK_BYTES);
      expect(whole.subarray(BLOCK_BYTES, 2 * BLOCK_BYTES)).toEqual(bitsOf([...some, ...others]));
      expect(whole.subarray(0, BLOCK_BYTES)).toEqual(new Uint8Array(BLOCK_BYTES));
    }),
  );
});

it.each([254, 255, 256, 257])('%d papers of a block come back', count => {
  const bits = bitsOf(Array.from({ length: count }, (_, at) => at * 3));
  const back = new Uint8Array(BLOCK_BYTES);
  unpackBlock(packBlock(bits), back);
  expect(back).toEqual(bits);
});

function bitsOf(places: readonly number[]): Uint8Array {
  const bits = new Uint8Array(BLOCK_BYTES);
  for (const place of places) addTo(bits, 0, place);
  return bits;
}
