import { expect, test } from 'vitest';
import { paperArticle } from '../../../src/web/archive/paper-pages.ts';
import { paper } from '../../support/builders.ts';

test('a withdrawn paper says so before anything else, and one that appeared says where', () => {
  const facts = (fields: Parameters<typeof paper>[0]) => paperArticle({ ...paper(fields), num: 1 }).facts;
  expect(facts({ id: 'abc' })).toEqual(['First seen 5 January 2026']);
  expect(facts({ id: 'abc', withdrawnOn: '2026-06-03', venue: 'NeurIPS  2026' })).toEqual([
    'Withdrawn by its authors (seen 3 June 2026)',
    'NeurIPS 2026',
    'First seen 5 January 2026',
  ]);
});
