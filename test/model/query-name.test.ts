import { expect, it } from 'vitest';
import { personName, queryName } from '../../src/model/query-name.ts';

it.each([
  ['author:"Yann LeCun"', 'By Yann LeCun'],
  ['author:lecun', 'By lecun'],
  ['Author:“Yann LeCun” ', 'By Yann LeCun'],
  ['org:DeepMind', 'From DeepMind'],
  ['org:"Larch Lab"', 'From Larch Lab'],
])('%s is called %s', (query, name) => {
  expect(personName(query)).toBe(name);
  expect(queryName(query)).toBe(name);
});

it.each([
  'author:"Yann LeCun" -survey',
  'author:lecun OR author:he',
  '-author:lecun',
  'author:"a" "b"',
  'title:video',
  '"state space"',
  'author:" "',
  '',
])('%j is called by what was typed', query => {
  expect(personName(query)).toBeNull();
  expect(queryName(query)).toBe(query);
});
