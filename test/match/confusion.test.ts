import { expect, test } from 'vitest';
import { confusions, misses } from '../../src/match/confusion.ts';
import type { Explained } from '../../src/match/matcher.ts';

function explained(topic: string, score: number, more: Partial<Explained> = {}): Explained {
  const match = { topic, score, threshold: 0.5, decided: score >= 0.5, trained: true, byTerms: score };
  return { ...match, terms: [], evidence: [], words: [], ...more };
}

const label = (title: string, topics: string[], optional: string[] = []) => ({ title, topics, optional });

test('pairs are wrong decisions beside right topics; optional ones are neither', () => {
  const labels = [label('1', ['a']), label('2', ['a']), label('3', ['a'], ['b']), label('4', ['gone'])];
  const matches = [
    [explained('b', 0.9), explained('a', 0.1)],
    [explained('b', 0.9), explained('a', 0.8), explained('c', 0.7)],
    [explained('b', 0.9), explained('a', 0.1)],
    [explained('b', 0.9)],
  ];
  expect(confusions(labels, matches)).toEqual([
    { decided: 'b', right: 'a', papers: 2, missed: 1 },
    { decided: 'c', right: 'a', papers: 1, missed: 0 },
  ]);
});

test('misses are those furthest from the threshold first, with what spoke', () => {
  const evidence = [
    { as: 'kernel', title: 0, abstract: 1, weighs: 2, inTitle: 0 },
    { as: 'popcorn', title: 1, abstract: 0, weighs: -1, inTitle: -1 },
  ];
  const words = [
    { word: 'fast', weighs: 0.4 },
    { word: 'corn', weighs: -0.1 },
    { word: 'maize', weighs: -0.3 },
  ];
  const found = misses(
    [label('one', ['a'], ['c'])],
    [[explained('c', 0.9), explained('b', 0.6, { terms: ['kernel'], evidence, words }), explained('a', 0.1)]],
  );
  expect(found).toEqual([
    { title: 'one', topic: 'a', kind: 'missed', score: 0.1, threshold: 0.5, terms: [], against: [] },
    {
      title: 'one',
      topic: 'b',
      kind: 'false',
      score: 0.6,
      threshold: 0.5,
      terms: ['kernel', 'fast'],
      against: ['maize', 'corn', 'popcorn'],
    },
  ]);
});
