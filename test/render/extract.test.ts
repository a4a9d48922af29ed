import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ideaOf } from '../../src/render/extract.ts';

test('the idea is the sentence that says what was done, not the background', () => {
  const abstract =
    'Large models are slow. However, existing methods remain difficult to scale. ' +
    'To this end, we propose FastNet, a layer-parallel decoder that keeps the output distribution of the base model exactly. ' +
    'Experiments show a speedup of 4.17x over vanilla decoding on several open models and tasks. Code is available at https://github.com/a/b.';
  expect(ideaOf(abstract)).toBe(
    'We propose FastNet, a layer-parallel decoder that keeps the output distribution of the base model exactly. ' +
      'Experiments show a speedup of 4.17x over vanilla decoding on several open models and tasks.',
  );
});

test('a long idea is cut at a word and says so', () => {
  const idea = ideaOf(
    `Background is here for a while. We introduce ${'wonderful machinery '.repeat(30)}today.`,
  );
  expect(idea.length).toBeLessThanOrEqual(220);
  expect(idea).toMatch(/^We introduce wonderful .*(?:wonderful|machinery)…$/);
});

test('a sentence about the code is never put beside the idea', () => {
  expect(
    ideaOf('We present Tiny, a small parser of large files. Our code is available at https://x.org.'),
  ).toBe('We present Tiny, a small parser of large files.');
});

test('an abstract in another language gives its first sentences, joined as it joins them', () => {
  expect(ideaOf('本文提出一种新方法。该方法很好。')).toBe('本文提出一种新方法。该方法很好。');
});

test('no abstract, no idea', () => {
  expect(ideaOf('')).toBe('');
  expect(ideaOf(' \n ')).toBe('');
});

test('any text gives words of its own, in order and within the limit, the same each time', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom('We', 'propose', 'e.g.', 'Fig.', '3.5%', 'However,', 'x.Y', '…', '.'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 300 }), (list, max) => {
      const abstract = list.join(' ');
      const idea = ideaOf(abstract, max);
      expect(ideaOf(abstract, max)).toBe(idea);
      expect(idea.length).toBeLessThanOrEqual(max);
      const letters = (text: string) => text.replace(/[\s…]/g, '').toLowerCase();
      expect(letters(abstract)).toContain(letters(idea.replace(/…$/, '')));
      if (/\S/.test(abstract)) expect(idea).not.toBe('');
    }),
    { numRuns: 300 },
  );
});
