import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ideaOf } from '../../../src/render/extract/idea.ts';
import { splitSentences } from '../../../src/render/extract/sentences.ts';

interface Labelled {
  title: string;
  abstract: string;
  sentences: string[];
  best: number[];
  good: number[];
}

const LABELLED: Labelled[] = JSON.parse(
  readFileSync(new URL('../../fixtures/extract/abstracts.json', import.meta.url), 'utf8'),
);
const ORDERED = LABELLED.toSorted((a, b) => (hash(a.title) < hash(b.title) ? -1 : 1));
const DEV = ORDERED.slice(0, 30);
const HELD = ORDERED.slice(30);

interface Accuracy {
  best: number;
  /** Best, or a second choice. */
  acceptable: number;
}

/** Any way to pick one sentence, by its place. */
type Pick = (of: Labelled) => number;

const idea: Pick = of => {
  const words = letters(ideaOf(of.abstract, of.title, 10_000));
  return of.sentences.findIndex(sentence => letters(sentence).endsWith(words));
};
/** The first sentence, the last one, and the first that says "we propose". */
const BASELINES: readonly Pick[] = [
  () => 0,
  ({ sentences }) => sentences.length - 1,
  ({ sentences }) => {
    const proposed = sentences.findIndex(sentence => /\bwe (?:propose|introduce|present)\b/i.test(sentence));
    return Math.max(0, proposed);
  },
];

test('sixty abstracts are cut into the sentences that a reader saw', () => {
  for (const { abstract, sentences } of LABELLED) expect(splitSentences(abstract)).toEqual(sentences);
});

test('every pick is a sentence of the abstract', () => {
  for (const of of LABELLED) expect(idea(of)).toBeGreaterThanOrEqual(0);
});

// When written: 26 best and 30 acceptable of dev, 24 and 30 of held; the best of the three others 19 and 23 of held. Chance
// alone moves a figure of 24 in 30 by two or three, so a rule that is as good passes.
test('the idea is found in abstracts that no weight was set by, and oftener than by simpler ways', () => {
  const held = accuracy(HELD, idea);
  expect(accuracy(DEV, idea)).toSatisfy(atLeast(24, 28));
  expect(held).toSatisfy(atLeast(21, 27));
  for (const pick of BASELINES) {
    const simple = accuracy(HELD, pick);
    expect(held).toSatisfy(atLeast(simple.best + 2, simple.acceptable + 3));
  }
});

function atLeast(best: number, acceptable: number) {
  return (got: Accuracy) => got.best >= best && got.acceptable >= acceptable;
}

function accuracy(set: readonly Labelled[], pick: Pick): Accuracy {
  const hits = set.map(of => ({ of, at: pick(of) }));
  const best = hits.filter(({ of, at }) => of.best.includes(at)).length;
  return { best, acceptable: best + hits.filter(({ of, at }) => of.good.includes(at)).length };
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
