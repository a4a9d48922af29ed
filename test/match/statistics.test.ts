import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../src/match/catalogue.ts';
import { parseQuery } from '../../src/match/query.ts';
import { countWords, NO_STATISTICS, rarityOf, wordsOf } from '../../src/match/statistics.ts';
import { vocabulary } from '../../src/match/vocabulary.ts';

describe('wordsOf', () => {
  it('counts a word once, in title and abstract, folded', () => {
    expect(wordsOf({ title: 'Models', abstract: 'A model. The MODEL!' })).toEqual(
      new Set(['model', 'a', 'the']),
    );
  });

  it('leaves out what is too long to be a word', () => {
    expect(wordsOf({ title: `${'x'.repeat(41)} y`, abstract: null })).toEqual(new Set(['y']));
  });
});

describe('rarityOf', () => {
  it('knows common words before any paper is stored', () => {
    expect(rarityOf('the', NO_STATISTICS)).toBeLessThan(1);
    expect(rarityOf('haptics', NO_STATISTICS)).toBeGreaterThan(3);
  });

  it('hardly moves with the first paper', () => {
    const one = countWords([{ title: 'Haptics', abstract: null }]);
    expect(Math.abs(rarityOf('haptics', one) - rarityOf('haptics', NO_STATISTICS))).toBeLessThan(0.5);
  });

  it('makes a word that stands in every stored paper common', () => {
    const many = countWords(Array.from({ length: 2000 }, () => ({ title: 'Haptics', abstract: null })));
    expect(rarityOf('haptics', many)).toBeLessThan(0.1);
  });

  it('is above that of its rarest word and below the sum, for a phrase', () => {
    const [a, b, both] = ['neural', 'haptics', 'neural haptics'].map(term => rarityOf(term, NO_STATISTICS));
    expect(both).toBeGreaterThan(Math.max(a ?? 0, b ?? 0));
    expect(both).toBeLessThan((a ?? 0) + (b ?? 0));
  });

  it('stays the same as an archive grows whose papers do not change in kind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 500 }), perThousand => {
        const archive = (papers: number) => ({
          papers,
          frequency: () => Math.round((papers * perThousand) / 1000),
        });
        expect(
          Math.abs(rarityOf('haptics', archive(5000)) - rarityOf('haptics', archive(1_000_000))),
        ).toBeLessThan(0.15);
      }),
      { numRuns: 100 },
    );
  });
});

describe('vocabulary', () => {
  it('holds each word of terms, names, descriptions and queries once', () => {
    const catalogue = parseCatalogue(
      'topics: [{id: a, name: Bees, description: of hives, terms: [honey bee]}]',
      't',
    );
    const words = vocabulary(catalogue, [parseQuery('title:wasps OR "queen bees"')]);
    expect(words.toSorted()).toEqual(['bee', 'hive', 'honey', 'of', 'queen', 'wasp']);
  });
});
