import { describe, expect, it } from 'vitest';
import { openCues } from '../../../src/dev/chaos/cues.ts';
import { readScript } from '../../../src/dev/chaos/read-script.ts';

const MANY = Array.from({ length: 2_000 }, (_, n) => `r${n}@example.org`);

/** Whom of `addresses`, asked for in this order, a script strikes after the dot. */
async function struck(script: string, seed: number, addresses: readonly string[]): Promise<string[]> {
  const cues = openCues(await readScript(script, 'a script'), seed);
  return addresses.flatMap(to => {
    const cue = cues.at('dot', { to: [to], key: to });
    return cue ? [`${to} ${cue.rule.fault.name} ${cue.taken}`] : [];
  });
}

describe('a script that is followed', () => {
  it('strikes the same addresses under the same seed, in whatever order they come', async () => {
    const script = 'drop-after-dot 5%, 451-dot 10%';
    const once = await struck(script, 7, MANY);
    expect((await struck(script, 7, MANY.toReversed())).toReversed()).toEqual(once);
    expect(await struck(script, 8, MANY)).not.toEqual(once);
  });

  it('strikes about the share it was told', async () => {
    const once = await struck('drop-after-dot 5%', 7, MANY);
    // Five standard deviations.
    expect(Math.abs(once.length - 100)).toBeLessThan(50);
    const taken = once.filter(one => one.endsWith('true')).length;
    expect(Math.abs(taken - once.length / 2)).toBeLessThan(2.5 * Math.sqrt(once.length));
  });

  it('throws anew for an address that comes again', async () => {
    const again = await struck(
      '451-dot 50%',
      7,
      Array.from({ length: 100 }, () => 'a@example.org'),
    );
    expect(again.length).toBeGreaterThan(20);
    expect(again.length).toBeLessThan(80);
  });

  it('counts what passes, what strikes and what comes between', async () => {
    const places = async (script: string) =>
      (await struck(script, 1, MANY.slice(0, 20))).map(one => Number(/\d+/.exec(one)?.[0]));
    expect(await places('451-dot every 5')).toEqual([0, 5, 10, 15]);
    expect(await places('451-dot after 17')).toEqual([17, 18, 19]);
    expect(await places('451-dot every 5 after 2 times 2')).toEqual([2, 7]);
    expect(await places('451-dot for r1*@*')).toEqual([1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(await places('451-dot 0%')).toEqual([]);
  });

  it('lets the first rule go first', async () => {
    const both = await struck('451-dot times 1, 550-dot times 1', 1, MANY.slice(0, 3));
    expect(both).toEqual(['r0@example.org 451-dot false', 'r1@example.org 550-dot false']);
  });

  it('takes or loses what it was told to', async () => {
    expect((await struck('drop-after-dot taken', 1, MANY)).every(one => one.endsWith('true'))).toBe(true);
    expect((await struck('fin-after-dot lost', 1, MANY)).every(one => one.endsWith('false'))).toBe(true);
  });

  it('asks at its own moment only', async () => {
    const cues = openCues(await readScript('drop-at-mail', 'a script'), 1);
    expect(cues.at('rcpt', { to: [], key: 'a' })).toBeNull();
    expect(cues.at('mail', { to: [], key: 'a' })).not.toBeNull();
  });
});
