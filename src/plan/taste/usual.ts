import type { FollowedGroup } from '../../model/edition.ts';
import type { RankedGroups } from '../rank.ts';

/** Papers that what somebody said is told apart from, of all headings together. */
const MOST = 40;
const LEAST = 20;

/**
 * Papers that usually stand under these headings, besides those they spoke of: as many of each as tell enough, and others beside them
 * where there are few. Which ones, their numbers decide: it is chance, and the same each time.
 */
export function usualUnder(
  ranked: RankedGroups,
  headings: readonly FollowedGroup[],
  spoken: ReadonlySet<number>,
): number[] {
  const each = Math.max(LEAST, Math.ceil(MOST / headings.length));
  const chosen = new Set(headings.flatMap(heading => chosenUnder(ranked, heading, spoken, each)));
  return [...chosen].sort((a, b) => a - b);
}

function chosenUnder(
  { nums, topics, queries }: RankedGroups,
  { kind, key }: FollowedGroup,
  spoken: ReadonlySet<number>,
  most: number,
): number[] {
  const group = (kind === 'topic' ? topics : queries).get(key);
  const under = new Set([...(group?.positions ?? [])].map(position => nums[position] ?? 0));
  const unspoken = (list: Iterable<number>) => [...list].filter(num => !spoken.has(num)).sort(byChance);
  const chosen = unspoken(under).slice(0, most);
  if (chosen.length >= LEAST) return chosen;
  const others = unspoken([...nums].filter(num => !under.has(num)));
  return [...chosen, ...others.slice(0, LEAST - chosen.length)];
}

function byChance(a: number, b: number): number {
  return Math.imul(a, 0x9e3779b1) - Math.imul(b, 0x9e3779b1) || a - b;
}
