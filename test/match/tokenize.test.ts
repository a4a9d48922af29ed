import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsPhrase, phraseQuery } from '../../src/match/holds.ts';
import { matchQuery } from '../../src/match/match-query.ts';
import { parseQuery } from '../../src/match/query.ts';
import { wordsInOrder } from '../../src/match/spelling.ts';
import { NO_STATISTICS } from '../../src/match/statistics.ts';
import { keyOf, tokenize, tokenizePaper } from '../../src/match/tokenize.ts';

describe('tokenize', () => {
  it('keeps digits, C++, C# and acronyms as words', () => {
    expect(wordsInOrder('3D scenes in C++ and C#, by GPT-4o')).toEqual([
      '3d',
      'scene',
      'in',
      'c++',
      'and',
      'c#',
      'by',
      'gpt',
      '4o',
    ]);
  });

  it('reads words across capitals, accents, full-width letters and the English plural as the same', () => {
    expect(keyOf('Naïve')).toBe('naive');
    expect(keyOf('ＬＬＭ')).toBe('llm');
    expect([keyOf('studies'), keyOf('classes'), keyOf('models'), keyOf('bias')]).toEqual([
      'study',
      'class',
      'model',
      keyOf('bias'),
    ]);
    expect(keyOf('quantisation')).toBe(keyOf('quantization'));
  });

  it('does not take an s off words that only end in one', () => {
    expect(['loss', 'analysis', 'corpus', 'gas'].map(keyOf)).toEqual(['loss', 'analysis', 'corpus', 'gas']);
  });

  it('keeps the capitals of words with two of them, without their plural', () => {
    const exact = tokenize('LLMs MoE Rag rag').map(token => token.forms[0]?.exact);
    expect(exact).toEqual(['LLM', 'MoE', null, null]);
  });

  it('reads hyphenated words also as one', () => {
    const [first] = tokenize('text-to-image models');
    expect(first?.forms.map(form => form.key)).toEqual(['text', 'textto', 'texttoimage']);
  });

  it('drops a possessive s and keeps the phrase together', () => {
    expect(wordsInOrder("Alzheimer's disease")).toEqual(['alzheimer', 'disease']);
    expect(tokenize('Parkinson’s disease')[1]?.joint).toBe('space');
  });

  it('takes every character of a script without spaces as a word', () => {
    expect(wordsInOrder('深度learning模型')).toEqual(['深', '度', 'learning', '模', '型']);
  });

  it('gives words in order, inside the text and without overlap, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        let end = 0;
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no mark by itself for a word', () => {
    expect(wordsInOrder('\u0301-a-\u0301 e\u0301t\u0301')).toEqual(['a', 'et']);
  });

  it('leaves one way to read a text, so that a phrase is looked for in little time', () => {
    const phrase = parseQuery(`"${'a '.repeat(100)}b"`);
    const paper = tokenizePaper({ title: 'b', abstract: '\u0301-a-'.repeat(300) });
    expect(matchQuery(phrase, paper, NO_STATISTICS)).toBeNull();
  });

  it('takes time linear in the length of the text, hyphens and all', () => {
    for (const text of [
      'a-'.repeat(50_000),
      "s's".repeat(50_000),
      '\u0301'.repeat(100_000),
      'A'.repeat(100_000),
    ]) {
      expect(() => tokenize(text)).not.toThrow();
    }
  });
});

it('a category of arXiv is no word of a paper: who wants nothing of AI may want papers of that category', () => {
  const paper = tokenizePaper({
    title: 'Arms',
    abstract: null,
    hints: ['arxiv:cs.AI', 'keyword:dexterous hands'],
  });
  expect(holdsPhrase(phraseQuery('AI'), paper)).toBe(false);
  expect(holdsPhrase(phraseQuery('cs'), paper)).toBe(false);
  expect(holdsPhrase(phraseQuery('dexterous hands'), paper)).toBe(true);
  expect(paper.categories).toEqual(['arxiv:cs.AI']);
});
