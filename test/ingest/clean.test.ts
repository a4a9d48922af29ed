import { expect, it } from 'vitest';
import { cleanLine } from '../../src/ingest/clean.ts';

it('makes one line of a text, without what nobody sees', () => {
  expect(cleanLine(' Whales\u200b\n and\u202e  krill ')).toBe('Whales and krill');
  expect(cleanLine('Cafe\u0301')).toBe('Café');
});

it('leaves no letter more marks than a script has: to sort very many takes minutes', () => {
  const cleaned = cleanLine(`wha${'\u0301\u0323'.repeat(100_000)}le`);
  expect(cleaned.length).toBeLessThan(40);
  expect(cleaned).toMatch(/^wh.+le$/u);
});
