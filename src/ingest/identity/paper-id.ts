import { createHash } from 'node:crypto';
import type { Entry } from '../../model/paper.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 12;

/**
 * The public id minted when a paper is first seen: 60 bits of the SHA-256 of the entry's strongest
 * key, in lower-case base32 (RFC 4648). The same paper gets the same id whatever order snapshots
 * come in, as long as they prove it by the same kind of key.
 */
export function paperId(entry: Entry): string {
  const digest = createHash('sha256')
    .update(entry.keys[0] ?? entry.rawTitle)
    .digest();
  let id = '';
  for (let at = 0; id.length < LENGTH; at++) {
    // Five bits from position 5·at, which may span two bytes.
    const pair = digest.readUInt16BE((5 * at) >> 3);
    id += ALPHABET[(pair >> (11 - ((5 * at) & 7))) & 31];
  }
  return id;
}
