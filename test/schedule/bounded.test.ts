import { expect, test } from 'vitest';
import { bounded } from '../../src/schedule/bounded.ts';

const never = () => new Promise<never>(() => {});
const limits = { what: 'reading', limit: 20, lastChance: 20 };

test('what ends in time is as it was', async () => {
  expect(await bounded({ ...limits, limit: 60_000 }, async () => 7)).toBe(7);
  const broken = async () => {
    throw new Error('no disk');
  };
  await expect(bounded({ ...limits, limit: 60_000 }, broken)).rejects.toThrow('no disk');
});

test('what hangs is asked to end, and left when it does not listen', async () => {
  let isAsked = false;
  const work = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => {
      isAsked = true;
    });
    return never();
  };
  await expect(bounded(limits, work)).rejects.toThrow(
    'reading got nowhere for 0 minutes, and was broken off',
  );
  expect(isAsked).toBe(true);
});

test('what was broken off has failed, whatever it returns', async () => {
  const work = (signal: AbortSignal) =>
    new Promise<string>(resolve => signal.addEventListener('abort', () => resolve('half of it')));
  await expect(bounded({ ...limits, lastChance: 60_000 }, work)).rejects.toThrow('broken off');
});

test('what gets on may take as long as it wants', async () => {
  const work = async (signal: AbortSignal, progress: () => void) => {
    for (let step = 0; step < 8; step++) {
      await new Promise(resolve => setTimeout(resolve, 30));
      progress();
    }
    return signal.aborted;
  };
  expect(await bounded({ ...limits, limit: 2_000 }, work)).toBe(false);
});

test('whoever stops the program stops the work, and waits for it no longer than needed', async () => {
  const stop = new AbortController();
  const ended = bounded({ ...limits, limit: 60_000, signal: stop.signal }, async signal => {
    await new Promise(resolve => signal.addEventListener('abort', resolve));
    return 'ended';
  });
  const hung = bounded({ ...limits, limit: 60_000, signal: stop.signal }, never);
  stop.abort();
  expect(await ended).toBe('ended');
  await expect(hung).rejects.toThrow('reading did not end when it was asked to, and was left');
  // Whoever comes after that finds it stopped.
  const late = await bounded({ ...limits, signal: stop.signal }, async signal => signal.aborted);
  expect(late).toBe(true);
});
