import { beforeAll, describe, expect, it } from 'vitest';
import { readMaterial } from './labelled.ts';
import { EDITIONS, editionsOf, intervalOf, ndcg, pressOf, readerOf } from './readers.ts';
import { type Life, live, type ReaderWorld, readerWorld, type Teach, teachAsProgram } from './readers-run.ts';

/** Few, and taught anew in every third edition, so that it takes seconds; README.md tells of many, taught in each. */
const READERS = 16;
const TAUGHT_EVERY = 3;
const SEED = 1000;

let world: ReaderWorld;
beforeAll(() => {
  world = readerWorld(readMaterial());
}, 60_000);

/** Learns in every third edition; between, what was learned last holds. */
function teachSeldom(teach: Teach): Teach {
  let editions = 0;
  let last: ReturnType<Teach> = null;
  return (...said) => {
    editions++;
    if (editions % TAUGHT_EVERY === 0) last = teach(...said);
    return last;
  };
}

describe('simulated readers', () => {
  it('are the same for the same seed, and see every paper once', () => {
    expect(readerOf(7, world.papers)).toEqual(readerOf(7, world.papers));
    expect(readerOf(7, world.papers)).not.toEqual(readerOf(8, world.papers));
    const editions = editionsOf(7, world.papers);
    expect(editions).toHaveLength(EDITIONS);
    expect(new Set(editions.flat()).size).toBe(world.papers.length);
  });

  it('press what they love or dislike, and by mistake the opposite', () => {
    const reader = readerOf(7, world.papers);
    const [loved] = world.papers.filter(({ num }) => reader.loved.has(num) && !reader.disliked.has(num));
    if (!loved) throw new Error('they love nothing');
    const { mistaken, loved: often } = reader.presses;
    expect(pressOf(reader, loved, mistaken + often / 2)).toBe('more');
    expect(pressOf(reader, loved, mistaken / 2)).toBe('less');
    expect(pressOf(reader, loved, 0.99)).toBeNull();
  });

  it('are measured by graded gain from the top', () => {
    expect(ndcg([3, 1, 0], 3)).toBe(1);
    expect(ndcg([0, 1, 3], 3)).toBeLessThan(0.75);
    expect(ndcg([1], 1, [3, 1])).toBeCloseTo(1 / 3);
    expect(ndcg([0, 0], 2)).toBeNull();
    const { mean, from, to } = intervalOf([1, 2, 3], 1);
    expect([mean, from < mean, to > mean]).toEqual([2, true, true]);
  });

  it('find what they love further up when they are learned from, and no topic of theirs buried', () => {
    const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
    const lives = Array.from({ length: READERS }, (_, at): [before: Life, after: Life] => [
      live(world, SEED + at, () => null),
      live(world, SEED + at, teachSeldom(teachAsProgram())),
    ]);
    const gained = (kind: 'mails' | 'headings') =>
      intervalOf(
        lives.map(([before, after]) => mean(after[kind]) - mean(before[kind])),
        SEED,
      );
    // Of so few readers the order under a heading tells more surely than what a mail has room for.
    expect(gained('headings').from).toBeGreaterThan(0);
    expect(gained('mails').mean).toBeGreaterThan(0.005);
    for (const [before, after] of lives) {
      expect(after.buried).toBe(0);
      for (const [topic, places] of before.places) {
        expect(after.places.get(topic) ?? 0).toBeGreaterThanOrEqual(0.75 * places);
      }
    }
  }, 60_000);
});
