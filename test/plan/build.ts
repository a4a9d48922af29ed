import fc from 'fast-check';
import type { Again, SizeTable } from '../../src/model/edition.ts';
import { type Candidate, type GroupMatches, type RankedGroups, rank } from '../../src/plan/rank.ts';
import type { Wish } from '../../src/plan/select.ts';

/** Candidates that differ in nothing but their numbers. */
export function papers(...nums: number[]): Candidate[] {
  return nums.map(num => ({ num, firstSeen: '2026-03-01', comments: null, upvotes: null }));
}

/** A topic with threshold 1 and decided matches: paper number to score. */
export function topic(key: string, scores: Record<number, number>): GroupMatches {
  const matches = Object.entries(scores).map(([num, score]) => ({ num: Number(num), score, decided: true }));
  return { kind: 'topic', key, threshold: 1, matches };
}

export function query(key: string, scores: Record<number, number>): GroupMatches {
  return { ...topic(key, scores), kind: 'query' };
}

/** Ranks every paper that the groups name. */
export function ranked(...groups: GroupMatches[]): RankedGroups {
  const nums = new Set(groups.flatMap(group => group.matches.map(match => match.num)));
  return rank(papers(...nums), groups);
}

/** The same, where some candidates hold words that somebody leaves out. */
export function rankedWithout(words: string, nums: number[], ...groups: GroupMatches[]): RankedGroups {
  const all = new Set(groups.flatMap(group => group.matches.map(match => match.num)));
  return rank(papers(...all), groups, [{ words, nums }]);
}

export function wish(topics: string[], max = 12, queries: string[] = []): Wish {
  return { topics, queries, excluded: [], max };
}

/** A mail with room for everything, unless told otherwise. */
export function sizes(changes: Partial<SizeTable> = {}): SizeTable {
  const again = { frame: 20, edition: 10, title: () => 5 };
  const updates = { frame: 20, line: () => 5 };
  const parts = { group: () => 10, card: () => 50, line: () => 5, again, updates };
  return { limit: 1_000_000, frame: 100, ...parts, ...changes };
}

export const never = (): boolean => false;

const TOPICS = ['a', 'b', 'c', 'd', 'e'];
const QUERIES = ['"tiny model"', 'a'];

/** A day as a subscriber may meet it: matches, wish, what was carried, and sizes that may be tight. */
export interface AnyDay {
  ranked: RankedGroups;
  wish: Wish;
  carried: Set<number>;
  sizes: SizeTable;
  missed: Again | null;
}

export const anyDay: fc.Arbitrary<AnyDay> = fc
  .record({
    scores: fc.array(
      fc.dictionary(fc.integer({ min: 1, max: 40 }).map(String), fc.double({ min: 1, max: 9 })),
      {
        minLength: TOPICS.length + QUERIES.length,
        maxLength: TOPICS.length + QUERIES.length,
      },
    ),
    topics: fc.shuffledSubarray(TOPICS),
    queries: fc.shuffledSubarray(QUERIES),
    max: fc.integer({ min: 1, max: 50 }),
    carried: fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
    lines: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 41, maxLength: 41 }),
    limit: fc.integer({ min: 50, max: 4000 }),
    missed: fc.option(
      fc.record({
        editions: fc.array(
          fc.record({
            edition: fc.constantFrom('2026-02-28', '2026-02-27'),
            papers: fc.array(fc.integer({ min: 1, max: 40 })),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        more: fc.nat(9),
      }),
    ),
  })
  .map(({ scores, topics, queries, max, carried, lines, limit, missed }) => {
    const groups = scores.map((found, i) =>
      i < TOPICS.length ? topic(TOPICS[i] ?? '', found) : query(QUERIES[i - TOPICS.length] ?? '', found),
    );
    return {
      ranked: ranked(...groups),
      wish: wish(topics, max, queries),
      carried: new Set(carried),
      missed,
      sizes: sizes({ limit, line: num => lines[num] ?? 0, card: num => 3 * (lines[num] ?? 0) }),
    };
  });
