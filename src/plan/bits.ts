/** A set of small numbers, one bit each: what makes one million plans affordable. */
export type Bits = Uint32Array;

/** An empty set for the numbers 0 … size − 1. */
export function emptyBits(size: number): Bits {
  return new Uint32Array(Math.ceil(size / 32));
}

export function hasBit(bits: Bits, at: number): boolean {
  return (wordAt(bits, at >>> 5) & (1 << (at & 31))) !== 0;
}

export function addBit(bits: Bits, at: number): void {
  bits[at >>> 5] = wordAt(bits, at >>> 5) | (1 << (at & 31));
}

export function removeBit(bits: Bits, at: number): void {
  bits[at >>> 5] = wordAt(bits, at >>> 5) & ~(1 << (at & 31));
}

/** Adds every number of another set of the same size. */
export function addBits(bits: Bits, others: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i] = wordAt(bits, i) | wordAt(others, i);
}

/** Takes every number of another set of the same size out. */
export function removeBits(bits: Bits, others: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i] = wordAt(bits, i) & ~wordAt(others, i);
}

/** Keeps the numbers for which `keep` holds, and says how many those are. */
export function filterBits(bits: Bits, keep: (at: number) => boolean): number {
  let kept = 0;
  for (let i = 0; i < bits.length; i++) {
    for (let rest = wordAt(bits, i); rest !== 0; rest &= rest - 1) {
      const at = i * 32 + 31 - Math.clz32(rest & -rest);
      if (keep(at)) kept++;
      else removeBit(bits, at);
    }
  }
  return kept;
}

function wordAt(bits: Bits, i: number): number {
  return bits[i] ?? 0;
}
