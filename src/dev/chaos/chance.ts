import { createHash } from 'node:crypto';

/**
 * A number from 0 (included) to 1 that follows from seed and subject alone: what happens to one address does not hang on who
 * came before, so that the same seed does the same whatever the order. Another seed tells nothing about it.
 */
export function chance(seed: number, ...subject: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...subject]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
