import type { Entry } from '../../model/paper.ts';
import { shortTitleKey } from './entry-keys.ts';
import { titleKey } from './title-key.ts';

/**
 * Entries of one snapshot, told apart: a page does not list one work twice under two titles, so an
 * abstract (parts of a series, a stock text) or an address (a lab's publications page) that stands
 * under two titles there says nothing of identity.
 */
export function withoutSharedKeys(entries: readonly Entry[]): Entry[] {
  const titles = new Map<string, Set<string>>();
  for (const entry of entries) {
    // The key of a title that is long enough to have one.
    const title = entry.keys.find(key => key.startsWith('title:')) ?? titleKey(entry.rawTitle);
    for (const key of entry.keys.filter(canBeShared)) {
      titles.set(key, (titles.get(key) ?? new Set()).add(title));
    }
  }
  return entries.map(entry => {
    const keys = entry.keys.filter(key => !canBeShared(key) || titles.get(key)?.size === 1);
    return { ...entry, keys: keys.length > 0 ? keys : [shortTitleKey(entry.rawTitle)] };
  });
}

function canBeShared(key: string): boolean {
  return key.startsWith('abstract:') || key.startsWith('url:');
}
