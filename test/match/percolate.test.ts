import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsPhrase, phraseQuery } from '../../src/match/holds.ts';
import { matchQuery } from '../../src/match/match-query.ts';
import { createPercolator } from '../../src/match/percolate.ts';
import { parseQuery } from '../../src/match/query.ts';
import { countWords, NO_STATISTICS } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';

const word = fc.constantFrom(
  ...[
    'whale',
    'whales',
    'krill',
    'state',
    'space',
    'state-space',
    'statespace',
    'LLM',
    'LLMs',
    'naïve',
    'naive',
  ],
  ...['pre-training', 'pretraining', 'training', 'C++', '鲸', '鲸鱼', 'the', '2.5', 'ﬁsh', 'fish', 'analyse'],
);
const gap = fc.constantFrom(' ', ' ', ' ', '-', ', ', '. ', '/', "'s ");
const text = fc
  .array(fc.tuple(word, gap), { maxLength: 14 })
  .map(pieces => pieces.map(([one, after]) => one + after).join(''));
const author = fc.constantFrom('Yann LeCun', 'LeCun, Y.', 'Ada Whale', 'Whale', 'Łukasz Kaiser', '鲸鱼');
const paper = fc.record({
  title: text,
  abstract: fc.option(text),
  authors: fc.array(author, { maxLength: 3 }),
  organisation: fc.option(fc.constantFrom('Google DeepMind', 'Whale Lab', 'LLM')),
});
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map(words => `"${words.join(' ')}"`);
const name = fc.constantFrom(
  'author:lecun',
  'author:"y lecun"',
  'author:whale',
  'author:鲸鱼',
  'org:whale',
  'org:"google deepmind"',
);
const term = fc.oneof(
  { weight: 4, arbitrary: word },
  phrase,
  name,
  word.map(one => `title:${one}`),
  phrase.map(one => `title:${one}`),
);
const group = fc.oneof(
  { weight: 3, arbitrary: term },
  fc.array(term, { minLength: 2, maxLength: 4 }).map(terms => terms.join(' OR ')),
);
const query = fc
  .tuple(fc.array(group, { minLength: 1, maxLength: 4 }), fc.array(term, { maxLength: 2 }))
  .map(([needed, excluded]) => [...needed, ...excluded.map(one => `-${one}`)].join(' '));

describe('a percolator', () => {
  it('finds the queries that match one by one, and the same scores', () => {
    fc.assert(
      fc.property(
        fc.array(query, { maxLength: 25 }),
        fc.array(
          fc.oneof(
            phrase.map(one => one.slice(1, -1)),
            name,
          ),
          { maxLength: 5 },
        ),
        fc.array(paper, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (texts, unwanted, papers, learned) => {
          const statistics = learned ? countWords(papers) : NO_STATISTICS;
          const queries = texts.map(parseQuery);
          const phrases = unwanted.map(phraseQuery);
          const percolate = createPercolator([...queries, ...phrases], statistics);
          for (const tokens of papers.map(tokenizePaper)) {
            const { queries: places, scores } = percolate(tokens);
            const found = new Map([...places].map((place, at) => [place, scores[at]]));
            expect(found.size).toBe(places.length);
            for (const [place, one] of queries.entries())
              expect([texts[place], found.get(place)]).toEqual([
                texts[place],
                matchQuery(one, tokens, statistics)?.score,
              ]);
            for (const [at, one] of phrases.entries())
              expect(found.has(queries.length + at)).toBe(holdsPhrase(one, tokens));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds a query with more alternatives than are filed one by one', () => {
    const many = (of: string) => Array.from({ length: 12 }, (_, at) => `${of}${at}`).join(' OR ');
    const percolate = createPercolator(
      [`${many('a')} ${many('b')} ${many('c')}`].map(parseQuery),
      NO_STATISTICS,
    );
    const places = (title: string) => [...percolate(tokenizePaper({ title, abstract: null })).queries];
    expect(places('a3 b11 c0')).toEqual([0]);
    expect(places('a3 a4 b11 b1')).toEqual([]);
    expect(places('')).toEqual([]);
  });

  it('tells words apart that fold to letters with spaces between', () => {
    // One letter of Arabic stands for four words.
    const queries = ['\ufdfa', '"صلى الله عليه وسلم"'].map(parseQuery);
    const percolate = createPercolator(queries, NO_STATISTICS);
    const places = (title: string) => [...percolate(tokenizePaper({ title, abstract: null })).queries];
    expect(places('\ufdfa')).toEqual([0]);
    expect(places('صلى الله عليه وسلم')).toEqual([1]);
  });

  it('finds a query of more words than it is filed under only where all of them stand', () => {
    const words = Array.from({ length: 40 }, (_, at) => `w${at}`);
    const percolate = createPercolator(
      [words.join(' '), `${words.join(' ')} moss OR honey`, `${words.join(' ')} -moss`].map(parseQuery),
      NO_STATISTICS,
    );
    const places = (abstract: string) =>
      [...percolate(tokenizePaper({ title: 'A', abstract })).queries].sort();
    expect(places(words.join(' '))).toEqual([0, 2]);
    expect(places(`${words.join(' ')} moss`)).toEqual([0, 1]);
    for (const word of words) expect(places(words.filter(one => one !== word).join(' '))).toEqual([]);
  });

  it('asks of the authors of a paper only those of a name that somebody follows', () => {
    const many = (of: (at: number) => string) => Array.from({ length: 300 }, (_, at) => of(at));
    const initials = (at: number) =>
      [at % 26, Math.floor(at / 26)].map(one => String.fromCodePoint(97 + one)).join(' ');
    const queries = many(at => `author:"${initials(at)} Whale"`).map(parseQuery);
    const percolate = createPercolator(queries, NO_STATISTICS);
    const authors = [...many(at => `Somebody Else${at}`), 'Bo Cy Whale'];
    const tokens = tokenizePaper({ title: 'Krill', abstract: null, authors });
    let looks = 0;
    const counted = tokens.authors.map(({ text, words, given }) => ({
      text,
      given,
      get words() {
        looks++;
        return words;
      },
    }));
    expect(percolate({ ...tokens, authors: counted }).queries).toHaveLength(1);
    expect(looks).toBeLessThan(2000);
  });

  it('asks nothing of a paper when there are no queries', () => {
    const tokens = tokenizePaper({ title: 'Whales', abstract: null });
    expect(createPercolator([], NO_STATISTICS)(tokens).queries).toHaveLength(0);
  });
});
