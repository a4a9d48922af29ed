import { expect, test } from 'vitest';
import { STANDSTILL_MS, standsStillSince } from '../../src/model/standstill.ts';

test('a schedule stands still when the last look is long ago, and nobody ended it on purpose', () => {
  const look = { startedAt: 1_000, endedAt: null };
  const limit = look.startedAt + STANDSTILL_MS;
  expect(standsStillSince(null, limit + 1)).toBeNull();
  expect(standsStillSince(look, limit)).toBeNull();
  expect(standsStillSince(look, limit + 1)).toBe(1_000);
  expect(standsStillSince({ ...look, endedAt: 2_000 }, limit + 1)).toBeNull();
  // A clock that was set back.
  expect(standsStillSince(look, 0)).toBeNull();
});
