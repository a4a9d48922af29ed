import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitSentences } from '../../src/render/sentences.ts';

test('a stop inside an abbreviation, an initial or a number ends nothing', () => {
  const one =
    'As J. Smith et al. show in Fig. 3 (cf. Eq. 2), e.g. for GPT vs. BERT, error falls by 3.5 points.';
  expect(splitSentences(`${one} This is new.`)).toEqual([one, 'This is new.']);
});

test('sentences glued together by extraction come apart, names with a stop do not', () => {
  expect(
    splitSentences('It improves efficiency.EasySpec breaks the order. See Node.js and v1.Beta.'),
  ).toEqual(['It improves efficiency.', 'EasySpec breaks the order.', 'See Node.js and v1.Beta.']);
});

test('questions, quotes and ideographic stops end sentences', () => {
  expect(splitSentences('Why? "It works." Then 模型很大。数据很多。')).toEqual([
    'Why?',
    '"It works."',
    'Then 模型很大。',
    '数据很多。',
  ]);
});

test('nothing is lost or added', () => {
  const piece = fc.constantFrom('word', 'A.', 'i.e.', 'end.', 'End.Next one', '3.1', '?', '。', '(x.)', ' ');
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const text = pieces.join(' ');
      expect(splitSentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});
