import type { Entry } from '../../model/paper.ts';
import { shortTitleKey } from './entry-keys.ts';
import { titleKey } from './title-key.ts';

/**
 * Entries of one snapshot, told apart: a page does not list one work twice under two titles, so an
 * abstract that stands under two titles there (parts of a series, a stock text) says nothing of identity.
 */
export function withoutSharedAbstracts(entries: readonly Entry[]): Entry[] {
  const titles = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = entry.keys.find(isAbstract);
    if (key) titles.set(key, (titles.get(key) ?? new Set()).add(titleKey(entry.rawTitle)));
  }
  return entries.map(entry => {
    const keys = entry.keys.filter(key => !isAbstract(key) || titles.get(key)?.size === 1);
    return { ...entry, keys: keys.length > 0 ? keys : [shortTitleKey(entry.rawTitle)] };
  });
}

function isAbstract(key: string): boolean {
  return key.startsWith('abstract:');
}
