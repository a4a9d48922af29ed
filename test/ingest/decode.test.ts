import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/ingest/decode.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const textOf = (content: Uint8Array, told?: string) => {
  const decoded = decode(content, told);
  return 'text' in decoded ? decoded.text : decoded.refusal;
};
const remarkOf = (content: Uint8Array, told?: string) => {
  const decoded = decode(content, told);
  return 'text' in decoded ? decoded.remark : null;
};
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('an encoding', () => {
  const latin = bytes('<?xml version="1.0" encoding="ISO-8859-1"?><t>Poincar', [0xe9], ' ', [0x96], '</t>');
  const readings: [what: string, content: Uint8Array, told: string | undefined, expected: string][] = [
    ['of the prolog', latin, undefined, 'Poincaré –'],
    ['of the prolog before that of the server', latin, 'utf-8', 'Poincaré –'],
    [
      'in single quotes',
      bytes("<?xml version='1.0' encoding='shift_jis'?>", [0x93, 0xfa, 0x96, 0x7b]),
      undefined,
      '日本',
    ],
    [
      'of the prolog, gb18030',
      bytes('<?xml version="1.0" encoding="gb2312"?>', [0xc1, 0xaa, 0xcd, 0xa8]),
      undefined,
      '联通',
    ],
    [
      'of HTML',
      bytes('<!doctype html><meta charset=koi8-r><p>', [0xed, 0xc9, 0xd2], '</p>'),
      undefined,
      'Мир',
    ],
    [
      'of older HTML',
      bytes('<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', [0xcc, 0xe8]),
      'utf-8',
      'Ми',
    ],
    ['of the server', bytes('{"title":"', [0xa4, 0xa2], '"}'), 'EUC-JP', 'あ'],
    ['of the server, one byte a character', bytes('na', [0xef], 've'), 'iso-8859-2', 'naďve'],
    [
      'that it is not: UTF-8',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><t>ωTest é</t>'),
      undefined,
      'ωTest é',
    ],
    ['that the server gets wrong', Buffer.from('ωTest'), 'latin1', 'ωTest'],
    ['with several bytes that it is not', Buffer.from('ωTest – é'), 'shift_jis', 'ωTest – é'],
    ['that nobody knows', Buffer.from('<?xml version="1.0" encoding="klingon"?>é'), 'martian', 'é'],
    [
      'said to be UTF-16, in ASCII',
      bytes('<?xml version="1.0" encoding="UTF-16"?><t>a</t>'),
      undefined,
      '<t>a',
    ],
    ['UTF-16 without a mark', Buffer.from('<?xml version="1.0"?><t>ω</t>', 'utf16le'), undefined, '<t>ω'],
    ['UTF-16 the other way round', utf16be('<?xml version="1.0"?><t>ω</t>'), undefined, '<t>ω'],
    ['a mark before all else', bytes([0xef, 0xbb, 0xbf], 'a'), 'utf-16', 'a'],
    [
      'a mark before what a server said, where that could be',
      bytes([0xef, 0xbb, 0xbf], '{"a":1}'),
      'gbk',
      '{"a":1}',
    ],
  ];

  test.each(readings)('%s', (_what, content, told, expected) => {
    expect(textOf(content, told)).toContain(expected);
  });

  test('that is wrong is remarked, also where bytes had to be replaced', () => {
    expect(remarkOf(Buffer.from('ωTest'), 'latin1')).toBe(
      'said to be windows-1252, but UTF-8: read as that.',
    );
    expect(remarkOf(Buffer.from('plain'), 'latin1')).toBeNull();
    const cut = bytes('<?xml version="1.0" encoding="shift_jis"?>\n', [0x93, 0xfa, 0x96]);
    expect(remarkOf(cut)).toBe('line 2: bytes that are not SHIFT_JIS were replaced.');
  });

  test('makes no text of binary data, whatever somebody says it is', () => {
    const png = Uint8Array.from({ length: 3000 }, (_, at) => (at * 7919) % 256);
    for (const told of [undefined, 'latin1', 'gb18030', 'utf-8'])
      expect(textOf(png, told)).toMatch(/^line 1: not text/);
  });

  test('never throws, whatever is said', () => {
    const label = fc.oneof(
      fc.string(),
      fc.constantFrom('latin1', 'utf-16', 'replacement', 'x-user-defined', 'iso-2022-kr'),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), label, (content, told) => {
        const xml = Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${told}"?>`), content]);
        return typeof textOf(content, told) === 'string' && typeof textOf(xml) === 'string';
      }),
      { numRuns: 300 },
    );
  });
});
