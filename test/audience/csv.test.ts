import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/audience/csv.ts';
import { guardFormula, unguardFormula } from '../../src/audience/formula-guard.ts';

function read(text: string, separator = ',') {
  return [...readCsv(text, separator)].map(({ line, cells, problem }) => [line, problem ?? cells]);
}

describe('readCsv', () => {
  it('reads quotes, doubled quotes, line breaks and separators inside of them', () => {
    expect(read('a,"b ""x"", c","d\r\ne"\r\n\r\nf,,\n')).toEqual([
      [1, ['a', 'b "x", c', 'd\r\ne']],
      [3, ['']],
      [4, ['f', '', '']],
    ]);
  });

  it('ends lines with CRLF, LF or CR, and the last with nothing', () => {
    expect(read('a\rb\nc\r\nd')).toEqual([
      [1, ['a']],
      [2, ['b']],
      [3, ['c']],
      [4, ['d']],
    ]);
  });

  it('keeps a quote that stands inside of an unquoted cell', () => {
    expect(read('5" disk,x')).toEqual([[1, ['5" disk', 'x']]]);
  });

  it('loses one line to a broken quote and goes on with the next', () => {
    expect(read('a,"b\nc,d\n"e"f,g\nh,i\n"j')).toEqual([
      [1, 'text stands after a closing quote'],
      [2, ['c', 'd']],
      [3, 'text stands after a closing quote'],
      [4, ['h', 'i']],
      [5, 'a quote is opened and never closed'],
    ]);
  });

  it('reads back any table that was written with quotes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', 'é') });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n'), (rows, separator, end) => {
        const write = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map(cells => cells.map(write).join(separator) + end).join('');
        expect([...readCsv(text, separator)].map(record => record.cells)).toEqual(rows);
      }),
    );
  });

  it('ends on any text, with lines that only grow', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a'), maxLength: 60 }), text => {
        const lines = [...readCsv(text, ',')].map(record => record.line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it('reads a file in which every quote is broken in time that grows with its length', () => {
    const records = [...readCsv('"a"" b\n'.repeat(20_001), ',')];
    expect(records.length).toBeGreaterThan(10_000);
  });
});

describe('guardFormula', () => {
  it('leaves no cell that a spreadsheet would run, and is undone exactly', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '1') });
    fc.assert(
      fc.property(text, cell => {
        expect(guardFormula(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(unguardFormula(guardFormula(cell))).toBe(cell);
      }),
    );
  });
});
