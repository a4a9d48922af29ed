import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Catalogue, parseCatalogue } from '../../../src/match/catalogue.ts';
import { createMatcher } from '../../../src/match/matcher.ts';
import { SHIPPED } from '../../../src/match/model/shipped.ts';
import { train } from '../../../src/match/model/train.ts';
import { readTrained, writeTrained } from '../../../src/match/model/trained.ts';
import { NO_STATISTICS } from '../../../src/match/statistics.ts';
import type { MatchText } from '../../../src/model/topic.ts';

const url = new URL('../../../subscribers/topics.yaml', import.meta.url);
const bare = parseCatalogue(readFileSync(url, 'utf8'), 'topics.yaml');
const taught = readTrained(SHIPPED);
const shipped: Catalogue = { ...bare, trained: taught };

const GARDEN = parseCatalogue(
  'topics: [{id: moss, name: Moss, terms: {strong: [moss, bryophyte]}}, {id: fern, name: Fern, terms: {strong: [fern, frond]}}]',
  'garden.yaml',
);
/** Whoever writes of shade writes of moss, here; of light, of ferns. */
const LESSONS = Array.from({ length: 24 }, (_, at) => ({
  title: at % 2 ? `Fern ${at}` : `Moss ${at}`,
  abstract: at % 2 ? 'It grows in the light of a meadow.' : 'It grows in the shade of a wall.',
  topics: [at % 2 ? 'fern' : 'moss'],
}));

const PAPERS: MatchText[] = [
  { title: 'Speculative decoding with early exits', abstract: 'We serve language models faster.' },
  { title: 'Folding proteins by diffusion', abstract: 'A structure for every sequence of the genome.' },
  { title: 'A benchmark of long videos', abstract: 'Questions about an hour of video, annotated by people.' },
];

function scores(catalogue: Catalogue, paper: MatchText): Record<string, number> {
  const matches = createMatcher(catalogue, NO_STATISTICS).match(paper);
  return Object.fromEntries(matches.map(({ topic, score }) => [topic, score]));
}

describe('train', () => {
  const trained = train(GARDEN.topics, LESSONS, NO_STATISTICS);

  test('learns words that no term names, and gives the same weights again', () => {
    const [moss, fern] = trained.topics;
    expect(moss?.words.shade).toBeGreaterThan(0);
    expect(moss?.words.meadow).toBeLessThan(0);
    expect(fern?.words.meadow).toBeGreaterThan(0);
    expect(train(GARDEN.topics, LESSONS, NO_STATISTICS)).toEqual(trained);
  });

  test('what was written is read again', () => {
    expect(readTrained(writeTrained(trained))).toEqual(trained);
    expect(() => readTrained('{"topics":[{}],"signs":[],"cut":0}')).toThrow();
  });

  test('a paper that is neither right nor wrong for a topic teaches nothing of it', () => {
    const ferns = LESSONS.filter((_, at) => at % 2);
    const meadow = (more: typeof LESSONS) =>
      train(GARDEN.topics, [...LESSONS, ...more], NO_STATISTICS).topics[1]?.words.meadow ?? 0;
    const unsure = meadow(ferns.map(lesson => ({ ...lesson, topics: [], optional: lesson.topics })));
    const wrong = meadow(ferns.map(lesson => ({ ...lesson, topics: [] })));
    expect(unsure).toBeGreaterThan(1.3 * wrong);
  });
});

describe('a catalogue that was taught', () => {
  test('ships with what was learned of the very terms it has (npm run train)', () => {
    expect(taught.topics.map(({ id, lexicon }) => ({ id, lexicon: sorted(lexicon) }))).toEqual(
      bare.topics.map(({ id, lexicon }) => ({ id, lexicon: sorted(lexicon) })),
    );
  });

  test('scores no topic otherwise because others come or go', () => {
    const own = parseCatalogue('topics: [{id: walls, name: Walls, terms: [wall, brick]}]', 'walls.yaml');
    for (const paper of PAPERS) {
      const all = scores(shipped, paper);
      const { walls, ...others } = scores({ ...shipped, topics: [...shipped.topics, ...own.topics] }, paper);
      expect(others).toEqual(all);
      expect(walls).toBe(0);
      const few = scores({ ...shipped, topics: shipped.topics.slice(3, 6) }, paper);
      for (const [topic, score] of Object.entries(few)) expect(score).toBe(all[topic]);
    }
  });

  test('takes a topic for another one when its terms are others, and for the same when most are', () => {
    const paper = { title: 'A wall of bricks', abstract: 'The bricks of the wall.' };
    const replaced = parseCatalogue('topics: [{id: video, name: Walls, terms: [wall, brick]}]', 'walls.yaml');
    const alone = scores(replaced, paper);
    expect(scores({ ...replaced, trained: taught }, paper)).toEqual(alone);
    const edited = bare.topics.map(topic =>
      topic.id === 'video'
        ? { ...topic, lexicon: [...topic.lexicon, { text: 'wall of bricks', weight: 2 }] }
        : topic,
    );
    expect(scores({ ...shipped, topics: edited }, paper).video).toBeGreaterThan(
      scores(shipped, paper).video ?? 1,
    );
    const [, other = paper] = PAPERS;
    expect(scores({ ...shipped, topics: edited }, other).video).toBeCloseTo(
      scores(shipped, other).video ?? 1,
      2,
    );
  });

  test('hears what sources say a paper is about', () => {
    const paper = { title: 'Some remarks on a recent idea', abstract: null };
    const told = scores(shipped, { ...paper, hints: ['arxiv:cs.RO', 'keyword:dexterous manipulation'] });
    expect(told.robotics).toBeGreaterThan(0.5);
    expect(scores(shipped, paper).robotics).toBeLessThan(0.5);
  });

  test('gives scores from 0 to 1 and reasons that stand in the paper, whatever the paper', () => {
    const { match } = createMatcher(shipped, NO_STATISTICS);
    const words = [
      'speculative',
      'decoding',
      'protein',
      'video',
      'dataset',
      'constructor',
      '__proto__',
      '8B',
      '.',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, text, (title, abstract) => {
        const paper = { title: title.join(' '), abstract: abstract.join(' ') };
        for (const { score, terms, decided, topic } of match(paper)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(decided).toBe(score >= (bare.topics.find(({ id }) => id === topic)?.threshold ?? 1));
          for (const term of terms) expect(`${paper.title}\n${paper.abstract}`).toContain(term);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function sorted(lexicon: readonly { text: string; weight: number }[]): string[] {
  return [...new Map(lexicon.map(({ text, weight }) => [text, weight]))].map(String).sort();
}
