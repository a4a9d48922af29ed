import { expect, test } from 'vitest';
import { crossValidate } from './cross-validate.ts';
import { type LabelledText, readMaterial } from './labelled.ts';
import { bestThreshold, matchesOf, withThreshold } from './method.ts';

function paper(title: string, topics: string[], optional: string[] = []): LabelledText {
  return { title, abstract: null, topics, optional, from: 'dev' };
}

test('the best threshold parts what is right from what is wrong, and asks nothing of optional topics', () => {
  const papers = [
    { paper: paper('one', ['a'], ['b']), scores: [0.9, 0.8] },
    { paper: paper('two', ['b']), scores: [0.3, 0.7] },
    { paper: paper('three', []), scores: [0.5, 0.1] },
  ];
  expect(bestThreshold(['a', 'b'], papers)).toBeCloseTo(0.6);
});

test('matches are the best first, and decided from the threshold on', () => {
  expect(matchesOf(['a', 'b'], [0.2, 0.5], 0.5)).toEqual([
    { topic: 'b', score: 0.5, decided: true, terms: [] },
    { topic: 'a', score: 0.2, decided: false, terms: [] },
  ]);
});

test('no method is told of the papers it is scored by', () => {
  const material = readMaterial();
  const told = new Set<string>();
  crossValidate(
    {
      name: 'one that listens',
      fit: train => ({
        match: ({ title }) => {
          if (train.some(one => one.title === title)) told.add(title);
          return [];
        },
      }),
    },
    { ...material, examples: [] },
    { folds: 3, repeats: 2, seed: 1 },
  );
  expect([...told]).toEqual([]);
});

test('a threshold is set by the papers of the other folds alone', () => {
  const method = withThreshold({
    name: 'by length',
    topics: ['a'],
    learns: false,
    fit: () => text => [text.title.length],
  });
  const { match } = method.fit([paper('a long title', ['a']), paper('no', [])], []);
  expect(
    [match(paper('longer', [])), match(paper('short', []))].flat().map(({ decided }) => decided),
  ).toEqual([false, false]);
  expect(match(paper('just as long', []))[0]?.decided).toBe(true);
});
