import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, type Listed } from '../../../src/ingest/freshness/fingerprint.ts';

const listed = (n: number, publishedOn: string | null = null): Listed => ({
  keys: [`arxiv:2606.${n}`],
  title: `Paper ${n}`,
  publishedOn,
});

test('order and repetition do not matter, papers do', () => {
  const papers = fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(papers, fc.boolean(), (numbers, isDated) => {
      const date = (n: number) => (isDated ? `2026-06-${String((n % 28) + 1).padStart(2, '0')}` : null);
      const entries = numbers.map(n => listed(n, date(n)));
      const print = fingerprint(entries);
      expect(fingerprint([...entries].reverse())).toBe(print);
      expect(fingerprint([...entries, ...entries.slice(0, 3)])).toBe(print);
      expect(fingerprint([...entries, listed(1000, '2026-07-01')])).not.toBe(print);
    }),
    { numRuns: 100 },
  );
  expect(fingerprint([])).toBeNull();
});

test('of a long list with dates the oldest do not matter; without, all do', () => {
  const dated = Array.from({ length: 40 }, (_, n) => listed(n, `2026-0${n < 25 ? 6 : 5}-01`));
  expect(fingerprint(dated.slice(0, -5))).toBe(fingerprint(dated));
  expect(fingerprint(dated.slice(1))).not.toBe(fingerprint(dated));
  const undated = dated.map((_, n) => listed(n));
  expect(fingerprint(undated.slice(0, -5))).not.toBe(fingerprint(undated));
});
