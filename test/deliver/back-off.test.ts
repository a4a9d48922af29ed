import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restAfter } from '../../src/deliver/back-off.ts';

const MINUTE = 60_000;

describe('the rest of a deferred delivery', () => {
  it('is about five minutes, then twice as long each time, and two hours at most', () => {
    const nominal = [5, 10, 20, 40, 80, 120, 120];
    fc.assert(
      fc.property(fc.nat(), subscriber => {
        for (const [at, minutes] of nominal.entries()) {
          const rest = restAfter(at + 1, subscriber) / MINUTE;
          expect(rest).toBeGreaterThanOrEqual(minutes * 0.8 - 0.001);
          expect(rest).toBeLessThanOrEqual(minutes * 1.2 + 0.001);
        }
      }),
    );
    expect(restAfter(1_000_000, 1)).toBeLessThanOrEqual(144 * MINUTE);
  });

  it('spreads neighbours over the whole fifth either way', () => {
    const rests = Array.from({ length: 100 }, (_, n) => restAfter(1, n) / MINUTE);
    expect(Math.min(...rests)).toBeLessThan(4.1);
    expect(Math.max(...rests)).toBeGreaterThan(5.9);
  });
});
