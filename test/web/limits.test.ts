import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, createLimiter, networkOf, signUpLimits } from '../../src/web/limits.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-06-01T08:00:00Z');

/** A clock that a test sets. */
function clockAt(start = START) {
  let time = start;
  return {
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('a limiter', () => {
  it('lets a burst through, then as many as the hour allows', () => {
    const clock = clockAt();
    const limiter = createLimiter({ burst: 3, perHour: 6, most: 10 }, clock.now);
    expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([0, 0, 0, 10 * MINUTE]);
    expect(limiter.take('b')).toBe(0);
    clock.pass(10 * MINUTE - 1);
    expect(limiter.take('a')).toBe(1);
    clock.pass(1);
    expect(limiter.look('a')).toBe(0);
    expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 10 * MINUTE]);
    clock.pass(HOUR);
    expect([1, 2, 3, 4].map(() => limiter.take('a') === 0)).toEqual([true, true, true, false]);
  });

  it('counts nothing when it only looks', () => {
    const limiter = createLimiter({ burst: 1, perHour: 1, most: 10 }, clockAt().now);
    expect([limiter.look('a'), limiter.look('a'), limiter.size()]).toEqual([0, 0, 0]);
    limiter.take('a');
    expect(limiter.look('a')).toBe(HOUR);
  });

  it('never lets more through than its rate, in no window, whatever comes when, and opens when it said', () => {
    const pauses = fc.array(fc.oneof(fc.nat(1_000), fc.nat(20 * MINUTE)), { maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 60 }),
        pauses,
        (burst, perHour, waits) => {
          const clock = clockAt();
          const limiter = createLimiter({ burst, perHour, most: 5 }, clock.now);
          const passed: number[] = [];
          for (const ms of waits) {
            clock.pass(ms);
            const wait = limiter.take('a');
            if (wait === 0) passed.push(clock.now());
            else expect(wait).toBeLessThanOrEqual(Math.ceil(HOUR / perHour));
          }
          for (const [from, first] of passed.entries()) {
            for (const [to, last] of passed.entries()) {
              if (to < from) continue;
              const allowed = burst + Math.floor(((last - first) * perHour) / HOUR + 1e-9);
              expect(to - from + 1).toBeLessThanOrEqual(allowed);
            }
          }
          clock.pass(Math.ceil(limiter.look('a')));
          expect(limiter.take('a')).toBe(0);
        },
      ),
    );
  });

  it('keeps nobody out for long when the clock is set back', () => {
    const clock = clockAt();
    const limiter = createLimiter({ burst: 2, perHour: 2, most: 5 }, clock.now);
    limiter.take('a');
    clock.pass(-30 * DAY);
    expect(limiter.take('a')).toBeLessThanOrEqual(HOUR);
    clock.pass(HOUR);
    expect(limiter.take('a')).toBe(0);
  });

  it('remembers no more keys than it is told to, of which the one heard of least lately goes first', () => {
    const clock = clockAt();
    const limiter = createLimiter({ burst: 1, perHour: 1, most: 3 }, clock.now);
    for (const key of ['a', 'b', 'c', 'a', 'd']) limiter.take(key);
    expect(limiter.size()).toBe(3);
    expect(['a', 'c', 'd'].map(key => limiter.look(key) > 0)).toEqual([true, true, true]);
    expect(limiter.look('b')).toBe(0);
  });

  it('stays as small under a flood of strangers, and forgets them once their time is over', () => {
    const clock = clockAt();
    const limiter = createLimiter({ burst: 5, perHour: 10, most: 1_000 }, clock.now);
    for (let n = 0; n < 100_000; n++) {
      limiter.take(`client ${n}`);
      clock.pass(6);
    }
    expect(limiter.size()).toBe(1_000);
    clock.pass(HOUR);
    limiter.take('somebody');
    expect(limiter.size()).toBe(1);
  });
});

describe('the limits of the sign-up page', () => {
  const counted = (answers: readonly Admission[]) => {
    const counts: Record<string, number> = {};
    for (const answer of answers) {
      const name = answer.may === 'wait' ? answer.why : answer.may;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const many = <T>(n: number, make: (n: number) => T) => Array.from({ length: n }, (_, at) => make(at));

  it('hold one client to a burst, and then to ten an hour, whoever they name', () => {
    const clock = clockAt();
    const limits = signUpLimits(clock.now);
    const flood = many(10_000, n => limits.admit('192.0.2.1', `r${n}@d${n}.example`));
    expect(counted(flood)).toEqual({ pass: 5, client: 9_995 });
    expect(limits.admit('192.0.2.2', 'ada@example.org')).toEqual({ may: 'pass' });
    const hour = many(60, n => {
      clock.pass(MINUTE);
      return limits.admit('192.0.2.1', `s${n}@e${n}.example`);
    });
    expect(counted(hour)).toEqual({ pass: 10, client: 50 });
  });

  it('drop what one address gets too much of, and say nothing', () => {
    const clock = clockAt();
    const limits = signUpLimits(clock.now);
    const flood = many(1_000, n => limits.admit(`10.0.${n >> 8}.${n & 255}`, 'Victim@example.org'));
    expect(counted(flood)).toEqual({ pass: 3, drop: 997 });
    const day = many(24, n => {
      clock.pass(HOUR);
      return limits.admit(`10.1.0.${n}`, 'victim@example.org');
    });
    expect(counted(day)).toEqual({ pass: 1, drop: 23 });
    // Nobody else at that domain pays for it.
    expect(limits.admit('10.2.0.1', 'ada@example.org')).toEqual({ may: 'pass' });
  });

  it.each([
    ['what stands behind a plus', (n: number) => `victim+${n}@example.org`],
    ['dots where they do not count', (n: number) => `v.i${'.'.repeat(n % 2)}ctim+${n}@gmail.com`],
    ['the other name of a provider', (n: number) => `victim@${n % 2 ? 'gmail' : 'googlemail'}.com`],
  ])('count one mailbox as one, by %s', (_, address) => {
    const limits = signUpLimits(clockAt().now);
    const flood = many(200, n => limits.admit(`10.0.${n >> 8}.${n & 255}`, address(n)));
    expect(counted(flood)).toEqual({ pass: 3, drop: 197 });
  });

  it('count dots as letters wherever they are', () => {
    const limits = signUpLimits(clockAt().now);
    const team = many(20, n => limits.admit(`10.0.0.${n}`, `a.${'b'.repeat(n)}@example.org`));
    expect(counted(team)).toEqual({ pass: 20 });
  });

  it.each([
    ['example.org', 60, (n: number) => `r${n}@${n % 2 ? 'mail.' : ''}example.org`],
    ['a provider', 600, (n: number) => `r${n}@${n % 2 ? 'gmail.com' : 'googlemail.com'}`],
  ])('hold %s to %i in any hour', (_, most, address) => {
    const clock = clockAt();
    const limits = signUpLimits(clock.now);
    const hour = many(3_600, n => {
      clock.pass(1_000);
      return limits.admit(`2001:db8:${n.toString(16)}::1`, address(n));
    });
    const passed = counted(hour).pass ?? 0;
    expect(passed).toBeLessThanOrEqual(most);
    expect(passed).toBeGreaterThanOrEqual(most - 2);
  });

  it('hold all together to a thousand in an hour', () => {
    const clock = clockAt();
    const limits = signUpLimits(clock.now);
    const hour = many(7_200, n => {
      clock.pass(500);
      return limits.admit(`2001:db8:${n.toString(16)}::1`, `r@d${n}.example`);
    });
    const { pass = 0, all = 0 } = counted(hour);
    expect(pass).toBeLessThanOrEqual(1_000);
    expect(pass).toBeGreaterThanOrEqual(998);
    expect(pass + all).toBe(7_200);
  });

  it('let those come back who had to wait for others', () => {
    const clock = clockAt();
    const limits = signUpLimits(clock.now);
    for (let n = 0; n < 30; n++) limits.admit(`10.0.0.${n}`, `r${n}@example.org`);
    for (let n = 0; n < 5; n++) {
      expect(limits.admit('10.0.1.1', 'ada@example.org')).toMatchObject({ may: 'wait', why: 'domain' });
    }
    clock.pass(HOUR);
    expect(limits.admit('10.0.1.1', 'ada@example.org')).toEqual({ may: 'pass' });
  });
});

describe('a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
