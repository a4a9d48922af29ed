import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, type RankedGroups, rank } from '../../src/plan/rank.ts';
import { papers, query, topic } from './build.ts';

function numsOf(ranked: RankedGroups, key: string): number[] {
  const group = ranked.topics.get(key) ?? ranked.queries.get(key);
  return Array.from(group?.positions ?? [], position => ranked.nums[position] ?? 0);
}

function paper(num: number, changes: Partial<Candidate>): Candidate {
  return { num, firstSeen: '2026-03-01', comments: null, upvotes: null, ...changes };
}

describe('ranking', () => {
  it('puts the more relevant paper first, and papers equal in all by number', () => {
    const ranked = rank(papers(4, 3, 2, 1), [topic('agents', { 1: 1, 2: 3, 3: 1, 4: 5 })]);
    expect(numsOf(ranked, 'agents')).toEqual([4, 2, 1, 3]);
  });

  it('prefers the fresher of two papers equally relevant', () => {
    const both = [paper(1, { firstSeen: '2026-02-27' }), paper(2, { firstSeen: '2026-03-01' })];
    expect(numsOf(rank(both, [topic('agents', { 1: 2, 2: 2 })]), 'agents')).toEqual([2, 1]);
  });

  it('prefers the more discussed of two papers equally relevant and fresh', () => {
    const all = [paper(1, {}), paper(2, { comments: 3 }), paper(3, { upvotes: 80 })];
    expect(numsOf(rank(all, [topic('agents', { 1: 2, 2: 2, 3: 2 })]), 'agents')).toEqual([3, 2, 1]);
  });

  it('never lets age or fame outweigh twice the relevance', () => {
    const any = fc.record({
      firstSeen: fc.constantFrom('2020-01-01', '2026-02-01', '2026-02-20', '2026-03-01'),
      comments: fc.option(fc.nat()),
      upvotes: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(any, any, fc.double({ min: 1, max: 50, noNaN: true }), (strong, weak, score) => {
        const both = [paper(1, weak), paper(2, strong)];
        expect(numsOf(rank(both, [topic('agents', { 1: score, 2: 2 * score })]), 'agents')).toEqual([2, 1]);
      }),
    );
  });

  it('measures a score by the threshold of its topic, so that topics compare', () => {
    const low = { ...topic('low', { 1: 0.4 }), threshold: 0.1 };
    const high = { ...topic('high', { 1: 10 }), threshold: 8 };
    const zero = { ...topic('zero', { 1: 0 }), threshold: 0 };
    const ranked = rank(papers(1), [low, high, zero]);
    expect(ranked.topics.get('low')?.strengths[0]).toBeCloseTo(4);
    expect(ranked.topics.get('high')?.strengths[0]).toBeCloseTo(1.25);
    expect(ranked.topics.get('zero')?.strengths[0]).toBeCloseTo(1);
  });

  it('leaves out what is undecided, what is no candidate, and groups without a paper', () => {
    const agents = topic('agents', { 1: 2, 9: 2 });
    const undecided = { ...topic('vision', {}), matches: [{ num: 1, score: 0.5, decided: false }] };
    const ranked = rank(papers(1, 2), [agents, undecided, topic('audio', { 9: 3 })]);
    expect(numsOf(ranked, 'agents')).toEqual([1]);
    expect([...ranked.topics.keys()]).toEqual(['agents']);
    expect([...ranked.nums]).toEqual([1, 2]);
  });

  it('keeps a query apart from a topic of the same name', () => {
    const ranked = rank(papers(1, 2), [topic('agents', { 1: 2 }), query('agents', { 2: 2 })]);
    expect(ranked.topics.get('agents')?.positions).toEqual(Uint32Array.of(0));
    expect(ranked.queries.get('agents')?.positions).toEqual(Uint32Array.of(1));
  });

  it('gives the same order whatever the order of papers and matches', () => {
    const scores = [1, 2, 2, 3, 3, 3, 4].map((score, i) => ({ num: i + 1, score, decided: true }));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(scores, { minLength: 7 }),
        fc.shuffledSubarray(papers(1, 2, 3, 4, 5, 6, 7), { minLength: 7 }),
        (matches, all) => {
          const ranked = rank(all, [{ kind: 'topic', key: 'agents', threshold: 1, matches }]);
          expect(numsOf(ranked, 'agents')).toEqual([7, 4, 5, 6, 2, 3, 1]);
        },
      ),
    );
  });
});
