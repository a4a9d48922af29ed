import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/model/date.ts';
import { rankedForEdition } from '../../src/plan/ranked-for.ts';
import { type Capture, widestWindow, windowOf } from '../../src/plan/window.ts';
import { ranked, topic } from './build.ts';

/** Snapshots numbered by their place. */
function captured(...dates: string[]): Capture[] {
  return dates.map((capturedAt, snapshot) => ({ capturedAt, snapshot }));
}

describe('the window of an edition', () => {
  const march = captured(
    '2026-02-12',
    '2026-02-13',
    '2026-03-08',
    '2026-03-09',
    '2026-03-14',
    '2026-03-15',
    '2026-03-16',
  );

  it.each<[string | null, number[], string]>([
    [null, [3, 4, 5], 'seven days up to and including the edition'],
    ['2026-03-14', [3, 4, 5], 'seven days, when the last edition is nearer'],
    ['2026-03-09', [3, 4, 5], 'from the last edition, just within seven days'],
    ['2026-03-08', [2, 3, 4, 5], 'from the last edition, its own day included'],
    ['2026-02-13', [1, 2, 3, 4, 5], 'thirty-one days'],
    ['2026-02-01', [1, 2, 3, 4, 5], 'thirty-one days at most'],
    ['2026-03-20', [3, 4, 5], 'seven days, when a later edition was planned before'],
  ])('after an edition on %s holds snapshots %j: %s', (lastEdition, expected) => {
    expect(windowOf(march, '2026-03-15', lastEdition)?.snapshots).toEqual(expected);
  });

  it.each([
    [
      ['2025-01-01', '2025-06-01', '2025-06-01', '2026-12-01'],
      [1, 2],
      'the newest capture date up to the edition',
    ],
    [['2026-12-01', '2026-12-24', '2026-12-24'], [1, 2], 'the newest of all, when all are later'],
  ])('of captures %j, none recent, holds %j: %s', (dates, expected) => {
    expect(windowOf(captured(...dates), '2026-03-15', null)?.snapshots).toEqual(expected);
  });

  it('prefers what came since the last edition to the newest capture date', () => {
    const captures = captured('2026-02-20', '2026-03-01');
    expect(windowOf(captures, '2026-03-15', null)?.snapshots).toEqual([1]);
    expect(windowOf(captures, '2026-03-15', '2026-02-18')?.snapshots).toEqual([0, 1]);
  });

  it('is null when nothing was ever captured', () => {
    expect(windowOf([], '2026-03-15', null)).toBeNull();
    expect(widestWindow([], '2026-03-15')).toBeNull();
  });

  it('never misses a snapshot of the days since the last edition, and never leaves the widest window', () => {
    const day = fc.integer({ min: -60, max: 5 }).map(days => addDays('2026-03-15', days));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 30 }), fc.option(day), (dates, lastEdition) => {
        const captures = captured(...dates.sort());
        const window = windowOf(captures, '2026-03-15', lastEdition);
        const widest = new Set(widestWindow(captures, '2026-03-15')?.snapshots);
        expect(window?.snapshots.length).toBeGreaterThan(0);
        expect(window?.snapshots.every(snapshot => widest.has(snapshot))).toBe(true);
        const since = captures.filter(
          ({ capturedAt }) => capturedAt >= (lastEdition ?? '2026-03-09') && capturedAt <= '2026-03-15',
        );
        const missed = since.filter(({ snapshot }) => !window?.snapshots.includes(snapshot));
        expect(missed.every(({ capturedAt }) => capturedAt < '2026-02-13')).toBe(true);
      }),
    );
  });
});

describe('the ranked candidates of an edition', () => {
  it('are ranked once for each window, however many subscribers ask', () => {
    const asked: (readonly number[])[] = [];
    const rankedFor = rankedForEdition(captured('2026-02-20', '2026-03-14'), '2026-03-15', snapshots => {
      asked.push(snapshots);
      return ranked(topic('agents', { 1: 2 }));
    });
    const all = [null, '2026-03-14', '2026-03-01', '2026-02-21', '2026-02-20', '2025-01-01', null].map(
      rankedFor,
    );
    expect(asked).toEqual([[1], [0, 1]]);
    expect(all[0]).toBe(all[3]);
    expect(all[4]).toBe(all[5]);
    expect(all[0]).not.toBe(all[4]);
  });

  it('are none when nothing was ever captured', () => {
    const rankedFor = rankedForEdition([], '2026-03-15', () => ranked(topic('agents', { 1: 2 })));
    expect(rankedFor(null).nums).toHaveLength(0);
  });
});
