import type { Entry } from '../../model/paper.ts';
import { shortTitleKey } from './entry-keys.ts';
import { titleKey } from './title-key.ts';

/**
 * Entries of one snapshot, told apart: a page does not list one work twice under two titles, so an
 * abstract (parts of a series, a stock text) or an address (a lab's publications page) that stands
 * under two titles there says nothing of identity; nor does a DOI under three, which is that of a volume.
 */
export function withoutSharedKeys(entries: readonly Entry[]): Entry[] {
  const titles = new Map<string, Set<string>>();
  for (const entry of entries) {
    // The key of a title that is long enough to have one.
    const title = entry.keys.find(key => key.startsWith('title:')) ?? titleKey(entry.rawTitle);
    for (const key of entry.keys) {
      titles.set(key, (titles.get(key) ?? new Set()).add(title));
    }
  }
  return entries.map(entry => {
    const keys = entry.keys.filter(key => (titles.get(key)?.size ?? 1) <= mostTitles(key));
    return { ...entry, keys: keys.length > 0 ? keys : [shortTitleKey(entry.rawTitle)] };
  });
}

/** Under how many titles of one snapshot a key still tells that they are one work. */
function mostTitles(key: string): number {
  if (key.startsWith('abstract:') || key.startsWith('url:')) return 1;
  return key.startsWith('doi:') ? 2 : Number.POSITIVE_INFINITY;
}
