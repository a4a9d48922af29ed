import { expect, test } from 'vitest';
import { compared } from '../../src/cli/replay-report.ts';
import type { Brought, ReplayedDay, ReplayedPaper } from '../../src/pipeline/replay.ts';

const paper = (id: string): ReplayedPaper => ({ id, title: id, url: null, kind: 'topic', key: 'llm' });
const mail = (...ids: string[]): Brought => ({ kind: 'delivery', papers: ids.map(paper) });
const NOTHING: Brought = { kind: 'skip', reason: 'nothing-matched' };

const day = (edition: string, really: Brought | null, before: Brought, after: Brought): ReplayedDay => ({
  edition,
  really,
  before,
  after,
});
const DAYS = [
  day('2026-06-01', mail('a', 'younger'), mail('a', 'b'), mail('b')),
  day('2026-06-02', null, mail('c'), mail('a', 'd')),
  day('2026-06-03', NOTHING, mail('e'), NOTHING),
];
const REPLAY = { days: DAYS, gained: [], lost: [] };
const ids = (papers: readonly { id: string; edition: string }[]) => papers.map(one => [one.id, one.edition]);
const sums = (days: readonly { gained: number; lost: number }[]) =>
  days.map(({ gained, lost }) => [gained, lost]);

test('a paper that comes on another day is neither gained nor lost', () => {
  const { days, gained, lost } = compared(REPLAY, 'preferences', new Map());
  expect(ids(gained)).toEqual([['d', '2026-06-02']]);
  expect(ids(lost)).toEqual([
    ['c', '2026-06-02'],
    ['e', '2026-06-03'],
  ]);
  expect(sums(days)).toEqual([
    [0, 0],
    [1, 1],
    [0, 1],
  ]);
  expect(days.map(({ before }) => before)).toEqual(DAYS.map(({ before }) => before));
});

test('beside the ledger, a paper counts as the one it is by now', () => {
  const { days, gained, lost } = compared(REPLAY, 'ledger', new Map([['younger', 'b']]));
  expect(days.map(({ before }) => before)).toEqual(
    [mail('a', 'b'), null, NOTHING].map(one => one && renamed(one)),
  );
  expect(ids(gained)).toEqual([['d', '2026-06-02']]);
  expect(lost).toEqual([]);
});

/** The title stays as it was shown. */
function renamed(brought: Brought): Brought {
  if (brought.kind === 'skip') return brought;
  return {
    kind: 'delivery',
    papers: brought.papers.map(one => (one.id === 'b' ? { ...one, title: 'younger' } : one)),
  };
}
