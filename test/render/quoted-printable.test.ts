import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeQuotedPrintable } from '../../src/render/quoted-printable.ts';

const encode = (text: string) => encodeQuotedPrintable(text).toString('latin1');

/** RFC 2045 §6.7, the other way. */
function decode(encoded: string): string {
  const bytes = encoded
    .replace(/=\r\n/g, '')
    .replace(/\r\n/g, '\n')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

test('what mail systems touch is encoded: trailing blanks, leading dots, "From "', () => {
  expect(encode('a = b \n.x\nFrom me\nFro\n')).toBe('a =3D b=20\r\n=2Ex\r\n=46rom me\r\nFro\r\n');
});

test('a piece ends at column 0', () => {
  expect(encode('open')).toBe('open=\r\n');
  expect(encode('closed\n')).toBe('closed\r\n');
  expect(encode('')).toBe('');
});

test('pieces encoded one by one decode to the joined text, in short 7-bit lines', () => {
  const text = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('.', '\n', ' ', 'From ', '=', '\t', '\n.', 'x'.repeat(75), ' \n'),
    ),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), pieces => {
      const texts = pieces.map(piece => piece.join('').replaceAll('\r', ''));
      const encoded = texts.map(encode).join('');
      expect(decode(encoded)).toBe(texts.join(''));
      expect(encoded).toMatch(/^[\t\r\n -~]*$/);
      for (const line of encoded.split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line).not.toMatch(/[ \t]$|^\.|^From |[\r\n]/);
      }
    }),
    { numRuns: 300 },
  );
});
