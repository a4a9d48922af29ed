import { expect, test } from 'vitest';
import type { SnapshotStatus } from '../../src/model/snapshot.ts';
import { absenceOn, type ReadOn } from '../../src/plan/absence.ts';

const EDITION = '2026-06-02';
const YESTERDAY = '2026-06-01';

/** A reading of a source, in the order given; on a day that is none of its own when `-` stands before it. */
function read(source: string, status: SnapshotStatus, at = 1, day = EDITION): ReadOn {
  const publishing = !source.startsWith('-');
  return { source, status, at, day, publishing, fresh: status === 'ingested' ? 3 : 0, newest: 'x' };
}

test.each<[string, ReadOn[], ReturnType<typeof absenceOn>]>([
  ['nothing was read', [], null],
  ['something came', [read('a', 'ingested'), read('b', 'refused')], null],
  ['something came at first', [read('a', 'ingested', 1), read('a', 'stale', 2)], null],
  ['old lists bring a paper', [{ ...read('a', 'stale'), fresh: 1 }], null],
  ['all are empty', [read('a', 'quiet'), read('b', 'quiet')], 'quiet'],
  ['none has a day of publication', [read('-a', 'unchanged'), read('b', 'quiet')], 'quiet'],
  ['nobody knows its days', [{ ...read('-a', 'unchanged'), newest: null }], null],
  ['nothing changed', [read('a', 'unchanged'), read('b', 'quiet')], null],
  ['one is old', [read('a', 'stale'), read('b', 'quiet')], 'stale-source'],
  ['one failed, on a weekend, too', [read('-a', 'refused'), read('b', 'unchanged')], 'stale-source'],
  ['it failed, and came back', [read('a', 'refused', 1), read('a', 'unchanged', 2)], null],
  ['it came back, and failed', [read('a', 'quiet', 1), read('a', 'refused', 2)], 'stale-source'],
  ['yesterday is the newest', [read('a', 'quiet', 1, YESTERDAY)], 'quiet'],
  ['today counts before yesterday', [read('a', 'refused', 1, YESTERDAY), read('b', 'quiet', 2)], 'quiet'],
  ['older readings tell nothing', [read('a', 'refused', 1, '2026-05-31')], null],
])('%s', (_, readings, absence) => {
  expect(absenceOn(EDITION, readings)).toBe(absence);
  expect(absenceOn(EDITION, [...readings].reverse())).toBe(absence);
});
