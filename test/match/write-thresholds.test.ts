import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../src/match/catalogue.ts';
import { withThresholds } from '../../src/match/write-thresholds.ts';

const SHIPPED = readFileSync(new URL('../../subscribers/topics.yaml', import.meta.url), 'utf8');

describe('withThresholds', () => {
  test('adds a line above the terms and replaces a number, and nothing else', () => {
    const before = `# ours
topics:
  - id: a
    name: A   # short
    # what belongs
    terms: [one,
      two]
  - {id: b, name: B, terms: [x]}
  - id: c
    threshold: 0.6 # raised in May
    name: C
  - name: D
    id: d
`;
    const after = withThresholds(before, new Map(Object.entries({ a: 0.4, b: 0.45, c: 0.55, d: 0.7 })));
    expect(after).toBe(`# ours
topics:
  - id: a
    name: A   # short
    threshold: 0.4
    # what belongs
    terms: [one,
      two]
  - {id: b, name: B, threshold: 0.45, terms: [x]}
  - id: c
    threshold: 0.55 # raised in May
    name: C
  - threshold: 0.7
    name: D
    id: d
`);
  });

  test('keeps the line ends of the file', () => {
    const before = 'topics:\r\n- id: a\r\n  name: A\r\n  terms: [x]\r\n';
    expect(withThresholds(before, new Map([['a', 0.3]]))).toBe(
      'topics:\r\n- id: a\r\n  name: A\r\n  threshold: 0.3\r\n  terms: [x]\r\n',
    );
  });

  test('gives up rather than change what it was not asked to', () => {
    const alias = 'own: &a {id: a, name: A}\ntopics:\n  - *a\n';
    expect(withThresholds(alias, new Map([['a', 0.3]]))).toBeNull();
    expect(withThresholds('topics: 3', new Map([['a', 0.3]]))).toBeNull();
    expect(withThresholds('topics:\n  - {id: a, name: A}\n', new Map([['b', 0.3]]))).toBeNull();
  });

  test('of the catalogue that comes along, the thresholds change and not a line goes', () => {
    const ids = parseCatalogue(SHIPPED, 'topics.yaml').topics.map(({ id }) => id);
    const cut = fc.integer({ min: 5, max: 95 }).map(hundredths => hundredths / 100);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), cut, { minKeys: 1 }), wanted => {
        const text = withThresholds(SHIPPED, new Map(Object.entries(wanted)));
        const { topics } = parseCatalogue(text ?? '', 'topics.yaml');
        for (const { id, threshold } of topics) expect(threshold).toBe(wanted[id] ?? 0.5);
        const lines = new Set((text ?? '').split('\n'));
        expect(SHIPPED.split('\n').filter(line => !lines.has(line))).toEqual([]);
      }),
      { numRuns: 2 },
    );
  });
});
