import { expect, test } from 'vitest';
import { troubleOf } from '../../../src/ingest/freshness/trouble.ts';
import type { SnapshotStatus } from '../../../src/model/snapshot.ts';
import { day, MONDAY, reading, WORKDAYS } from './reading.ts';

/** Readings of days after the Monday, newest last. */
function after(...told: readonly (readonly [number, SnapshotStatus])[]) {
  return told
    .map(([at, status]) =>
      reading(day(Math.floor(at)), { status, at: Date.parse(MONDAY) + at * 86_400_000, reason: 'so' }),
    )
    .reverse();
}
const trouble = (...told: readonly (readonly [number, SnapshotStatus])[]) =>
  troubleOf(after(...told), WORKDAYS);
const HOUR = 1 / 24;

test('nothing is wrong with what was never read, and with what works', () => {
  expect(troubleOf([], WORKDAYS)).toEqual({ is: 'over' });
  expect(trouble([0, 'refused'], [1, 'ingested'])).toEqual({ is: 'over' });
  expect(trouble([0, 'stale'], [1, 'quiet'])).toEqual({ is: 'over' });
  expect(trouble([0, 'refused'], [1, 'unchanged'])).toEqual({ is: 'over' });
});

test('a failure is told when it lasted for as long as it was tried again, not before', () => {
  expect(trouble([0, 'refused'])).toEqual({ is: 'as before' });
  expect(trouble([0, 'refused'], [HOUR, 'refused'])).toEqual({ is: 'as before' });
  expect(trouble([0, 'refused'], [HOUR, 'refused'], [2 * HOUR, 'refused'])).toEqual({
    is: 'wrong',
    what: `Not read since ${MONDAY}, 3 times: so`,
  });
  expect(trouble([0, 'refused'], [1, 'unchanged'], [1 + HOUR, 'refused'])).toEqual({ is: 'as before' });
});

test('what is old is told on its second day of publication, and stays so over a weekend', () => {
  expect(trouble([0, 'ingested'], [1, 'stale'], [1 + HOUR, 'stale'])).toEqual({ is: 'as before' });
  expect(trouble([0, 'ingested'], [1, 'stale'], [2, 'stale'])).toEqual({
    is: 'wrong',
    what: 'Stale: so',
  });
  expect(trouble([3, 'ingested'], [4, 'stale'], [5, 'unchanged'], [6, 'unchanged'])).toEqual({
    is: 'as before',
  });
  expect(trouble([3, 'ingested'], [4, 'stale'], [5, 'unchanged'], [7, 'stale'])).toEqual({
    is: 'wrong',
    what: 'Stale: so',
  });
});

test('a weekend on which it is empty mends nothing that was old', () => {
  const old = after([3, 'stale'], [4, 'stale']);
  const onSaturday = reading(day(5), { status: 'quiet', publishing: false });
  expect(troubleOf([onSaturday, ...old], WORKDAYS)).toEqual({ is: 'as before' });
  const onMonday = reading(day(7), { status: 'stale', reason: 'so' });
  expect(troubleOf([onMonday, onSaturday, ...after([4, 'stale'])], WORKDAYS)).toMatchObject({ is: 'wrong' });
  // Whoever failed, and answers in good order, works.
  expect(troubleOf([onSaturday, ...after([4, 'refused'])], WORKDAYS)).toEqual({ is: 'over' });
});
