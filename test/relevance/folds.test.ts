import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';
import { foldsOf } from './folds.ts';
import { readMaterial } from './labelled.ts';

const labelled = fc
  .array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }), {
    minLength: 4,
    maxLength: 40,
  })
  .map(lists => lists.map((topics, name) => ({ name, topics })));

test('every paper is tested once, by what was learned from all others, in folds of one size', () => {
  fc.assert(
    fc.property(labelled, fc.integer({ min: 2, max: 4 }), fc.nat(), (papers, count, seed) => {
      const folds = foldsOf(papers, count, randomFrom(seed));
      expect(folds.flatMap(({ test }) => test).sort((a, b) => a.name - b.name)).toEqual(papers);
      for (const { train, test } of folds) {
        expect(test.length).toBeLessThanOrEqual(Math.ceil(papers.length / count));
        expect(new Set([...train, ...test]).size).toBe(papers.length);
        expect(train.length + test.length).toBe(papers.length);
      }
    }),
  );
});

test('the same seed parts alike, another one otherwise', () => {
  const papers = Array.from({ length: 30 }, (_, name) => ({ name, topics: ['a'] }));
  const names = (seed: number) =>
    foldsOf(papers, 3, randomFrom(seed)).map(({ test }) => test.map(one => one.name));
  expect(names(1)).toEqual(names(1));
  expect(names(1)).not.toEqual(names(2));
});

test('each fold of the labelled papers has its share of each topic', () => {
  const folds = foldsOf(readMaterial().dev, 5, randomFrom(1));
  const counts = folds.map(({ test }) => test.filter(({ topics }) => topics.includes('inference')).length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
});
