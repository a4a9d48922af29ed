import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paperId } from '../../../src/ingest/identity/paper-id.ts';
import { titleKey } from '../../../src/ingest/identity/title-key.ts';
import { abstractOf, RESPELLINGS } from '../snapshot-text.ts';
import { entry } from './entry.ts';

describe('a title key', () => {
  test.each([
    [
      'PanGu-$\\alpha$',
      'PanGu-$α$',
      'PanGu-α',
      'PanGu-alpha',
      'PANGU–Alpha',
      'PanGu \\alpha',
      'PanGu-$\\mathbf{\\alpha}$',
    ],
    ['QwenLong: $\\infty$-LLMs', 'QwenLong: ∞-LLMs', 'QwenLong $\\infty$ LLMs'],
    ['Align$^2$LLaVA', 'Align²LLaVA', 'Align2LLaVA', 'Align$^{2}$LLaVA'],
    ['M^3ViT', 'M$^3$ViT', 'M³ViT', 'M3ViT'],
    ['$\\pi_0$ Policy', 'π₀ Policy', 'π_0 Policy', 'pi0 Policy'],
    ['M\\"obius Nets', 'Möbius Nets', 'Mo\u0308bius Nets', 'Mobius Nets'],
    ["Bird's-Eye “View”", 'Bird’s‑Eye "View"', 'Bird s Eye View'],
    ['A  Straße\u00a0Map', 'a strasse map', 'A STRASSE MAP'],
  ])('is the same for %s and its other spellings', (...spellings) => {
    expect(new Set(spellings.map(titleKey)).size).toBe(1);
  });

  test.each([
    ['PEPSI', 'PEPSI++'],
    ['Qwen2', 'Qwen2.5'],
    ['MedNeXt', 'MedNeXt-v2'],
    ['MoE', 'MoE 2.0'],
    ['Part I', 'Part II'],
    ['Long-LRM', 'Long-LRM++'],
    ['C', 'C++'],
  ])('tells %s from %s', (one, other) => {
    expect(titleKey(one)).not.toBe(titleKey(other));
  });

  test('is the same for plain text whether or not something else has to be folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), title => {
        expect(titleKey(`Ö ${title} end`)).toBe(titleKey(`O ${title} end`));
      }),
      { numRuns: 500 },
    );
  });

  test('never throws and is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), title => {
        expect(titleKey(titleKey(title))).toBe(titleKey(title));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the keys of an entry', () => {
  test('stand strongest first', () => {
    const { keys } = entry('A Title Long Enough', {
      arxivId: '2503.02130',
      doi: '10.1145/1',
      url: 'https://example.org/a/',
      abstract: abstractOf('keys'),
    });
    expect(keys.map(key => key.split(':')[0])).toEqual(['arxiv', 'doi', 'url', 'title', 'abstract']);
    expect(keys.slice(0, 4)).toEqual([
      'arxiv:2503.02130',
      'doi:10.1145/1',
      'url:https://example.org/a',
      'title:a title long enough',
    ]);
  });

  test('do not trust a short title, unless there is nothing else', () => {
    expect(entry('BERT', { abstract: abstractOf('bert') }).keys).toEqual([
      expect.stringMatching(/^abstract:/),
    ]);
    expect(entry('BERT').keys).toEqual(['short-title:bert']);
    expect(entry('???').keys).toEqual([expect.stringMatching(/^short-title:/)]);
  });

  test('do not repeat the arXiv id as an address', () => {
    const { keys } = entry('A Title Long Enough', {
      arxivId: '2503.02130',
      url: 'https://huggingface.co/papers/2503.02130',
    });
    expect(keys).toEqual(['arxiv:2503.02130', 'title:a title long enough']);
  });

  test('take a short abstract for no proof', () => {
    expect(entry('A Title Long Enough', { abstract: 'Too short to tell.' }).keys).toHaveLength(1);
  });

  test.each(RESPELLINGS)('are the same with %s', (_what, respell) => {
    const plain = entry("A Title with 'Quotes' - and More", {
      abstract: abstractOf("the reader's - attention"),
    });
    const other = entry(respell(plain.rawTitle).trim(), { abstract: respell(plain.abstract ?? '') });
    expect(other.keys).toEqual(plain.keys);
  });
});

test('a public id is 12 characters of base32 that hang on the strongest key alone', () => {
  const id = paperId(entry('PanGu-$\\alpha$ and Friends'));
  expect(id).toMatch(/^[a-z2-7]{12}$/);
  expect(paperId(entry('PanGu-α and Friends', { abstract: abstractOf('pangu') }))).toBe(id);
  const many = Array.from({ length: 3000 }, (_, at) => paperId(entry(`A Paper with Number ${at}`)));
  expect(new Set(many).size).toBe(3000);
});
