import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { holdsPhrase, phraseQuery } from '../../src/match/holds.ts';
import { matchQuery } from '../../src/match/match-query.ts';
import { parseQuery } from '../../src/match/query.ts';
import { NO_STATISTICS } from '../../src/match/statistics.ts';
import { tokenizePaper } from '../../src/match/tokenize.ts';

const match = (query: string, title: string, abstract: string | null = null) =>
  matchQuery(parseQuery(query), tokenizePaper({ title, abstract }), NO_STATISTICS);
const matches = (query: string, title: string, abstract: string | null = null): boolean =>
  match(query, title, abstract) !== null;

function complaintAbout(query: string): string {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

const word = fc.constantFrom('whale', 'krill', 'moss', 'honey', 'bee', 'hive');
const paper = fc
  .record({ title: fc.array(word, { maxLength: 6 }), abstract: fc.array(word, { maxLength: 12 }) })
  .map(({ title, abstract }) => [title.join(' '), abstract.join(' ')] as const);

describe('a query', () => {
  it('wants all its words, anywhere and in any order', () => {
    expect(matches('krill whale', 'Whales', 'They eat krill.')).toBe(true);
    expect(matches('krill whale', 'Whales')).toBe(false);
    expect(matches('krill AND whale', 'Whales', 'krill')).toBe(true);
  });

  it('wants the words of a phrase side by side, with any kind of quotes', () => {
    for (const query of ['"state space"', '“state space”', '„state space“', '«state space»']) {
      expect(matches(query, 'A state-space model')).toBe(true);
      expect(matches(query, 'A space of states')).toBe(false);
    }
  });

  it('is content with one side of an OR, which binds closer than the space', () => {
    expect(matches('whale krill OR moss', 'Whale', 'moss')).toBe(true);
    expect(matches('whale krill OR moss', 'Moss')).toBe(false);
    expect(matches('a or b', 'a b')).toBe(false);
  });

  it('leaves out what has a minus, also when typed as a dash', () => {
    expect(matches('whale -survey', 'Whale surveys')).toBe(false);
    expect(matches('whale –"blue whale"', 'The blue whale')).toBe(false);
    expect(matches('whale -title:survey', 'Whales', 'A survey.')).toBe(true);
    expect(matches('non-linear', 'Nonlinear waves')).toBe(true);
  });

  it('looks at the title alone after title:', () => {
    expect(matches('title:whale', 'On', 'whale')).toBe(false);
    expect(matches('Title:"blue whale"', 'Blue whales')).toBe(true);
  });

  it('minds neither capitals, accents nor the plural, but word borders', () => {
    expect(matches('NAIVE rag', 'Naïve RAGs')).toBe(true);
    expect(matches('rag', 'Storage')).toBe(false);
  });

  it('ranks a title above an abstract and gives the terms as they stand', () => {
    const inTitle = match('whale', 'WHALES', 'Text');
    const inAbstract = match('whale', 'Text', 'whale');
    expect(inTitle?.score).toBeGreaterThan(inAbstract?.score ?? 1);
    expect(inTitle?.terms).toEqual(['WHALES']);
  });

  it('never matches a paper with an excluded word', () => {
    fc.assert(
      fc.property(paper, word, word, ([title, abstract], wanted, unwanted) => {
        const found = matches(`${wanted} OR honey -${unwanted}`, title, abstract);
        if (`${title} ${abstract}`.includes(unwanted)) expect(found).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('matches every word of a phrase that matches', () => {
    fc.assert(
      fc.property(paper, fc.array(word, { minLength: 1, maxLength: 3 }), ([title, abstract], words) => {
        if (!matches(`"${words.join(' ')}"`, title, abstract)) return;
        for (const each of words) expect(matches(each, title, abstract)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a query for people', () => {
  const by = (query: string, ...authors: string[]): boolean =>
    matchQuery(
      parseQuery(query),
      tokenizePaper({ title: 'Whales', abstract: null, authors }),
      NO_STATISTICS,
    ) !== null;
  const from = (query: string, organisation: string | null): boolean =>
    matchQuery(
      parseQuery(query),
      tokenizePaper({ title: 'Whales', abstract: null, organisation }),
      NO_STATISTICS,
    ) !== null;

  it.each([
    ['author:lecun', 'Yann LeCun'],
    ['author:"Yann LeCun"', 'Yann A. LeCun'],
    ['author:"Y LeCun"', 'Yann LeCun'],
    ['author:"Y. LeCun"', 'LeCun, Yann'],
    ['author:"lecun, yann"', 'Yann LeCun'],
    ['author:"Jean-Pierre Serre"', 'Jean Pierre Serre'],
    ['author:"J P Serre"', 'Jean-Pierre Serre'],
    ['author:scholkopf', 'Bernhard Schölkopf'],
    ['author:Łukasz', 'Lukasz'],
    ['author:obrien', 'Keiko O’Brien'],
    ['author:maaten', 'Laurens van der Maaten'],
    ['author:何恺明', '何恺明'],
    ['author:"Weinan E"', 'Weinan E'],
    ['Author:LECUN whale', 'Yann LeCun'],
  ])('%s is by %s', (query, name) => {
    expect(by(query, 'Somebody Else', name)).toBe(true);
    expect(by(`whale -${query.replace(' whale', '')}`, 'Somebody Else', name)).toBe(false);
  });

  it.each([
    ['author:yann', 'Yann LeCun'],
    ['author:cun', 'Yann LeCun'],
    ['author:william', 'Ronald Williams'],
    ['author:"Yann LeCun"', 'Y. LeCun'],
    ['author:"LeCun Y"', 'Yann LeCun'],
    ['author:l', 'Yann LeCun'],
    ['author:whales', 'Yann LeCun'],
    ['lecun', 'Yann LeCun'],
  ])('%s is not by %s', (query, name) => {
    expect(by(query, name)).toBe(false);
  });

  it('wants all words of a name in one and the same name', () => {
    expect(by('author:"Ada Turing"', 'Ada Lovelace', 'Alan Turing')).toBe(false);
    expect(by('author:lovelace author:turing', 'Ada Lovelace', 'Alan Turing')).toBe(true);
    expect(by('author:lovelace')).toBe(false);
  });

  it('finds an organisation by words of its name, side by side', () => {
    expect(from('org:deepmind', 'Google DeepMind')).toBe(true);
    expect(from('org:"google deepmind"', 'Google DeepMind')).toBe(true);
    expect(from('org:"google mind"', 'Google DeepMind')).toBe(false);
    expect(from('org:mind', 'Google DeepMind')).toBe(false);
    expect(from('org:whales', 'DeepMind')).toBe(false);
    expect(from('whale -org:deepmind', 'Google DeepMind')).toBe(false);
    expect(from('whale -org:deepmind', null)).toBe(true);
  });

  it('gives the name as it stands in the paper, and a score like that of a strong word', () => {
    const paper = tokenizePaper({ title: 'On whales', abstract: null, authors: ['Kaiming He'] });
    const found = matchQuery(parseQuery('author:"k he"'), paper, NO_STATISTICS);
    expect(found?.terms).toEqual(['Kaiming He']);
    expect(found?.score).toBeGreaterThan(0.5);
  });

  it('leaves out papers of somebody who is not wanted', () => {
    const paper = tokenizePaper({
      title: 'A',
      abstract: null,
      authors: ['Yann LeCun'],
      organisation: 'Meta',
    });
    for (const words of ['author:Yann LeCun', 'Author: LeCun', 'org:meta'])
      expect(holdsPhrase(phraseQuery(words), paper)).toBe(true);
    for (const words of ['author:Ada', 'org:google', 'lecun', 'title:a', 'author: !'])
      expect(holdsPhrase(phraseQuery(words), paper)).toBe(false);
  });
});

describe('words that are not wanted', () => {
  it.each(['“deep learning”', '"deep learning"', '„deep“ learning', 'deep “learning', '«deep learning»'])(
    'stand side by side in whatever quotes: %s',
    words => {
      const held = (title: string) =>
        holdsPhrase(phraseQuery(words), tokenizePaper({ title, abstract: null }));
      expect(held('Deep learning of whales')).toBe(true);
      expect(held('Learning of deep whales')).toBe(false);
    },
  );

  it('name somebody in whatever quotes', () => {
    const paper = tokenizePaper({ title: 'A', abstract: null, authors: ['Yann LeCun'] });
    expect(holdsPhrase(phraseQuery('author:“Yann LeCun”'), paper)).toBe(true);
  });
});

describe('parseQuery', () => {
  it.each([
    ['"state space', '^', 'the quote is not closed'],
    ['whale OR', '      ^', 'OR without both sides'],
    ['OR whale', '^', 'OR without both sides'],
    ['whale OR -moss', '      ^', 'OR without both sides'],
    ['moss whale -krill OR hive', '                  ^', 'OR without both sides'],
    ['whale OR OR moss', '         ^', 'OR without both sides'],
    ['-survey', '^', 'only what to leave out'],
    ['', '^', 'nothing to look for'],
    ['   ', '^', 'nothing to look for'],
    ['whale !!', '      ^', 'no letter and no digit'],
    ['whale title: moss', '            ^', 'title: without a word'],
    ['whale title:-moss', '            ^', 'title: without a word'],
    ['by:smith', '^', 'unknown field by:'],
    ['whale author: smith', '             ^', 'author: without a word'],
    ['-org:-x whale', '     ^', 'org: without a word'],
    ['author:", ."', '       ^', 'no letter and no digit'],
    ['whale (moss OR krill)', '      ^', 'brackets are not understood'],
  ])('points at the bad place of %j', (query, caret, problem) => {
    const lines = complaintAbout(query).split('\n');
    expect(lines[0]).toContain(problem);
    expect(lines[1]).toBe(`  ${query}`);
    expect(lines[2]).toBe(`  ${caret}`);
    expect(lines[3]).toMatch(/^Expected /);
  });

  it('refuses more than 500 characters, showing where they end', () => {
    expect(complaintAbout('x'.repeat(500))).toBe('');
    expect(complaintAbout('x'.repeat(501))).toContain('501 characters');
  });

  it('throws nothing but a UserError that holds the caret, whatever is typed', () => {
    const piece = fc.constantFrom(
      '"',
      '“',
      'OR',
      '-',
      '–',
      'title:',
      'author:',
      'org:',
      ':',
      '(',
      ' ',
      'a',
      'whale',
      '"b c"',
      '\n',
      '😀',
      '深',
    );
    const typed = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map(parts => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(typed, query => {
        const complaint = complaintAbout(query);
        if (complaint === '') matches(query, 'whale a', '深 b c');
        else expect(complaint).toMatch(/^ +\^$/m);
      }),
      { numRuns: 1000 },
    );
  });
});
