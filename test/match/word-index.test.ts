import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchQuery } from '../../src/match/match-query.ts';
import { parseQuery } from '../../src/match/query.ts';
import { NO_STATISTICS } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import { candidates, indexWords, wordsAsked, wordTest } from '../../src/match/word-index.ts';

const LONG = `pneumono${'ultramicroscopic'.repeat(4)}`;
const word = fc.constantFrom('whales', 'krill', 'moss', 'state-space', 'statespace', 'space', 'state', LONG);
const text = fc.array(word, { maxLength: 6 }).map(words => words.join(' '));
const papers = fc.array(fc.record({ title: text, abstract: fc.option(text) }), { maxLength: 20 });
const term = fc.oneof(
  word,
  fc.tuple(word, word).map(pair => `"${pair.join(' ')}"`),
  word.map(one => `title:${one}`),
  fc.tuple(word, word).map(pair => pair.join(' OR ')),
);
const query = fc
  .tuple(fc.array(term, { minLength: 1, maxLength: 3 }), fc.array(word, { maxLength: 2 }))
  .map(([needed, excluded]) => [...needed, ...excluded.map(one => `-${one}`)].join(' '));

/** What an index of papers answers. */
function ask(all: readonly { title: string; abstract: string | null }[], text: string) {
  const index = new Map<string, Uint8Array>();
  for (const [num, paper] of all.entries()) {
    for (const one of indexWords(tokenizePaper(paper))) {
      const bits = index.get(one) ?? new Uint8Array((num >> 3) + 1);
      const grown = new Uint8Array(Math.max(bits.length, (num >> 3) + 1));
      grown.set(bits);
      grown[num >> 3] = (grown[num >> 3] ?? 0) | (1 << (num & 7));
      index.set(one, grown);
    }
  }
  const test = wordTest(parseQuery(text));
  const asked = wordsAsked(test);
  const found = candidates(test, one => {
    expect(asked).toContain(one);
    return index.get(one);
  });
  return { found, exact: test.exact };
}

it('an index misses no paper that a query matches, and is right by itself where it says so', () => {
  fc.assert(
    fc.property(papers, query, (all, text) => {
      const parsed = parseQuery(text);
      const right = all.flatMap((paper, num) =>
        matchQuery(parsed, tokenizePaper(paper), NO_STATISTICS) ? [num] : [],
      );
      const { found, exact } = ask(all, text);
      expect(found).toEqual([...found].sort((a, b) => a - b));
      expect(right.filter(num => !found.includes(num))).toEqual([]);
      if (exact) expect(found).toEqual(right);
    }),
  );
});

it('single words decide; phrases, titles and hyphens do not', () => {
  const paper = { title: 'A paper', abstract: 'On whales' };
  expect(ask([paper], 'whales OR krill -moss')).toEqual({ found: [0], exact: true });
  for (const text of ['"on whales"', 'title:whales', 'whales -"of krill"', 'state-space']) {
    expect(ask([paper], text).exact).toBe(false);
  }
});
