import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairAbstract } from '../../../src/ingest/tex/repair-abstract.ts';

const repairs: [damaged: string, repaired: string][] = [
  ['at 950times540 resolution', 'at 950×540 resolution'],
  ['4times70 billion', '4×70 billion'],
  ['2.2times faster, up to 82times/3.6times', '2.2× faster, up to 82×/3.6×'],
  ['(4times) and 6times.', '(4×) and 6×.'],
  ['a speedup of sim2.2times', 'a speedup of ∼2.2×'],
  ['1.66 sim 7.17times and 4.8sim 20.3times', '1.66 ∼ 7.17× and 4.8∼20.3×'],
  ['{\\em (i)} images {\\it vs.} \\emph{text}', '(i) images vs. text'],
  ['60~GHz radar, models~(LLMs), GPT~4', '60\u00a0GHz radar, models\u00a0(LLMs), GPT\u00a04'],
  ['cascade -- not models -- wins', 'cascade – not models – wins'],
  ['10^5--10^6 GPU hours, R^2 = 0.9', '10⁵–10⁶ GPU hours, R² = 0.9'],
  ["a ``memory wall'' of 18\\%", 'a “memory wall” of 18%'],
  ['by $\\alpha = 0.5$ at $4.30 each', 'by α = 0.5 at $4.30 each'],
  ['page:~https://github.com/a/b', 'page: https://github.com/a/b'],
  ['\\url{https://example.org/a_b}', 'https://example.org/a_b'],
];

const untouched = [
  'sometimes it takes 5 times as long, at times 3 times',
  'about ~9% and (~100%), R ~ 0.8, 2~3 days',
  'sim2real transfer, 3 sim2real tasks, simple simulation',
  'see https://a.org/~user/10times2?x^2--y~z and https://b.org/a_b',
  'our \\method, named \\proj, costs $5 or $10',
  'The Times of 1984; half-times and timestamps',
];

test.each(repairs)('repairs %s', (damaged, repaired) => {
  expect(repairAbstract(damaged)).toBe(repaired);
});

test.each(untouched)('leaves alone: %s', text => {
  expect(repairAbstract(text)).toBe(text);
});

test('any abstract is repaired once and for all', () => {
  const piece = fc.constantFrom(
    ...'9 times sim {\\em } \\emph{ ~ -- $ ^2 ^{3} https:// http://a.b/ \\% \\url{ a .'.split(' '),
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 40 }), pieces => {
      const once = repairAbstract(pieces.join(''));
      expect(repairAbstract(once)).toBe(once);
    }),
    { numRuns: 1000 },
  );
});

test('any plain prose is unchanged', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[A-Za-z]{1,12}[,.;:!?)]?$/),
    fc.constantFrom('times', 'sometimes', 'sim', '2', '3.5', '10%', '-', "don't", '"so"', 'sim-to-real'),
  );
  fc.assert(
    fc.property(
      fc
        .array(word, { maxLength: 40 })
        .map(words => words.join(' '))
        .filter(text => !/\d sim \d/.test(text)),
      text => repairAbstract(text) === text,
    ),
    { numRuns: 500 },
  );
});
