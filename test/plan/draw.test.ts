import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../src/model/edition.ts';
import { leaningOf, type Taste } from '../../src/model/signal.ts';
import { type GroupMatches, type RankedGroups, rank } from '../../src/plan/rank.ts';
import { followedGroups, type Known, select, type Wish } from '../../src/plan/select.ts';
import type { Kinship } from '../../src/plan/similar.ts';
import { anyDay, never, papers, query, sizes, topic, wish } from './build.ts';

/** Kin by lists: papers of one list are alike, or of one circle. */
function kin(alike: number[][], circles: number[][] = []): Kinship {
  return {
    alike: new Map(alike.flatMap(list => list.map(num => [num, list.filter(one => one !== num)] as const))),
    circles: new Map(
      circles
        .flat()
        .map(num => [num, circles.flatMap((list, circle) => (list.includes(num) ? [circle] : []))]),
    ),
  };
}

/** The window of these groups, and of papers that many read: number to upvotes. */
function dayOf(groups: GroupMatches[], kinship: Kinship, famed: Record<number, number> = {}): RankedGroups {
  const nums = groups.flatMap(group => group.matches.map(match => match.num));
  const all = papers(...new Set([...nums, ...Object.keys(famed).map(Number)]));
  return rank(
    all.map(one => ({ ...one, upvotes: famed[one.num] ?? null })),
    groups,
    [],
    kinship,
  );
}

const numsOf = (selection: Selection | null) =>
  selection?.groups.map(({ kind, key, papers: own }) => [key || kind, ...own.map(({ num }) => num)]) ?? [];

const pick = (day: RankedGroups, wishes: Wish, known: Partial<Known> = {}) =>
  numsOf(select(wishes, day, { carried: never, ...known }, sizes()));

describe('a mail', () => {
  const agents = topic('agents', { 1: 9, 2: 8.9, 3: 8.8, 4: 8.7, 5: 5, 6: 4 });

  it('keeps a paper that says the same for later than all others of its heading', () => {
    const day = dayOf([agents], kin([[1, 2, 4]]));
    expect(pick(day, wish(['agents'], 4))).toEqual([['agents', 1, 3, 5, 6]]);
    expect(pick(day, wish(['agents'], 12))).toEqual([['agents', 1, 3, 5, 6, 2, 4]]);
  });

  it('keeps one back that says what a mail before said', () => {
    const day = dayOf([agents], kin([[1, 2]]));
    expect(pick(day, wish(['agents'], 3), { carried: num => num === 1 })).toEqual([['agents', 3, 4, 5]]);
  });

  it('does so across headings, and lets nobody lose a turn', () => {
    const vision = topic('vision', { 11: 7, 12: 3 });
    const audio = topic('audio', { 21: 2 });
    const day = dayOf([agents, vision, audio], kin([[1, 11, 21]]));
    expect(pick(day, wish(['agents', 'vision', 'audio'], 4))).toEqual([
      ['agents', 1, 2],
      ['vision', 12],
      ['audio', 21],
    ]);
  });

  it('shows two papers of a circle, and then what is nearly as strong', () => {
    const day = dayOf([agents], kin([], [[1, 2, 3]]));
    expect(pick(day, wish(['agents'], 12))).toEqual([['agents', 1, 2, 4, 3, 5, 6]]);
    const apart = dayOf([topic('agents', { 1: 9, 2: 8, 3: 7, 5: 5 })], kin([], [[1, 2, 3]]));
    expect(pick(apart, wish(['agents'], 12))).toEqual([['agents', 1, 2, 3, 5]]);
  });

  it('follows a taste within a heading, and shares nothing of it with others', () => {
    const day = dayOf([agents], kin([]));
    const taste: Taste = {
      lean: ({ key }, num) => (key === 'agents' && num === 5 ? 2 : num === 1 ? 0.5 : 1),
    };
    expect(pick(day, wish(['agents'], 12), { taste })).toEqual([['agents', 5, 2, 3, 4, 1, 6]]);
    expect(pick(day, wish(['agents'], 3))).toEqual([['agents', 1, 2, 3]]);
  });
});

describe('the paper from outside', () => {
  const groups = [topic('agents', { 1: 9, 2: 8, 3: 7 }), topic('vision', { 7: 9 }), query('x y', { 8: 3 })];
  const day = dayOf(groups, kin([[2, 9]]), { 7: 300, 8: 200, 9: 150, 10: 40, 11: 2, 1: 999 });
  const curious = (max = 12): Wish => ({ ...wish(['agents'], max, ['x y']), outside: true });

  it('is the one most read that nothing followed brings, last, and within the maximum', () => {
    expect(pick(day, curious())).toEqual([
      ['agents', 1, 2, 3],
      ['x y', 8],
      ['outside', 7],
    ]);
    expect(pick(day, curious(3))).toEqual([
      ['agents', 1],
      ['x y', 8],
      ['outside', 7],
    ]);
    expect(pick(day, curious(1))).toEqual([['agents', 1]]);
  });

  it('is none that was carried, is unwanted, or says what the mail says', () => {
    expect(pick(day, curious(), { carried: num => num === 7 }).at(-1)).toEqual(['outside', 10]);
    for (const said of ['less', 'mute'] as const) {
      const vision = { kind: 'topic', key: 'vision' } as const;
      const leaning = leaningOf([{ paper: 7, kind: said, group: vision, at: 0 }], curious());
      expect(pick(day, curious(), { leaning }).at(-1)).toEqual(['outside', 10]);
    }
    expect(pick(day, curious(), { carried: num => [7, 10].includes(num) })).toEqual([
      ['agents', 1, 2, 3],
      ['x y', 8],
    ]);
  });

  it('gives its place back when there is none after all, and is no reason for a mail', () => {
    const carried = (num: number) => [7, 8, 10].includes(num);
    expect(pick(day, { ...curious(3), queries: [] }, { carried })).toEqual([['agents', 1, 2, 3]]);
    expect(select(curious(), day, { carried: num => [1, 2, 3, 8].includes(num) }, sizes())).toBeNull();
  });

  it('is counted as no paper that matched', () => {
    expect(select(curious(3), day, { carried: never }, sizes())).toMatchObject({ more: 2, best: 1 });
  });
});

describe('every mail of a day with kin, a taste and the wish for more', () => {
  const list = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });
  const any = fc.record({
    day: anyDay,
    alike: fc.array(list, { maxLength: 4 }),
    circles: fc.array(list, { maxLength: 4 }),
    leans: fc.option(
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 41, maxLength: 41 }),
    ),
    voices: fc.dictionary(fc.integer({ min: 1, max: 50 }).map(String), fc.integer({ min: 0, max: 500 })),
    outside: fc.boolean(),
  });
  const dealt = any.map(({ day, alike, circles, leans, voices, outside }) => {
    const matchesOf = ({ positions, strengths, kind, key }: ReturnType<typeof followedGroups>[number]) => ({
      ...topic(
        key,
        Object.fromEntries([...positions].map((at, i) => [day.ranked.nums[at], strengths[i] ?? 0])),
      ),
      kind,
    });
    const groups = [...day.ranked.topics.values(), ...day.ranked.queries.values()].map(matchesOf);
    const ranked = dayOf(groups, kin(alike, circles), voices);
    const taste: Taste | null = leans && { lean: (_, num) => leans[num] ?? 1 };
    const carried = (num: number) => day.carried.has(num);
    return { day: { ...day, ranked, wish: { ...day.wish, outside } }, known: { carried, taste } };
  });

  it('keeps to maximum and size, repeats nothing, loses nothing, and starves no heading', () => {
    fc.assert(
      fc.property(dealt, ({ day, known }) => {
        const selection = select(day.wish, day.ranked, known, day.sizes);
        const groups = selection?.groups ?? [];
        const own = groups.filter(({ kind }) => kind !== 'outside');
        const nums = groups.flatMap(({ papers: all }) => all.map(({ num }) => num));
        expect(nums.length).toBeLessThanOrEqual(day.wish.max);
        expect(new Set(nums).size).toBe(nums.length);
        expect(nums.some(known.carried)).toBe(false);
        if (groups.length > 0) expect(own.length).toBeGreaterThan(0);
        expect(groups.length - own.length).toBeLessThanOrEqual(day.wish.outside ? 1 : 0);

        const roomy = select({ ...day.wish, max: 1000, outside: false }, day.ranked, known, sizes());
        const plain = select(
          { ...day.wish, max: 1000, outside: false },
          { ...day.ranked, alike: new Map(), circles: new Map() },
          { carried: known.carried },
          sizes(),
        );
        const sorted = (one: Selection | null) =>
          (one?.groups ?? []).flatMap(g => g.papers.map(({ num }) => num)).sort((a, b) => a - b);
        expect(sorted(roomy)).toEqual(sorted(plain));

        const room = select({ ...day.wish, outside: false }, day.ranked, known, sizes());
        const most = Math.max(0, ...(room?.groups ?? []).map(({ papers: all }) => all.length));
        const taken = new Set(sorted(room));
        for (const group of followedGroups(day.wish, day.ranked)) {
          const open = [...group.positions]
            .map(at => day.ranked.nums[at] ?? 0)
            .filter(num => !known.carried(num));
          if (open.every(num => taken.has(num))) continue;
          const got = room?.groups.find(({ kind, key }) => kind === group.kind && key === group.key);
          expect(got?.papers.length ?? 0).toBeGreaterThanOrEqual(most - 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
