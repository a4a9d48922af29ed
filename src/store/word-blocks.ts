// Sets of paper numbers as the archive's index stores them: cut into blocks, so that a new paper rewrites little.

/** Paper numbers of one block. */
export const BLOCK = 4096;
/** Bytes of a block with one bit a number. */
export const BLOCK_BYTES = BLOCK / 8;

/** The block that a number lies in. */
export function blockOf(num: number): number {
  return Math.floor(num / BLOCK);
}

/** A block, one bit a number: as a list of places while these are few. */
export function packBlock(bits: Uint8Array): Uint8Array {
  const places: number[] = [];
  for (let at = 0; at < BLOCK_BYTES; at++) {
    for (let rest = bits[at] ?? 0; rest !== 0; rest &= rest - 1) {
      places.push(at * 8 + 31 - Math.clz32(rest & -rest));
    }
    // A list of this length would be taken for bits.
    if (2 * places.length >= BLOCK_BYTES) return bits;
  }
  const packed = new Uint8Array(2 * places.length);
  for (const [at, place] of places.entries()) {
    packed[2 * at] = place & 0xff;
    packed[2 * at + 1] = place >> 8;
  }
  return packed;
}

/** Adds what `packBlock` packed to `bits`, which begin with byte `start`. */
export function unpackBlock(packed: Uint8Array, bits: Uint8Array, start = 0): void {
  if (packed.length === BLOCK_BYTES) {
    for (let at = 0; at < BLOCK_BYTES; at++) {
      bits[start + at] = (bits[start + at] ?? 0) | (packed[at] ?? 0);
    }
    return;
  }
  for (let at = 0; at + 1 < packed.length; at += 2) {
    const place = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    addTo(bits, start, place);
  }
}

/** Adds one place of a block to `bits`, which begin with byte `start`. */
export function addTo(bits: Uint8Array, start: number, place: number): void {
  const byte = start + (place >> 3);
  bits[byte] = (bits[byte] ?? 0) | (1 << (place & 7));
}
