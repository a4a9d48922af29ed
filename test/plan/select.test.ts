import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection, SizeTable } from '../../src/model/edition.ts';
import { addBit, emptyBits } from '../../src/plan/bits.ts';
import { followedGroups, select } from '../../src/plan/select.ts';
import { type AnyDay, anyDay, never, query, ranked, rankedWithout, sizes, topic, wish } from './build.ts';

/** `agents: 1 2 / vision: 3`, lines in brackets. */
function shown(selection: Selection | null): string {
  const groups = selection?.groups.map(({ key, papers }) => {
    const nums = papers.map(({ num, form }) => (form === 'card' ? `${num}` : `[${num}]`));
    return `${key}: ${nums.join(' ')}`;
  });
  return groups?.join(' / ') ?? 'none';
}

function bytesOf(selection: Selection, table: SizeTable): number {
  const groups = selection.groups.map(
    ({ key, papers }) =>
      table.group(key) +
      papers.reduce((sum, { num, form }) => sum + (form === 'card' ? table.card(num) : table.line(num)), 0),
  );
  const { frame, edition, title } = table.again;
  const again = (selection.again?.editions ?? []).map(({ papers }) =>
    papers.reduce((sum, num) => sum + title(num), edition),
  );
  return [...groups, ...again].reduce(
    (sum, bytes) => sum + bytes,
    table.frame + (selection.again ? frame : 0),
  );
}

const numsOf = (selection: Selection): number[] =>
  selection.groups.flatMap(({ papers }) => papers.map(({ num }) => num));

const againOf = (selection: Selection): number[] =>
  (selection.again?.editions ?? []).flatMap(({ papers }) => papers);

describe('a selection', () => {
  const day = ranked(
    topic('agents', { 1: 9, 2: 8, 3: 7, 4: 6 }),
    topic('vision', { 5: 5, 6: 4 }),
    topic('audio', { 7: 3 }),
    query('"tiny model"', { 7: 2, 8: 1 }),
  );
  const everything = ['audio', 'vision', 'agents'];

  it.each([
    [12, 'agents: 1 2 3 4 / vision: 5 6 / audio: 7', 0],
    [6, 'agents: 1 2 3 / vision: 5 6 / audio: 7', 1],
    [4, 'agents: 1 2 / vision: 5 / audio: 7', 3],
    [3, 'agents: 1 / vision: 5 / audio: 7', 4],
    [1, 'agents: 1', 6],
  ])('of at most %i papers shares the room between topics, the strongest first', (max, expected, more) => {
    const selection = select(wish(everything, max), day, { carried: never }, sizes());
    expect(shown(selection)).toBe(expected);
    expect(selection).toMatchObject({ best: 1, more });
  });

  it('leaves out what holds an excluded word, for those who excluded it, and counts none of it', () => {
    const groups = [topic('agents', { 1: 9, 2: 8 }), topic('vision', { 2: 5, 3: 4 })] as const;
    const survey = rankedWithout('survey', [2], ...groups);
    const both = wish(['agents', 'vision'], 1);
    const open = select({ ...both, excluded: ['survey'] }, survey, { carried: never }, sizes());
    expect([shown(open), open?.more]).toEqual(['agents: 1', 1]);
    const unaware = select({ ...both, excluded: ['robot'] }, survey, { carried: never }, sizes());
    expect([shown(unaware), unaware?.more]).toEqual(['agents: 1', 2]);
    const nothing = { ...wish(['agents']), excluded: ['survey'] };
    expect(
      select(nothing, rankedWithout('survey', [1, 2], ...groups), { carried: never }, sizes()),
    ).toBeNull();
  });

  it.each([
    ['nothing was said', {}, 'agents: 1 / vision: 5 / audio: 7'],
    ['they want more', { 'topic audio': 1 }, 'audio: 7 / agents: 1 / vision: 5'],
    ['they want much more', { 'topic agents': 9 }, 'agents: 1 2 3'],
    ['they want less', { 'topic agents': -1 }, 'vision: 5 / audio: 7 / agents: 1'],
    ['they want much less', { 'topic agents': -9 }, 'vision: 5 6 / audio: 7'],
    ['it was of a query', { 'query agents': 9 }, 'agents: 1 / vision: 5 / audio: 7'],
  ])('of three papers goes by what was asked for: %s', (_when, said, expected) => {
    const leaning = new Map(Object.entries(said));
    const selection = select(wish(everything, 3), day, { carried: never, leaning }, sizes());
    expect(shown(selection)).toBe(expected);
  });

  it('leaves out what was carried, and counts none of it', () => {
    const selection = select(wish(everything, 3), day, { carried: num => num === 1 || num === 5 }, sizes());
    expect(shown(selection)).toBe('agents: 2 / vision: 6 / audio: 7');
    expect(selection).toMatchObject({ best: 2, more: 2 });
  });

  it('shows a paper once, under the group it is strongest in', () => {
    expect(shown(select(wish(['audio'], 12, ['"tiny model"']), day, { carried: never }, sizes()))).toBe(
      'audio: 7 / "tiny model": 8',
    );
    const shared = ranked(topic('agents', { 1: 2 }), topic('vision', { 1: 5, 2: 4 }));
    expect(shown(select(wish(['agents', 'vision']), shared, { carried: never }, sizes()))).toBe(
      'vision: 1 2',
    );
  });

  it('names a query as a query even when a topic has the same name', () => {
    const both = ranked(topic('agents', { 1: 2 }), query('agents', { 2: 3 }));
    const selection = select(wish(['agents'], 12, ['agents']), both, { carried: never }, sizes());
    expect(selection?.groups.map(({ kind, papers }) => [kind, papers[0]?.num])).toEqual([
      ['query', 2],
      ['topic', 1],
    ]);
  });

  it('is none when nothing matches, all was carried, or nothing is followed', () => {
    expect(select(wish(['unheard-of']), day, { carried: never }, sizes())).toBeNull();
    expect(select(wish(everything), day, { carried: () => true }, sizes())).toBeNull();
    expect(select(wish([]), day, { carried: never }, sizes())).toBeNull();
  });

  it('follows a topic once however often it is named', () => {
    expect(shown(select(wish(['audio', 'audio'], 5), day, { carried: never }, sizes()))).toBe('audio: 7');
  });
});

describe('the size of a selection', () => {
  const day = ranked(topic('agents', { 1: 9, 2: 8, 3: 7 }), topic('vision', { 4: 6, 5: 5 }));
  const both = wish(['agents', 'vision']);

  it.each([
    // Frame 100, two groups 20, five lines 25: every card more costs 45.
    [370, 'agents: 1 2 3 / vision: 4 5'],
    [369, 'agents: 1 2 [3] / vision: 4 5'],
    [280, 'agents: 1 2 [3] / vision: 4 [5]'],
    [190, 'agents: 1 [2] [3] / vision: [4] [5]'],
    [145, 'agents: [1] [2] [3] / vision: [4] [5]'],
    [144, 'agents: [1] [2] / vision: [4] [5]'],
    [124, 'agents: [1] [2]'],
    [115, 'agents: [1]'],
    [114, 'none'],
  ])(
    'of at most %i bytes gives every paper a line first, then the best of each topic a card',
    (limit, expected) => {
      expect(shown(select(both, day, { carried: never }, sizes({ limit })))).toBe(expected);
    },
  );

  it('passes over a paper too large for a line, and counts it as more', () => {
    const line = (num: number): number => (num === 1 ? 5000 : 5);
    const selection = select(both, day, { carried: never }, sizes({ limit: 400, line }));
    expect(shown(selection)).toBe('agents: 2 3 / vision: 4 5');
    expect(selection).toMatchObject({ best: 2, more: 1 });
  });
});

describe('a selection with little room', () => {
  it('begins with cards, though a line more would fit without them', () => {
    const day = ranked(topic('agents', { 1: 9, 2: 8, 3: 7, 4: 6, 5: 5 }));
    const tight = sizes({ limit: 36, frame: 0, group: () => 0, card: () => 10, line: () => 3 });
    expect(shown(select(wish(['agents'], 12), day, { carried: never }, tight))).toBe('agents: 1 2 3 [4] [5]');
    expect(shown(select(wish(['agents'], 12), day, { carried: never }, { ...tight, limit: 32 }))).toBe(
      'agents: 1 2 3',
    );
    expect(shown(select(wish(['agents'], 12), day, { carried: never }, { ...tight, limit: 9 }))).toBe(
      'agents: [1] [2] [3]',
    );
  });
});

describe('what may have been missed', () => {
  const day = ranked(topic('agents', { 1: 9, 2: 8, 3: 7, 4: 6 }));
  const all = wish(['agents']);
  const missed = {
    editions: [
      { edition: '2026-02-28', papers: [21, 3, 22] },
      { edition: '2026-02-27', papers: [31, 22] },
    ],
    more: 2,
  };
  const again = (changes: Partial<SizeTable>) =>
    select(all, day, { carried: never, missed }, sizes(changes))?.again;

  it('stands below what is new by edition, without what is new or stood there already', () => {
    expect(again({})).toEqual({
      editions: [
        { edition: '2026-02-28', papers: [21, 22] },
        { edition: '2026-02-27', papers: [31] },
      ],
      more: 2,
    });
  });

  it('is cut where the room ends, and left out when no title has room: what is new stays', () => {
    // 100 for the frame, 10 for the topic, three cards and a line: 265; then 20, and 10 + 5 for the first title.
    expect(again({ limit: 305 })).toEqual({
      editions: [{ edition: '2026-02-28', papers: [21, 22] }],
      more: 3,
    });
    expect(again({ limit: 300 })).toEqual({ editions: [{ edition: '2026-02-28', papers: [21] }], more: 4 });
    expect(again({ limit: 299 })).toBeNull();
  });

  it('is twelve titles at most', () => {
    const papers = Array.from({ length: 30 }, (_, n) => 100 + n);
    const long = { editions: [{ edition: '2026-02-28', papers }], more: 0 };
    expect(select(all, day, { carried: never, missed: long }, sizes())?.again).toEqual({
      editions: [{ edition: '2026-02-28', papers: papers.slice(0, 12) }],
      more: 18,
    });
  });
});

describe('every selection', () => {
  function always(check: (day: AnyDay, selection: Selection) => void): void {
    fc.assert(
      fc.property(anyDay, day => {
        const carried = (num: number) => day.carried.has(num);
        const selection = select(day.wish, day.ranked, { carried, missed: day.missed }, day.sizes);
        if (selection) check(day, selection);
      }),
      { numRuns: 500 },
    );
  }

  it('keeps to the maximum and the size, repeats no paper and nothing carried', () => {
    always((day, selection) => {
      const nums = numsOf(selection);
      expect(nums.length).toBeLessThanOrEqual(day.wish.max);
      expect(bytesOf(selection, day.sizes)).toBeLessThanOrEqual(day.sizes.limit);
      expect(new Set(nums).size).toBe(nums.length);
      expect(nums.filter(num => day.carried.has(num))).toEqual([]);
    });
  });

  it('accounts for every paper that matches and was not carried', () => {
    always((day, selection) => {
      const open = new Set(followedGroups(day.wish, day.ranked).flatMap(group => openOf(day, group)));
      expect(numsOf(selection).length + selection.more).toBe(open.size);
      expect(numsOf(selection).every(num => open.has(num))).toBe(true);
    });
  });

  it('shows again what may have been missed, each once, and never in the place of what is new', () => {
    always((day, selection) => {
      const alone = select(day.wish, day.ranked, { carried: num => day.carried.has(num) }, day.sizes);
      expect(alone && numsOf(alone)).toEqual(numsOf(selection));
      const again = againOf(selection);
      const missed = new Set((day.missed?.editions ?? []).flatMap(({ papers }) => papers));
      for (const num of numsOf(selection)) missed.delete(num);
      expect(new Set(again).size).toBe(again.length);
      expect(again.length).toBeLessThanOrEqual(12);
      expect(again).toEqual([...missed].slice(0, again.length));
      if (selection.again) {
        expect(again.length + selection.again.more).toBe(missed.size + (day.missed?.more ?? 0));
        expect(selection.again.editions.every(({ papers }) => papers.length > 0)).toBe(true);
      }
    });
  });

  it('takes what holds an excluded word as if it had been carried', () => {
    fc.assert(
      fc.property(anyDay, fc.uniqueArray(fc.integer({ min: 1, max: 40 })), (day, nums) => {
        const bits = emptyBits(day.ranked.nums.length);
        day.ranked.nums.forEach((num, at) => {
          if (nums.includes(num)) addBit(bits, at);
        });
        const unwanted = { ...day.ranked, excluded: new Map([['word', bits]]) };
        const carried = (num: number) => day.carried.has(num);
        const wishes = { ...day.wish, excluded: ['word'] };
        expect(select(wishes, unwanted, { carried }, day.sizes)).toEqual(
          select(day.wish, day.ranked, { carried: num => carried(num) || nums.includes(num) }, day.sizes),
        );
      }),
    );
  });

  it('begins with its best paper, which is the first of its group', () => {
    always((_day, selection) => expect(selection.best).toBe(selection.groups[0]?.papers[0]?.num));
  });

  it('keeps the order of rank within a group, and there every card before every line', () => {
    always((day, selection) => {
      for (const { kind, key, papers } of selection.groups) {
        const group = (kind === 'topic' ? day.ranked.topics : day.ranked.queries).get(key);
        const order = Array.from(group?.positions ?? [], position => day.ranked.nums[position]);
        const places = papers.map(({ num }) => order.indexOf(num));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places).not.toContain(-1);
        expect(papers.map(({ form }) => form).join(' ')).toMatch(/^(card ?)*(line ?)*$/);
      }
    });
  });

  it('is fair: a group with a paper left over is never two behind another', () => {
    const roomy = sizes();
    fc.assert(
      fc.property(anyDay, day => {
        const selection = select(day.wish, day.ranked, { carried: num => day.carried.has(num) }, roomy);
        const taken = new Set(selection ? numsOf(selection) : []);
        const groups = followedGroups(day.wish, day.ranked);
        const most = Math.max(0, ...(selection?.groups.map(({ papers }) => papers.length) ?? []));
        for (const group of groups) {
          const open = openOf(day, group);
          if (open.every(num => taken.has(num))) continue;
          const own = selection?.groups.find(({ kind, key }) => kind === group.kind && key === group.key);
          expect(own?.papers.length ?? 0).toBeGreaterThanOrEqual(most - 1);
          if (day.wish.max >= groups.length) expect(own).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for the same input, which it leaves as it was', () => {
    fc.assert(
      fc.property(anyDay, day => {
        const again = () => select(day.wish, day.ranked, { carried: num => day.carried.has(num) }, day.sizes);
        expect(again()).toEqual(again());
      }),
    );
  });
});

function openOf(day: AnyDay, group: { positions: Uint32Array }): number[] {
  return Array.from(group.positions, position => day.ranked.nums[position] ?? 0).filter(
    num => !day.carried.has(num),
  );
}
