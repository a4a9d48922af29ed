import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapOf, openPace } from '../../../src/ingest/sources/pace.ts';
import { restAfter, retryAfter } from '../../../src/ingest/sources/retry-after.ts';

const NOW = Date.parse('2026-06-02T08:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that moves only while somebody waits. */
function waiting() {
  const clock = { now: NOW, slept: [] as number[] };
  const sleep = async (ms: number) => {
    clock.slept.push(ms);
    clock.now += ms;
  };
  return { clock, pace: openPace({ now: () => clock.now, sleep }) };
}

test('a host is asked again after its gap, another one at once', async () => {
  const { clock, pace } = waiting();
  await pace.turn('export.arxiv.org');
  await pace.turn('huggingface.co');
  await pace.turn('export.arxiv.org');
  clock.now += 400;
  await pace.turn('huggingface.co');
  clock.now += 5000;
  await pace.turn('export.arxiv.org');
  expect(clock.slept).toEqual([3000]);
  expect(gapOf('arxiv.org')).toBe(3000);
  expect(gapOf('notarxiv.org')).toBe(1000);
});

test('who asks at once for the same host stands in line', async () => {
  const { clock, pace } = waiting();
  const asked: number[] = [];
  const ask = async () => {
    await pace.turn('a.example.org');
    asked.push(clock.now - NOW);
  };
  await Promise.all([ask(), ask(), ask()]);
  expect(asked).toEqual([0, 1000, 2000]);
});

test('a clock that goes back, or stands, costs one gap', async () => {
  const { clock, pace } = waiting();
  await pace.turn('a.example.org');
  clock.now -= DAY_MS;
  await pace.turn('a.example.org');
  expect(clock.slept).toEqual([1000]);
});

test('who is broken off while waiting leaves the others in line', async () => {
  const pace = openPace({
    now: () => NOW,
    sleep: async (_, signal) => {
      if (signal?.aborted) throw new Error('broken off');
    },
  });
  await pace.turn('a.example.org');
  await expect(pace.turn('a.example.org', AbortSignal.abort())).rejects.toThrow('broken off');
  await pace.turn('a.example.org');
});

test.each([
  ['120', 120_000],
  [' 0 ', null],
  ['Tue, 02 Jun 2026 08:10:00 GMT', 600_000],
  ['Tuesday, 02-Jun-26 08:10:00 GMT', 600_000],
  ['Tue Jun  2 08:10:00 2026', 600_000],
  ['Tue, 02 Jun 2026 07:00:00 GMT', null],
  ['Fri, 31 Dec 9999 23:59:59 GMT', DAY_MS],
  ['99999999999999999999999', DAY_MS],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
])('Retry-After "%s"', (header, from) => {
  expect(retryAfter(header, NOW)).toBe(from === null ? null : NOW + from);
});

test('whatever a server writes, it is left alone for a day at most', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), header => {
      const at = retryAfter(header, NOW);
      expect(at === null || (at > NOW && at <= NOW + DAY_MS)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('who gives nothing is asked ever more rarely, and once an hour at least', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 1000].map(failures => restAfter(failures) / 60_000);
  expect(minutes).toEqual([5, 10, 20, 40, 60, 60, 60]);
});
