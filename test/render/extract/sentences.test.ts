import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitSentences } from '../../../src/render/extract/sentences.ts';

test.each([
  'As J. A. Smith et al. show in Fig. 3 (cf. Eq. 2), e.g. for GPT vs. BERT, error falls by 3.5 points.',
  'By U.S. law, no. 5 of Dr. Who, i.e. GPT-4.5 by Acme Inc. of London, is approx. 2.0 dB louder.',
  'We read https://example.org/a.b?c=d. e.g. and Node.js, v1.2 and the Ph.D. thesis of A. Turing.',
  'We test three steps: 1. Data. and (2) models … and more.',
  'In Dec. 2024, Smith v. Jones met Character.AI and Node.JS users in Sec. III, Phys. Rev. Letters and Mt. Fuji.',
  'We (tried it. It works. See [4].) agree with “them”.',
])('a stop that ends nothing: %s', one => {
  expect(splitSentences(`${one} This is new.`)).toEqual([one, 'This is new.']);
});

test('what stands for more than one thing is decided by what follows', () => {
  expect(
    splitSentences('The U.S. Army left the U.S. We measure at 0.5 K. The answer is no. See no. 5. So be it.'),
  ).toEqual([
    'The U.S. Army left the U.S.',
    'We measure at 0.5 K.',
    'The answer is no.',
    'See no. 5.',
    'So be it.',
  ]);
});

test('sentences glued together by extraction come apart, names with a stop do not', () => {
  expect(
    splitSentences('It improves efficiency.EasySpec breaks the order. See Node.js and v1.Beta. vLLM is new.'),
  ).toEqual([
    'It improves efficiency.',
    'EasySpec breaks the order.',
    'See Node.js and v1.Beta.',
    'vLLM is new.',
  ]);
});

test('questions, quotes, ellipses and items of a list end sentences', () => {
  expect(splitSentences('Why? "It works." What if… (1) Data matter. (2) Models do. [Really!] Yes.')).toEqual([
    'Why?',
    '"It works."',
    'What if…',
    '(1) Data matter.',
    '(2) Models do.',
    '[Really!]',
    'Yes.',
  ]);
});

test('ideographic stops end sentences without a space, outside of brackets and quotes', () => {
  expect(splitSentences('Then 模型很大。数据（很多。真的）很多。“好。”完。')).toEqual([
    'Then 模型很大。',
    '数据（很多。真的）很多。',
    '“好。”',
    '完。',
  ]);
});

test('a bracket that is never closed swallows nothing', () => {
  expect(splitSentences('We (do this. And that. [Or not. And on.')).toHaveLength(4);
});

test('nothing is lost or added, whatever the text', () => {
  const piece = fc.oneof(
    fc.constantFrom('word', 'A.', 'i.e.', 'end.', 'End.Next one', '3.1', '?', '。', '(x.)', '(', ']', ' '),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const text = pieces.join(' ');
      let from = 0;
      for (const sentence of splitSentences(text)) {
        const at = text.indexOf(sentence, from);
        expect(text.slice(from, at).trim()).toBe('');
        from = at + sentence.length;
      }
      expect(text.slice(from).trim()).toBe('');
    }),
  );
});

test('sixteen times the text takes no more than a small multiple of sixteen times as long', () => {
  for (const piece of ['e.g. a ', 'A. ', '(a. B ', 'Word. Word ', '。', '. . ', 'x.Yes ', '[ ( ']) {
    const short = timeOf(piece.repeat(2_000 / piece.length));
    expect(timeOf(piece.repeat(32_000 / piece.length))).toBeLessThan(64 * short + 100);
  }
});

/** Milliseconds of the processor, the best of five: others may use the machine meanwhile. */
function timeOf(text: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = process.cpuUsage();
    splitSentences(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
