import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_BOUNCE_LOCAL_PART, returnPaths } from '../../src/deliver/verp.ts';

const KEY = Buffer.alloc(32, 7);
const paths = returnPaths('Bounces@example.org', KEY);
const subscriber = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const edition = fc
  .integer({ min: Date.parse('2020-01-01') / 86_400_000, max: Date.parse('2099-12-31') / 86_400_000 })
  .map(day => new Date(day * 86_400_000).toISOString().slice(0, 10));

describe('return paths', () => {
  it('name their delivery, whatever case a server leaves them in', () => {
    fc.assert(
      fc.property(subscriber, edition, (num, day) => {
        const address = paths.sign(num, day);
        expect(paths.sign(num, day)).toBe(address);
        for (const spelling of [address, address.toUpperCase(), address.toLowerCase()]) {
          expect(paths.verify(spelling)).toEqual({ subscriber: num, edition: day });
        }
      }),
    );
  });

  it('fit into a local part with the longest BOUNCE_ADDRESS', () => {
    const longest = returnPaths(`${'b'.repeat(LONGEST_BOUNCE_LOCAL_PART)}@example.org`, KEY);
    fc.assert(
      fc.property(subscriber, edition, (num, day) => {
        expect(longest.sign(num, day).split('@')[0]?.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('made with the key before stay good as long as it is named, and new ones are made with the new key', () => {
    const next = returnPaths('bounces@example.org', Buffer.alloc(32, 9), [KEY]);
    const alone = returnPaths('bounces@example.org', Buffer.alloc(32, 9));
    fc.assert(
      fc.property(subscriber, edition, (num, day) => {
        const delivery = { subscriber: num, edition: day };
        expect(next.verify(paths.sign(num, day))).toEqual(delivery);
        expect(alone.verify(paths.sign(num, day))).toBeNull();
        expect(alone.verify(next.sign(num, day))).toEqual(delivery);
      }),
    );
  });

  it('cannot be forged: one character changed, another key, or anything else says nothing', () => {
    const others = returnPaths('bounces@example.org', Buffer.alloc(32, 8));
    fc.assert(
      fc.property(subscriber, edition, fc.nat(40), fc.constantFrom(...'0az-'), (num, day, place, char) => {
        const address = paths.sign(num, day);
        expect(others.verify(address)).toBeNull();
        const at = 'bounces+'.length + (place % (address.indexOf('@') - 'bounces+'.length));
        const forged = address.slice(0, at) + char + address.slice(at + 1);
        if (forged !== address) expect(paths.verify(forged)).toBeNull();
      }),
    );
    fc.assert(fc.property(fc.string(), text => paths.verify(text) === null));
    expect(paths.verify('bounces@example.org')).toBeNull();
  });
});
