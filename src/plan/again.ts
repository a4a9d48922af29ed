import type { Again, SizeTable } from '../model/edition.ts';

/** Most titles shown again: a mail is for what is new. */
const MOST = 12;

/**
 * What of `missed` a mail shows again in `room` bytes: the newest edition's first, no paper twice and none that is
 * `selected`. What is left over is only counted. Null when not even one title has room.
 */
export function showAgain(
  missed: Again,
  selected: readonly number[],
  sizes: SizeTable['again'],
  room: number,
): { again: Again | null; bytes: number } {
  const known = new Set(selected);
  const editions: Again['editions'] = [];
  let bytes = sizes.frame;
  let { more } = missed;
  let left = MOST;
  for (const { edition, papers } of missed.editions) {
    const shown: number[] = [];
    for (const num of papers) {
      if (known.has(num)) continue;
      known.add(num);
      const cost = sizes.title(num) + (shown.length === 0 ? sizes.edition : 0);
      // In order and without gaps: what follows the first that has no room is left over too.
      if (bytes + cost > room) left = 0;
      if (left === 0) more++;
      else {
        left--;
        bytes += cost;
        shown.push(num);
      }
    }
    if (shown.length > 0) editions.push({ edition, papers: shown });
  }
  return editions.length === 0 ? { again: null, bytes: 0 } : { again: { editions, more }, bytes };
}
