import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/match/query.ts';
import { peopleOf } from '../../../src/web/reader/people.ts';

const rules = { checkQuery: (text: string) => void parseQuery(text) };

it('offers the organisation, the first authors and the last, each by a query that can be read', () => {
  const authors = ['Ada Ünal', 'Bo', 'Cy', 'Dee', 'Ed', 'Flo "F" O’Neil; Jr.'];
  const people = peopleOf({ organisation: 'Larch Lab', authors }, ['author:"Bo"'], rules);
  expect(people.map(({ query }) => query)).toEqual([
    'org:"Larch Lab"',
    'author:"Ada Ünal"',
    'author:"Bo"',
    'author:"Cy"',
    'author:"Dee"',
    'author:"Flo F O’Neil Jr."',
  ]);
  expect(people.filter(({ followed }) => followed).map(({ name }) => name)).toEqual(['Bo']);
});

it('leaves out whom no query can name', () => {
  expect(peopleOf({ organisation: '—', authors: [';', '"', 'x'.repeat(400)] }, [], rules)).toEqual([]);
  expect(peopleOf({ organisation: null, authors: [] }, [], rules)).toEqual([]);
});
