import { createHash } from 'node:crypto';
import type { Entry } from '../../model/paper.ts';

/** Enough that two lists of papers never look alike by chance. */
const LENGTH = 32;

/** What the papers of a list are, whatever their order and votes; null for an empty list. */
export function fingerprint(entries: readonly Pick<Entry, 'keys' | 'title'>[]): string | null {
  if (entries.length === 0) return null;
  const names = new Set(entries.map(({ keys, title }) => keys[0] ?? title));
  return createHash('sha256')
    .update([...names].sort().join('\n'))
    .digest('hex')
    .slice(0, LENGTH);
}
