import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterFault,
  afterSuccess,
  type Fault,
  isOnTrial,
  isPaused,
  scopeOf,
  takeFrom,
} from '../../src/deliver/pace.ts';
import type { Throttle } from '../../src/store/throttles.ts';

const MINUTE_MS = 60_000;
const seen = (now: number, more = {}) => ({ now, why: '421 slow down', hopeless: false, lately: 0, ...more });
const failing = (fault: Fault, times: number, now = 1_000, hopeless = false): Throttle | null => {
  let throttle: Throttle | null = null;
  for (let n = 0; n < times; n++) {
    throttle = afterFault(throttle, 'relay', fault, seen(now, { hopeless })) ?? throttle;
  }
  return throttle;
};

describe('the pace', () => {
  it('takes five faults of a relay in a row for one that is away, and a long vain wait at once', () => {
    expect(isPaused(failing('relay', 4) as Throttle, 1_000)).toBe(false);
    expect(failing('relay', 5)).toMatchObject({ failures: 5, pausedUntil: 31_000 });
    expect(failing('relay', 1, 1_000, true)).toMatchObject({ failures: 5, pausedUntil: 31_000 });
  });

  it('doubles the pause with each failure after it, up to a bound, and tries with one message', () => {
    let throttle = failing('relay', 5) as Throttle;
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      const now = throttle.pausedUntil;
      expect(isPaused(throttle, now)).toBe(false);
      expect(isOnTrial(throttle)).toBe(true);
      throttle = afterFault(throttle, 'relay', 'relay', seen(now)) as Throttle;
      pauses.push((throttle.pausedUntil - now) / MINUTE_MS);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 10, 10, 10, 10]);
    const healed = afterSuccess(throttle, throttle.pausedUntil) as Throttle;
    expect([isOnTrial(healed), healed.failures, healed.why]).toEqual([false, 0, null]);
  });

  it('hears nothing new from what was under way when the pause began', () => {
    const throttle = failing('quota', 1) as Throttle;
    expect(afterFault(throttle, 'relay', 'quota', seen(2_000))).toBeNull();
    expect(afterSuccess(throttle, 2_000)).toBeNull();
  });

  it('halves the pace of a provider that says too fast, and raises it by a tenth each clean minute', () => {
    const first = afterFault(null, 'g', 'throttle', seen(0, { lately: 100 })) as Throttle;
    expect(first).toMatchObject({ perMinute: 50, pausedUntil: MINUTE_MS });
    const second = afterFault(first, 'g', 'throttle', seen(MINUTE_MS)) as Throttle;
    expect(second).toMatchObject({ perMinute: 25, pausedUntil: 3 * MINUTE_MS });
    const clean = afterSuccess(second, 4 * MINUTE_MS) as Throttle;
    expect(clean.perMinute).toBeCloseTo(27.5);
    expect(afterSuccess(clean, 4 * MINUTE_MS + 1)).toBeNull();
    let throttle: Throttle = clean;
    for (let n = 0; throttle.perMinute !== null; n++) {
      expect(n).toBeLessThan(100);
      throttle = afterSuccess(throttle, throttle.pacedAt + MINUTE_MS) as Throttle;
    }
  });

  it('never gets slower than one a minute', () => {
    let throttle = null as Throttle | null;
    for (let n = 0; n < 20; n++)
      throttle = afterFault(throttle, 'g', 'throttle', seen(n * 100 * MINUTE_MS)) as Throttle;
    expect(throttle?.perMinute).toBe(1);
  });

  it('concerns the provider when it is about pace or policy, and everybody when it is about the relay', () => {
    const scopes = (['throttle', 'policy', 'relay', 'config', 'quota'] as const).map(scopeOf);
    expect(scopes).toEqual(['group', 'group', 'relay', 'relay', 'relay']);
  });

  it('never grants more than the pace, whoever asks whenever', () => {
    const asks = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 5_000 }), wanted: fc.integer({ min: 1, max: 50 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), asks, (perMinute, list) => {
        let throttle: Throttle | null = null;
        let now = 0;
        let granted = 0;
        for (const { wait, wanted } of list) {
          now += wait;
          const taken = takeFrom(throttle, 'g', { perMinute, wanted, now });
          throttle = taken.throttle;
          granted += taken.granted;
          expect(taken.granted).toBeLessThanOrEqual(wanted);
        }
        // One at once, and what a second holds in advance.
        expect(granted).toBeLessThanOrEqual(1 + ((now + 1_000) * perMinute) / MINUTE_MS + list.length * 0.01);
      }),
    );
  });

  it('grants the whole pace in the long run', () => {
    let throttle: Throttle | null = null;
    let granted = 0;
    for (let now = 0; now < 10 * MINUTE_MS; now += 200) {
      const taken = takeFrom(throttle, 'g', { perMinute: 90, wanted: 2, now });
      throttle = taken.throttle;
      granted += taken.granted;
    }
    expect(granted).toBeGreaterThanOrEqual(890);
  });

  it('takes a pause or a turn far ahead for a clock that was set back', () => {
    const paused = { ...(failing('relay', 5, 1e12) as Throttle) };
    expect(isPaused(paused, 1_000)).toBe(false);
    const ahead = takeFrom({ ...paused, nextAt: 1e12 }, 'g', { perMinute: 60, wanted: 1, now: 1_000 });
    expect(ahead.granted).toBe(1);
  });
});
