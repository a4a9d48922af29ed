import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../src/match/catalogue.ts';
import { createMatcher, ownTopics } from '../../../src/match/matcher.ts';
import {
  absorb,
  type CompanionState,
  catchUp,
  companionsOf,
  NOTHING_ABSORBED,
  packCompanions,
  raised,
  unknownTopics,
  unpackCompanions,
} from '../../../src/match/model/companions.ts';
import { countWords, NO_STATISTICS } from '../../../src/match/statistics.ts';
import { tokenizePaper } from '../../../src/match/tokenize.ts';
import type { MatchText } from '../../../src/model/topic.ts';

const ZOO = parseCatalogue(
  `topics:
  - { id: bees, name: Bees, terms: { strong: [honey bee, apiary] } }
  - { id: moss, name: Moss, terms: { strong: [bryophyte] } }
`,
  'zoo.yaml',
);
const [BEES, MOSS] = ZOO.topics as [(typeof ZOO.topics)[0], (typeof ZOO.topics)[0]];

/** Papers on bees speak of nectar and brood, others of markets. */
const PAPERS: MatchText[] = Array.from({ length: 40 }, (_, at) =>
  at % 4 === 0
    ? { title: 'On the honey bee', abstract: `Nectar feeds the brood in year ${at}, and foragers dance.` }
    : { title: 'On markets', abstract: `Prices rise and traders sell in year ${at}.` },
);

function learned(papers: readonly MatchText[], page = 7, from: CompanionState = NOTHING_ABSORBED) {
  const tokens = papers.map(paper => tokenizePaper(paper));
  let state = from;
  for (let at = 0; at < tokens.length; at += page)
    state = absorb(state, tokens.slice(at, at + page), ZOO.topics, NO_STATISTICS);
  return state;
}

describe('companions', () => {
  it('are the words beside the terms of a topic, not those of any paper', () => {
    const words = [...(companionsOf(learned(PAPERS), BEES) ?? new Map()).keys()];
    expect(words.slice(0, 8)).toEqual(expect.arrayContaining(['nectar', 'brood', 'forager', 'dance']));
    expect(words).not.toContain('price');
    expect(words).not.toContain('year');
  });

  it('are none while the terms found too few papers', () => {
    expect(companionsOf(learned(PAPERS), MOSS)).toBeNull();
    expect(companionsOf(learned(PAPERS.slice(0, 14)), BEES)).toBeNull();
  });

  it('are the same however many papers are learned from at a time', () => {
    const [one, other] = [learned(PAPERS, 1), learned(PAPERS, 40)];
    expect(one.papers).toBe(other.papers);
    const weights = companionsOf(other, BEES) ?? new Map();
    for (const [word, weight] of companionsOf(one, BEES) ?? [])
      expect(weights.get(word)).toBeCloseTo(weight, 9);
  });

  it('are the same after they were stored', () => {
    const state = learned(PAPERS);
    const read = unpackCompanions(packCompanions(state));
    expect([read.papers, read.words.size]).toEqual([40, state.words.size]);
    expect([...(companionsOf(read, BEES)?.keys() ?? [])].slice(0, 5)).toEqual(
      [...(companionsOf(state, BEES)?.keys() ?? [])].slice(0, 5),
    );
  });

  it('are learned anew of a topic whose terms changed, and of it alone', () => {
    const state = learned(PAPERS);
    const edited = { ...BEES, lexicon: [{ text: 'market', weight: 2 }] };
    expect(unknownTopics(state, ZOO.topics)).toEqual([]);
    expect(unknownTopics(state, [edited, MOSS])).toEqual([edited]);
    expect(companionsOf(state, edited)).toBeNull();
    const later = catchUp(
      state,
      PAPERS.map(paper => tokenizePaper(paper)),
      [edited],
      NO_STATISTICS,
    );
    expect([...(companionsOf(later, edited)?.keys() ?? [])]).toContain('trader');
    expect([later.papers, later.words]).toEqual([state.papers, state.words]);
  });

  it('take no more room with a longer history', () => {
    const page = (from: number) =>
      Array.from({ length: 100 }, (_, at) => ({
        title: `Honey bee w${from}x${at}`,
        abstract: Array.from({ length: 60 }, (_, word) => `n${from}y${at}z${word}`).join(' '),
      }));
    let state = NOTHING_ABSORBED;
    for (let at = 0; at < 4; at++) {
      state = learned(page(at), 100, state);
      expect(state.words.size).toBeLessThanOrEqual(20_000);
      expect(state.topics.get('bees')?.words.size).toBeLessThanOrEqual(4_000);
    }
    expect(state.papers).toBe(400);
    expect(companionsOf(state, BEES)?.size).toBe(100);
  });
});

describe('raised', () => {
  const companions = new Map([
    ['nectar', 3],
    ['brood', 2],
  ]);
  const words = (nectar: number) =>
    new Map([
      ['nectar', nectar],
      ['price', 1],
    ]);
  const score = fc.double({ min: 0, max: 0.9999, noNaN: true });
  const value = fc.double({ min: 0, max: 2, noNaN: true });

  it('never lowers a score, never passes 1, and more companions never count for less', () => {
    fc.assert(
      fc.property(score, value, value, (before, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map(nectar =>
          raised({ score: before, evidence: ['a term'] }, companions, words(nectar), 0.5),
        );
        expect(less).toBeGreaterThanOrEqual(before);
        expect(more).toBeGreaterThanOrEqual(less ?? 1);
        expect(more).toBeLessThan(1);
      }),
    );
  });

  it('never lets a paper without a term belong, and leaves one that a term speaks against', () => {
    fc.assert(
      fc.property(value, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (nectar, threshold) => {
        expect(raised({ score: 0, evidence: [] }, companions, words(nectar), threshold)).toBeLessThan(
          threshold,
        );
        expect(raised({ score: 0, evidence: ['against'] }, companions, words(nectar), threshold)).toBe(0);
      }),
    );
  });
});

describe('a matcher with companions', () => {
  const state = learned(PAPERS);
  const statistics = countWords(PAPERS);
  const own = companionsOf(state, BEES) ?? new Map<string, number>();
  const bare = createMatcher(ZOO, statistics);
  const taught = createMatcher(ZOO, { ...statistics, companions: new Map([['bees', own]]) });

  it('raises what stands beside them, shows terms alone, and explains with the words', () => {
    const paper = {
      title: 'Foragers dance for nectar',
      abstract: `The brood of an apiary. ${'It rains. '.repeat(60)}`,
    };
    const [before, after] = [bare, taught].map(({ match }) => match(paper)[0]);
    expect(after?.score).toBeGreaterThan(before?.score ?? 1);
    expect(after?.terms).toEqual(before?.terms);
    const [told] = taught.explain(paper);
    expect(told).toMatchObject({ topic: 'bees', trained: false, byTerms: before?.score });
    expect(told?.words.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['forager', 'dance', 'nectar', 'brood']),
    );
  });

  it('leaves topics alone that have none', () => {
    const paper = { title: 'A bryophyte and nectar', abstract: null };
    expect(taught.match(paper).find(({ topic }) => topic === 'moss')).toEqual(
      bare.match(paper).find(({ topic }) => topic === 'moss'),
    );
  });

  it('knows which topics no example taught', () => {
    const trained = {
      topics: [
        {
          id: 'bees',
          name: '',
          description: '',
          lexicon: BEES.lexicon,
          lean: 0,
          bias: 0,
          words: {},
          beside: [0],
        },
      ],
      signs: [],
      cut: 0,
    };
    expect(ownTopics(ZOO)).toEqual(ZOO.topics);
    const catalogue = { ...ZOO, trained } as Parameters<typeof ownTopics>[0];
    expect(ownTopics(catalogue).map(({ id }) => id)).toEqual(['moss']);
  });
});
