import { expect, it } from 'vitest';
import { keepFew } from '../../../src/web/archive/keep-few.ts';

it('makes once, forgets what was asked for least lately, and tries again what failed', async () => {
  const keep = keepFew<string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    keep(key, async () => {
      made.push(key);
      return `value of ${key}`;
    });
  expect(await Promise.all([get('a'), get('a')])).toEqual(['value of a', 'value of a']);
  await get('b');
  await get('a');
  await get('c');
  await get('a');
  expect(made).toEqual(['a', 'b', 'c']);
  await get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);

  await expect(keep('bad', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await get('bad')).toBe('value of bad');
});
