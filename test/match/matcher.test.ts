import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../src/match/catalogue.ts';
import { createMatcher } from '../../src/match/matcher.ts';
import { countWords, NO_STATISTICS } from '../../src/match/statistics.ts';
import type { Match } from '../../src/model/topic.ts';

/** Matches of a title and an abstract with one topic made of these terms. */
function one(terms: string, title: string, abstract = ''): Match {
  const catalogue = parseCatalogue(`topics: [{id: t, name: "-", terms: ${terms}}]`, 't.yaml');
  const [match] = createMatcher(catalogue, NO_STATISTICS).match({ title, abstract });
  if (!match) throw new Error('no match');
  return match;
}

const ZOO = parseCatalogue(
  `topics:
  - { id: bees, name: Bees, terms: { strong: [honey bee, apiary], normal: [hive, pollen] } }
  - { id: whales, name: Whales, terms: { strong: [whale, cetacean], normal: [krill, ocean] } }
  - { id: moss, name: Moss, terms: { strong: [moss, bryophyte] } }
`,
  'zoo.yaml',
);

describe('createMatcher', () => {
  it('gives every topic, the best first, equal ones in the order of the catalogue', () => {
    const matches = createMatcher(ZOO, NO_STATISTICS).match({ title: 'Whales and krill', abstract: null });
    expect(matches.map(match => match.topic)).toEqual(['whales', 'bees', 'moss']);
    expect(matches.map(match => match.score > 0)).toEqual([true, false, false]);
  });

  it('decides for a strong term in the title and not for a normal one in passing', () => {
    const matcher = createMatcher(ZOO, NO_STATISTICS);
    expect(matcher.match({ title: 'On the honey bee', abstract: 'The apiary is near.' })[0]?.decided).toBe(
      true,
    );
    expect(
      matcher.match({
        title: 'On markets',
        abstract: `We sail an ocean of data. ${'Prices rise. '.repeat(60)}`,
      })[0]?.decided,
    ).toBe(false);
  });

  it('matches whole words only', () => {
    expect(one('[ism]', 'A mechanism').score).toBe(0);
    expect(one('[rag]', 'Storage and fragments').score).toBe(0);
  });

  it('tells acronyms from words by their capitals, and takes their plural', () => {
    expect(one('[RAG]', 'From rags to riches: a rag').score).toBe(0);
    expect(one('[RAG]', 'RAG at work').terms).toEqual(['RAG']);
    expect(one('[LLM]', 'LLMs at work').terms).toEqual(['LLMs']);
    expect(one('[MoE]', 'MOE, moe').score).toBe(0);
    expect(one('[llm]', 'An LLM').terms).toEqual(['LLM']);
  });

  it.each(['state-space models', 'State space model', 'statespace models', 'the state‑space model'])(
    'finds `state-space model` written as %j',
    title => {
      expect(one('[state-space model]', title).score).toBeGreaterThan(0);
    },
  );

  it('finds one word in two written with a hyphen, and two words written as one', () => {
    expect(one('[pretraining]', 'Pre-training').terms).toEqual(['Pre-training']);
    expect(one('[data set]', 'A dataset').terms).toEqual(['dataset']);
  });

  it('does not read a phrase over a comma or the end of a sentence', () => {
    expect(one('[state space]', 'The state. Space is large').score).toBe(0);
    expect(one('[state space]', 'state, space').score).toBe(0);
  });

  it('counts only the longest of terms that overlap, so that an ignored phrase hides what it holds', () => {
    expect(one('{normal: [graph], ignore: [graph of thoughts]}', 'Graph of thoughts').score).toBe(0);
    expect(one('{normal: [graph], ignore: [computational graph]}', 'Computational graphs').score).toBe(0);
    expect(one('{normal: [graph], ignore: [computational graph]}', 'A graph').score).toBeGreaterThan(0);
  });

  it('lowers the score for terms that speak against the topic, never below 0', () => {
    const terms = '{strong: [jaguar], against: [car, engine]}';
    const cat = one(terms, 'The jaguar').score;
    const car = one(terms, 'The jaguar', 'A car.').score;
    expect(car).toBeLessThan(cat);
    expect(car).toBeGreaterThan(0);
    expect(one(terms, 'Car engines', 'Cars and engines.').score).toBe(0);
  });

  it('counts the title for more than the abstract, and the first mention for more than the tenth', () => {
    expect(one('[whale]', 'Whale').score).toBeGreaterThan(one('[whale]', 'On', 'A whale.').score);
    const [once = 0, twice = 0, many = 0, more = 0] = [1, 2, 10, 11].map(
      times => one('[whale]', 'On', 'A whale. '.repeat(times)).score,
    );
    expect(twice).toBeGreaterThan(once);
    expect(more - many).toBeLessThan(twice - once);
  });

  it('counts a rare term for more than a common one', () => {
    const catalogue = parseCatalogue(
      'topics: [{id: a, name: "-", terms: [whale]}, {id: b, name: "-", terms: [moss]}]',
      't',
    );
    const papers = Array.from({ length: 500 }, (_, index) => ({
      title: index % 2 ? 'whale' : 'krill',
      abstract: null,
    }));
    const [best] = createMatcher(catalogue, countWords(papers)).match({
      title: 'Moss whale',
      abstract: null,
    });
    expect(best?.topic).toBe('b');
  });

  it('explains with the terms as they stand in the paper, the most important first, at most eight', () => {
    const match = one('{strong: [whale], normal: [krill]}', 'WHALES', 'Krill for whales. krill');
    expect(match.terms).toEqual(['WHALES', 'Krill']);
    const letters = [...'bcdfghjklm'].map(letter => letter.repeat(5));
    expect(one(`[${letters.join(', ')}]`, letters.join(' ')).terms).toHaveLength(8);
  });

  it('matches a topic by the words of its description when it has no terms', () => {
    const catalogue = parseCatalogue(
      'topics: [{id: w, name: Whales, description: whales and krill in the ocean}]',
      't',
    );
    const matcher = createMatcher(catalogue, NO_STATISTICS);
    const [match] = matcher.match({ title: 'Whales eat krill', abstract: 'The ocean has whales and krill.' });
    expect(match).toMatchObject({ decided: true, terms: ['Whales', 'krill', 'ocean'] });
    expect(matcher.match({ title: 'The and in of', abstract: null })[0]).toMatchObject({
      score: 0,
      terms: [],
    });
  });

  it('is not kinder to a long abstract than to a title alone', () => {
    const long = `${'The sea is wide and blue. '.repeat(60)} Whales live there.`;
    expect(one('[whale]', 'On whales').score).toBeGreaterThan(one('[whale]', 'On whales', long).score);
  });

  it('matches catalogues in other languages and scripts', () => {
    expect(one('[強化学習]', '深層強化学習の研究').terms).toEqual(['強化学習']);
    expect(one('[Überwachung]', 'Die überwachung').terms).toEqual(['überwachung']);
    expect(one('[обучение с подкреплением]', 'Обучение с подкреплением').decided).toBe(true);
  });

  it('scores a paper the same whatever else is in the catalogue', () => {
    const alone = parseCatalogue('topics: [{id: moss, name: Moss, terms: {strong: [moss, bryophyte]}}]', 't');
    const paper = { title: 'Moss and honey bees', abstract: 'A bryophyte on a hive.' };
    const inZoo = createMatcher(ZOO, NO_STATISTICS).match(paper);
    expect(inZoo.find(match => match.topic === 'moss')).toEqual(
      createMatcher(alone, NO_STATISTICS).match(paper)[0],
    );
  });

  it('never throws, and keeps scores between 0 and 1 and terms inside the paper, whatever the paper', () => {
    const matcher = createMatcher(ZOO, NO_STATISTICS);
    const piece = fc.oneof(
      fc.constantFrom('whale', 'honey-', 'bee', 'hive', ' ', '. ', 'Moss'),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(text, fc.option(text), (title, abstract) => {
        for (const match of matcher.match({ title, abstract })) {
          expect(match.score).toBeGreaterThanOrEqual(0);
          expect(match.score).toBeLessThan(1);
          expect(match.decided).toBe(match.score >= 0.5);
          for (const term of match.terms) expect(`${title}\n${abstract}`).toContain(term);
        }
      }),
      { numRuns: 200 },
    );
  });
});
