import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { texToUnicode } from '../../../src/ingest/tex/to-unicode.ts';

const examples: [tex: string, text: string][] = [
  ['PanGu-$\\alpha$', 'PanGu-α'],
  ['PanGu-$α$', 'PanGu-α'],
  ['Towards $\\infty$-LLMs', 'Towards ∞-LLMs'],
  ['Align$^2$LLaVA', 'Align²LLaVA'],
  ['M^3ViT', 'M³ViT'],
  ['M$^{3}$ViT', 'M³ViT'],
  ['$\\pi_0$: A Vision-Language-Action Flow Model', 'π₀: A Vision-Language-Action Flow Model'],
  ['$\\mathcal{X}$-Transformers and $\\mathbb{R}^n$', 'X-Transformers and ℝⁿ'],
  ['Attention in $O(n \\log n)$ Time', 'Attention in O(n log n) Time'],
  ['$10^{-3}$ of the Data', '10⁻³ of the Data'],
  ['$^{238}$U Dating', '²³⁸U Dating'],
  ['A $\\frac{1}{2}$-Approximation for $\\sqrt{n}$', 'A 1/2-Approximation for √n'],
  ['M\\"obius, Erd\\H{o}s, Mikol\\\'a\\v{s} and Kra{\\ss}', 'Möbius, Erdős, Mikoláš and Kraß'],
  ['Na{\\"\\i}ve S{\\o}gaard and Milovi\\\'c', 'Naïve Søgaard and Milović'],
  ['\\emph{Very} {\\em Large} \\textbf{Models}', 'Very Large Models'],
  ['R\\&D at 100\\% for \\$5', 'R&D at 100% for $5'],
  ['{BERT} for {NLP}', 'BERT for NLP'],
  ['HipFT -- High-performance Flux Transport', 'HipFT – High-performance Flux Transport'],
  ["``Why'' It Works", '“Why” It Works'],
  ['360$^\\circ$ Video', '360° Video'],
  ['On $k$-NN and $k = 3$', 'On k-NN and k = 3'],
];

const untouched = [
  'Paying $5 and $10 for Labels',
  'From $4.30 to $10 per Task',
  'A$AP and Ca$h: Who Pays?',
  'Learning {0, 1} Codes',
  '{{constructor}} and <b>bold</b> & more',
  'A \\method That Nobody Expanded',
  'snake_case_names in Code',
  "Bird's-Eye View: 3D, 2.5D; A/B & C++",
  'Version 2^1.5 of It',
];

describe('a title with TeX', () => {
  test.each(examples)('%s reads %s', (tex, text) => {
    expect(texToUnicode(tex)).toBe(text);
  });

  test.each(untouched)('stays as it is: %s', text => {
    expect(texToUnicode(text)).toBe(text);
  });
});

const piece = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    ..."$ $$ \\ { } ^ _ ~ -- --- `` '' \\alpha \\emph{ \\frac{ {\\em \\\"o \\v{s} ^{2} ^2 _{i} \\$ \\{ \\} \\mathbb{R} 5".split(
      ' ',
    ),
    ' ',
  ),
);
const markup = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''));
const word = fc.stringMatching(/^[A-Za-z]{1,10}[,.;:!?]?$/);
const prose = fc
  .array(fc.oneof(word, fc.stringMatching(/^[0-9]{1,4}%?$/), fc.stringMatching(/^\$[0-9]{1,3}$/)), {
    maxLength: 20,
  })
  .map(words => words.join(' '));

describe('any title', () => {
  test('is converted once and for all', () => {
    fc.assert(
      fc.property(fc.oneof(markup, fc.string({ unit: 'grapheme' })), text => {
        const once = texToUnicode(text);
        expect(texToUnicode(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('of plain prose and prices is unchanged', () => {
    fc.assert(
      fc.property(prose, text => texToUnicode(text) === text),
      { numRuns: 500 },
    );
  });

  test('has no dollar sign left around a command', () => {
    const command = fc.constantFrom(
      '\\alpha',
      '\\infty',
      '\\pi_0',
      '\\mathcal{L}',
      'x^2',
      '\\sqrt{n}',
      '\\ell_1',
    );
    fc.assert(
      fc.property(
        word,
        command,
        word,
        (before, inside, after) => !/[$\\]/.test(texToUnicode(`${before} $${inside}$-${after}`)),
      ),
      { numRuns: 300 },
    );
  });
});
