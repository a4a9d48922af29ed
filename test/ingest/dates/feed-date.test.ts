import { expect, test } from 'vitest';
import { parseFeedDate } from '../../../src/ingest/dates/feed-date.ts';

const day = (year: number, month: number, date: number) => ({ year, month, day: date });

test.each([
  ['Tue, 05 Mar 2024 09:30:00 EST', day(2024, 3, 5)],
  ['05 Mar 24 09:30 GMT', day(2024, 3, 5)],
  ['Wed, 20 Aug 2025 00:00:00 -0400', day(2025, 8, 20)],
  ['Sunday, 06-Nov-94 08:49:37 GMT', day(1994, 11, 6)],
  ['Tue Mar  5 09:30:00 2024', day(2024, 3, 5)],
  ['Tue Mar  5 09:30:00 EST 2024', day(2024, 3, 5)],
  ['March 5, 2024', day(2024, 3, 5)],
  ['5 September 2024', day(2024, 9, 5)],
  ['2026-05-31T23:59:59.999Z', day(2026, 5, 31)],
  ['2025-08-20T00:00:00-04:00', day(2025, 8, 20)],
  [' 2019-11-29 ', day(2019, 11, 29)],
  ['2024-02-29', day(2024, 2, 29)],
])('%s is a day', (text, date) => {
  expect(parseFeedDate(text)).toEqual(date);
});

test.each([
  'not a date',
  '',
  '2023-02-29',
  '31 Apr 2024',
  '05/03/2024',
  'Tue, 05 Foo 2024',
  '0000-00-00',
  '2024-3-',
])('%s is none', text => {
  expect(parseFeedDate(text)).toBeNull();
});
