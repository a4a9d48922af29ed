import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, wrapText } from '../../src/render/wrap-text.ts';

test('lines break at spaces and keep their indentation', () => {
  expect(wrapText('  one two three four', 12)).toBe('  one two\n  three four');
});

test('a URL is never broken, however long', () => {
  const url = `https://example.org/${'x'.repeat(100)}`;
  expect(wrapText(`See ${url} for more`, 20)).toBe(`See\n${url}\nfor more`);
});

test('wide characters count two columns and may be parted', () => {
  expect(columns('模型ab')).toBe(6);
  expect(wrapText('大規模言語モデル', 8)).toBe('大規模言\n語モデル');
});

test('nothing but white space changes, and no line with a space in it is too long', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 9 }),
    fc.constantFrom('https://a.org/b', '漢字', 'é'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), words => {
      const text = words.join(' ');
      const wrapped = wrapText(text, 30);
      expect(wrapped.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const line of wrapped.split('\n'))
        if (/\S \S/.test(line)) expect(columns(line)).toBeLessThanOrEqual(30);
    }),
  );
});
