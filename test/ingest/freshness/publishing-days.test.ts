import { expect, test } from 'vitest';
import { publishingBetween, publishingDays } from '../../../src/ingest/freshness/publishing-days.ts';
import { addDays, weekdayOf } from '../../../src/model/date.ts';
import { EVERY_DAY, type Weekday } from '../../../src/model/source.ts';
import { day, MONDAY, reading, WORKDAYS } from './reading.ts';

const unsaid = { publishes: EVERY_DAY };

/** Readings of every day of so many weeks; those on these days brought something. */
function weeks(count: number, brings: readonly Weekday[]) {
  return Array.from({ length: 7 * count }, (_, at) => {
    const on = addDays(MONDAY, at - 7 * count);
    const isNews = brings.includes(weekdayOf(on) as Weekday);
    return reading(on, { status: isNews ? 'ingested' : 'unchanged' });
  });
}

const sorted = (days: ReadonlySet<Weekday>) => [...days].sort();

test('what the operator says is believed', () => {
  expect(sorted(publishingDays({ publishes: [3] }, weeks(8, [1, 2]), MONDAY))).toEqual([3]);
});

test('as long as nothing is known it is Monday to Friday', () => {
  expect(sorted(publishingDays(unsaid, [], MONDAY))).toEqual([...WORKDAYS]);
  expect(sorted(publishingDays(unsaid, weeks(3, [1, 4]), MONDAY))).toEqual([...WORKDAYS]);
});

test('days that never bring anything are learned after four weeks, and Saturdays that do after two', () => {
  expect(sorted(publishingDays(unsaid, weeks(5, [1, 4]), MONDAY))).toEqual([1, 4]);
  expect(sorted(publishingDays(unsaid, weeks(3, [1, 2, 3, 4, 5, 6]), MONDAY))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(sorted(publishingDays(unsaid, weeks(1, [1, 2, 3, 4, 5, 6]), MONDAY))).toEqual([...WORKDAYS]);
});

test('an outage of weeks teaches nothing', () => {
  const before = weeks(10, [1, 2, 3, 4, 5]).filter(({ day: on }) => on < addDays(MONDAY, -42));
  const since = weeks(6, []);
  expect(sorted(publishingDays(unsaid, [...before, ...since], MONDAY))).toEqual([...WORKDAYS]);
  const refused = weeks(6, []).map(one => ({ ...one, status: 'refused' as const }));
  expect(sorted(publishingDays(unsaid, refused, MONDAY))).toEqual([...WORKDAYS]);
});

test('what comes after an outage is not taken for that day’s own', () => {
  const history = weeks(4, [1, 2, 3, 4, 5]).map(one => {
    if (weekdayOf(one.day) === 5) return { ...one, status: 'refused' as const };
    return weekdayOf(one.day) === 6 ? { ...one, status: 'ingested' as const } : one;
  });
  expect(publishingDays(unsaid, history, MONDAY).has(6)).toBe(false);
});

test('counts the days of publication between two dates, the last included', () => {
  expect(publishingBetween(day(4), day(7), WORKDAYS)).toEqual([day(7)]);
  expect(publishingBetween(MONDAY, day(3), WORKDAYS)).toEqual([day(1), day(2), day(3)]);
  expect(publishingBetween(MONDAY, MONDAY, WORKDAYS)).toEqual([]);
  expect(publishingBetween(day(3), MONDAY, WORKDAYS)).toEqual([]);
});
