import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/match/evaluate.ts';
import type { LabelledPaper } from '../../src/match/labels.ts';
import type { Match } from '../../src/model/topic.ts';

/** Matches of one paper, best first, from scores by topic; decided from 0.5 on. */
function scored(scores: Record<string, number>): Match[] {
  return Object.entries(scores)
    .map(([topic, score]) => ({ topic, score, decided: score >= 0.5, terms: [] }))
    .toSorted((a, b) => b.score - a.score);
}

function labelled(topics: string[], optional: string[] = []): LabelledPaper {
  return { title: 'A paper', topics, optional };
}

describe('evaluate', () => {
  it('gives 1 for everything when every decision and every rank is right', () => {
    const quality = evaluate(
      [labelled(['a']), labelled(['b'])],
      [scored({ a: 0.9, b: 0.1 }), scored({ a: 0.2, b: 0.8 })],
    );
    expect(quality).toMatchObject({ papers: 2, microF1: 1, macroF1: 1, map: 1, ndcg10: 1, top1: 1 });
  });

  it('counts precision and recall by topic', () => {
    const labels = [labelled(['a']), labelled(['a']), labelled(['b'])];
    const matches = [scored({ a: 0.9, b: 0.6 }), scored({ a: 0.1, b: 0.2 }), scored({ a: 0.7, b: 0.4 })];
    const quality = evaluate(labels, matches);
    const [a, b] = ['a', 'b'].map(id => quality.topics.find(({ topic }) => topic === id));
    expect(a).toMatchObject({ papers: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(a?.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2);
    expect(b).toMatchObject({ papers: 1, precision: 0, recall: 0, f1: 0, averagePrecision: 0.5 });
    expect(quality.microF1).toBeCloseTo(2 / 6);
    expect(quality.macroF1).toBeCloseTo(0.25);
    expect(quality.top1).toBeCloseTo(1 / 3);
  });

  it('takes an optional topic as neither right nor wrong', () => {
    const with_ = evaluate([labelled(['a'], ['b'])], [scored({ b: 0.9, a: 0.8 })]);
    const without = evaluate([labelled(['a'], ['b'])], [scored({ b: 0.1, a: 0.8 })]);
    expect(with_).toMatchObject({ microF1: 1, map: 1, top1: 1 });
    expect(with_.microF1).toBe(without.microF1);
  });

  it('gains nothing from equal scores', () => {
    const quality = evaluate([labelled(['a']), labelled([])], [scored({ a: 0 }), scored({ a: 0 })]);
    expect(quality.map).toBe(0.5);
  });

  it('leaves topics without a labelled paper out of means, and divides nothing by zero', () => {
    expect(evaluate([labelled([])], [scored({ a: 0.1 })])).toMatchObject({
      microF1: 0,
      macroF1: 0,
      map: 0,
      ndcg10: 0,
      top1: 0,
    });
  });
});
