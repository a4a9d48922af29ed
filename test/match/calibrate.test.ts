import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate } from '../../src/match/calibrate.ts';
import type { LabelledPaper } from '../../src/match/labels.ts';
import type { Match } from '../../src/model/topic.ts';

type Labelled = { labels: LabelledPaper[]; matches: Match[][] };

/** Papers with a score for one topic, and whether they belong to it. */
function labelled(papers: readonly { score: number; right: boolean }[], threshold = 0.5): Labelled {
  return {
    labels: papers.map(({ right }, at) => ({ title: `${at}`, topics: right ? ['a'] : [], optional: [] })),
    matches: papers.map(({ score }) => [{ topic: 'a', score, decided: score >= threshold, terms: [] }]),
  };
}

function proposed(papers: readonly { score: number; right: boolean }[], threshold = 0.5) {
  const { labels, matches } = labelled(papers, threshold);
  const { proposals, before, after } = calibrate([{ id: 'a', threshold }], labels, matches);
  return { threshold: proposals[0]?.proposed ?? Number.NaN, before, after };
}

/** So many papers of the topic around 0.3, and as many others around 0.1. */
const low = (count: number) =>
  Array.from({ length: 2 * count }, (_, at) => ({
    score: (at % 2 ? 0.1 : 0.3) + at / 10_000,
    right: at % 2 === 0,
  }));

test('many labelled papers move a threshold to where they part, few only a little', () => {
  const [many, few] = [proposed(low(200)), proposed(low(5))];
  expect(many.threshold).toBeGreaterThan(0.14);
  expect(many.threshold).toBeLessThan(0.3);
  expect(many.before.microF1).toBe(0);
  expect(many.after.microF1).toBeGreaterThan(0.9);
  expect(few.threshold).toBeGreaterThan(0.4);
  expect(few.threshold).toBeLessThan(0.5);
});

test('what is right already stays, to the letter', () => {
  const papers = [0.9, 0.8, 0.2, 0.1].map(score => ({ score, right: score > 0.5 }));
  expect(proposed(papers, 0.47).threshold).toBe(0.47);
});

test('a topic without a labelled paper stays as it is', () => {
  const { labels, matches } = labelled([{ score: 0.9, right: false }]);
  expect(calibrate([{ id: 'a', threshold: 0.5 }], labels, matches).proposals).toEqual([
    { topic: 'a', papers: 0, present: 0.5, proposed: 0.5 },
  ]);
});

test('whatever is labelled, a threshold stays between 0.05 and 0.95, or as it is', () => {
  const paper = fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(paper, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(0.01, 0.3, 0.99),
      (papers, at) => {
        const { threshold } = proposed(papers, at);
        expect(threshold === at || (threshold >= 0.05 && threshold <= 0.95)).toBe(true);
      },
    ),
  );
});
