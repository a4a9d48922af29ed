import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ideaOf } from '../../../src/render/extract/idea.ts';

test('the idea is the sentence that says what was done, not background, figures or code', () => {
  const abstract =
    'Large models are slow. However, existing methods remain difficult to scale. ' +
    'To this end, we propose FastNet, a layer-parallel decoder that keeps the output distribution of the base model exactly. ' +
    'Experiments show a speedup of 4.17x over vanilla decoding on several open models and tasks. Code is available at https://github.com/a/b.';
  expect(ideaOf(abstract, 'FastNet: Fast Decoding')).toBe(
    'We propose FastNet, a layer-parallel decoder that keeps the output distribution of the base model exactly.',
  );
});

test('of two that are alike, the one that is about the title', () => {
  const abstract = 'We study the songs of garden birds in spring. We study how whales sleep at sea at night.';
  expect(ideaOf(abstract, 'Whales asleep: sleeping at sea')).toMatch(/whales/);
  expect(ideaOf(abstract, 'Songs of birds')).toMatch(/birds/);
});

test('a sentence that says what the title names needs no "we"', () => {
  const abstract =
    'Retrieval is slow in many settings that matter. Tokens are read one by one. PageNet (PN) is a retriever that reads all of them at once, whatever their number. It beats others by 3.2 points.';
  expect(ideaOf(abstract, 'PageNet: Reading Many Tokens')).toMatch(/^PageNet \(PN\) is a retriever/);
});

test.each([
  [
    'To address this important problem, we propose a new way of counting.',
    'We propose a new way of counting.',
  ],
  ['Therefore, here we ask how whales sleep.', 'We ask how whales sleep.'],
  ['In this paper we ask how whales sleep.', 'We ask how whales sleep.'],
  ['Inspired by these, in this work we ask how whales sleep.', 'We ask how whales sleep.'],
  ['Moreover, vLLM serves whales.', 'vLLM serves whales.'],
  ['(2) Whales sleep.', 'Whales sleep.'],
  ['By counting whales, we show that they sleep.', 'By counting whales, we show that they sleep.'],
  ['This paper, however, is on whales.', 'This paper, however, is on whales.'],
  [
    'In this, the first of three papers on whales of the Pacific, we sing.',
    'In this, the first of three papers on whales of the Pacific, we sing.',
  ],
])('what only ties it to the sentence before goes: %s', (abstract, idea) => {
  expect(ideaOf(abstract, '')).toBe(idea);
});

test('a long idea is left at the end of a clause, and outside of brackets', () => {
  const start = `We introduce Whale, ${'a wonderful machine '.repeat(8)}for sleepers`;
  expect(ideaOf(`${start}, which counts (all, or some, ${'or many '.repeat(30)}) sheep.`, '')).toBe(
    `${start}…`,
  );
  expect(ideaOf(`${start} (all of them, ${'or many, '.repeat(30)}) at sea.`, '')).toBe(`${start}…`);
  expect(ideaOf(`${start} and ${'wonderful machinery '.repeat(30)}`, '')).toMatch(
    /(?:wonderful|machinery)…$/,
  );
});

test('nothing that speaks of an idea: the sentence nearest to the title, else the first', () => {
  expect(ideaOf('Whales are large. Sheep sleep in meadows and count people.', 'Counting in meadows')).toMatch(
    /^Sheep/,
  );
  expect(
    ideaOf(
      'Whales swim in the sea all day long, and all night. They like the deep of it, when it is dark.',
      '',
    ),
  ).toMatch(/^Whales/);
  expect(ideaOf('whales', 'Whales')).toBe('whales');
});

test('headings of a structured abstract say what is background and what is concluded', () => {
  const abstract =
    'Background: Whales sleep at sea, nobody knows for how long or how deep. Methods: Ten whales wore a tag for one whole year. Conclusions: Whales sleep for an hour each day, and they do it upright in the water.';
  expect(ideaOf(abstract, 'Whales asleep')).toMatch(/^Conclusions: Whales sleep/);
});

test('other languages have ideas, too', () => {
  expect(ideaOf('模型很大。本文提出一种新的方法（简单。快速）。代码已公开。', '新方法')).toBe(
    '本文提出一种新的方法（简单。快速）。',
  );
  expect(ideaOf('Les baleines dorment. Nous proposons une méthode nouvelle pour les compter.', '')).toMatch(
    /^Nous/,
  );
});

test('no abstract, no idea', () => {
  expect(ideaOf('', 'A title')).toBe('');
  expect(ideaOf(' \n ', '')).toBe('');
});

const WORDS = fc.array(
  fc.oneof(
    fc.constantFrom(
      'We',
      'propose',
      'e.g.',
      'Fig.',
      '3.5%',
      'However,',
      'also',
      '(a.',
      'b)',
      'x.Y',
      '…',
      '.',
      'To this end,',
      'in this paper',
      '。',
    ),
    fc.string({ unit: 'grapheme' }),
  ),
  { maxLength: 120 },
);

test('any text gives a piece of itself within the limit, the same each time, and its own idea again', () => {
  fc.assert(
    fc.property(WORDS, fc.string(), fc.integer({ min: 60, max: 300 }), (list, title, max) => {
      const abstract = list.join(' ');
      const idea = ideaOf(abstract, title, max);
      expect(ideaOf(abstract, title, max)).toBe(idea);
      expect(idea.length).toBeLessThanOrEqual(max);
      const piece = idea.replace(/…$/, '');
      const small = piece.replace(/^./u, letter => letter.toLowerCase());
      const text = abstract.replace(/\s+/g, ' ');
      expect(text.includes(piece) || text.includes(small)).toBe(true);
      if (/\S/.test(abstract)) expect(idea).not.toBe('');
      if (!/[()[\]（）]/.test(idea)) expect(ideaOf(idea, title, max)).toBe(idea);
    }),
    { numRuns: 300 },
  );
});

test('an abstract of a hundred thousand characters takes no longer than one of six thousand', () => {
  const sentence =
    'However, also, in this paper we propose (e.g. this, it) to this end, that we, also, count. ';
  const [short, long] = [6_000, 100_000].map(size => {
    const abstract = sentence.repeat(size / sentence.length);
    const start = performance.now();
    for (let times = 0; times < 5; times++) ideaOf(abstract, sentence);
    return performance.now() - start;
  });
  expect(long).toBeLessThan(4 * (short ?? 0) + 100);
});

test('what stands cut off at the end of what is read is no idea', () => {
  const fill = `The world holds ${'many owls and '.repeat(423)}one more.`;
  const last =
    'We propose OwlNet, a network that counts owls by night, and one that never sleeps nor blinks at all.';
  const text = `${fill} ${last}`;
  expect(text.length - 6000).toBeGreaterThan(0);
  expect(text.length - 6000).toBeLessThan(last.length);
  expect(ideaOf(text, 'OwlNet: owls')).toMatch(/^The world holds/);
  expect(ideaOf(text.slice(0, 6000), 'OwlNet: owls')).toMatch(/^We propose OwlNet/);
});
