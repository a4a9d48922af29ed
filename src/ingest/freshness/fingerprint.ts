import { createHash } from 'node:crypto';
import type { Entry } from '../../model/paper.ts';

/** Enough that two lists of papers never look alike by chance. */
const LENGTH = 32;
/** So many papers tell what is new: what falls off the end of a long list is none. */
const NEWEST = 20;

/** What a list of papers is told by. */
export type Listed = Pick<Entry, 'keys' | 'title' | 'publishedOn'>;

/**
 * What the newest papers of a list are, whatever their order, their votes and the end of the list; null for an empty one. Where
 * they bear no dates, that is all of them.
 */
export function fingerprint(entries: readonly Listed[]): string | null {
  if (entries.length === 0) return null;
  const dates = new Map(entries.map(({ keys, title, publishedOn }) => [keys[0] ?? title, publishedOn ?? '']));
  const from = [...dates.values()].sort().at(-NEWEST) ?? '';
  const newest = [...dates].filter(([, date]) => date >= from).map(([name]) => name);
  return createHash('sha256').update(newest.sort().join('\n')).digest('hex').slice(0, LENGTH);
}
