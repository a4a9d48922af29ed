import { describe, expect, it } from 'vitest';
import { createTries } from '../../../src/web/admin/tries.ts';

const MINUTE = 60_000;

describe('guessing the password', () => {
  it('takes ten wrong ones at once, and then one in three minutes', () => {
    let now = 0;
    const tries = createTries(() => now);
    for (let n = 0; n < 10; n++) {
      expect(tries.wait('192.0.2.1')).toBe(0);
      tries.failed('192.0.2.1');
    }
    expect(tries.wait('192.0.2.1')).toBe(3 * MINUTE);
    now = 3 * MINUTE - 1;
    expect(tries.wait('192.0.2.1')).toBe(1);
    now = 3 * MINUTE;
    expect(tries.wait('192.0.2.1')).toBe(0);
    tries.failed('192.0.2.1');
    expect(tries.wait('192.0.2.1')).toBe(3 * MINUTE);
  });

  it('costs nobody else their tries, but those who share a network', () => {
    const tries = createTries(() => 0);
    for (let n = 0; n < 10; n++) tries.failed(`2001:db8:1:2::${n}`);
    expect(tries.wait('2001:db8:1:2::ffff')).toBeGreaterThan(0);
    expect(tries.wait('2001:db8:1:3::1')).toBe(0);
  });

  it('costs nothing when it is right', () => {
    const tries = createTries(() => 0);
    for (let n = 0; n < 1000; n++) expect(tries.wait('192.0.2.1')).toBe(0);
  });

  it('is slow for many together, however many they are', () => {
    const tries = createTries(() => 0);
    let guesses = 0;
    for (let n = 0; n < 20_000; n++) {
      const client = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
      if (tries.wait(client) > 0) continue;
      tries.failed(client);
      guesses++;
    }
    expect(guesses).toBe(100);
  });
});
