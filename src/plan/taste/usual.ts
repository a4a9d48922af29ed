import type { FollowedGroup } from '../../model/edition.ts';
import type { RankedGroups } from '../rank.ts';

/** Papers that what somebody said is told apart from. */
const MOST = 60;
const LEAST = 20;

/**
 * Papers that usually stand under a heading, besides those they spoke of: of the candidates there as many as tell enough, the others
 * beside them where there are few. Which ones, their numbers decide: it is chance, and the same each time.
 */
export function usualUnder(
  { nums, topics, queries }: RankedGroups,
  { kind, key }: FollowedGroup,
  spoken: ReadonlySet<number>,
): number[] {
  const group = (kind === 'topic' ? topics : queries).get(key);
  const under = new Set([...(group?.positions ?? [])].map(position => nums[position] ?? 0));
  const unspoken = (list: Iterable<number>) => [...list].filter(num => !spoken.has(num)).sort(byChance);
  const chosen = unspoken(under).slice(0, MOST);
  if (chosen.length < LEAST) {
    const others = unspoken([...nums].filter(num => !under.has(num)));
    chosen.push(...others.slice(0, LEAST - chosen.length));
  }
  return chosen.sort((a, b) => a - b);
}

function byChance(a: number, b: number): number {
  return Math.imul(a, 0x9e3779b1) - Math.imul(b, 0x9e3779b1) || a - b;
}
