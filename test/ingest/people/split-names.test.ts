import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneName, splitNames } from '../../../src/ingest/people/split-names.ts';
import { nameToUnicode } from '../../../src/ingest/tex/name-to-unicode.ts';

describe('names', () => {
  const lists: [text: string, names: string[]][] = [
    ['Ann Able, Bob Baker', ['Ann Able', 'Bob Baker']],
    ['Ann Able (Dept of X, Uni Y), Bob Baker (Uni (Z), W)', ['Ann Able', 'Bob Baker']],
    ['Ann Able (open, Bob Baker', ['Ann Able open', 'Bob Baker']],
    [
      ' Kukla, D., Crampton, A. M., van der Wood, D.-J. ',
      ['D. Kukla', 'A. M. Crampton', 'D.-J. van der Wood'],
    ],
    ['Kukla, D.; Crampton, A. M.', ['D. Kukla', 'A. M. Crampton']],
    ['Müller, Jürgen', ['Jürgen Müller']],
    ['Able, Ann M.', ['Ann M. Able']],
    ['van der Berg, Jan', ['Jan van der Berg']],
    ['Madonna, Ann Able', ['Madonna', 'Ann Able']],
    ['Ann Able and Bob Baker & Cy Coe', ['Ann Able', 'Bob Baker', 'Cy Coe']],
    ['John Smith, Jr., Bob Baker, III', ['John Smith Jr.', 'Bob Baker III']],
    ['The XENON Collaboration: E. Aprile, K. Abe', ['The XENON Collaboration', 'E. Aprile', 'K. Abe']],
    ['ann@example.org, Bob Baker <bob@example.org>', ['Bob Baker']],
    ['Ann Able$^{1,2}$, Bob Baker\\thanks{x}, et al.', ['Ann Able', 'Bob Baker']],
    ['', []],
  ];

  test.each(lists)('%s', (text, names) => {
    expect(splitNames(text).names).toEqual(names);
  });

  test('have an organisation when all have the same', () => {
    expect(splitNames('A B (MIT), C D (MIT)').organisation).toBe('MIT');
    expect(splitNames('A B (MIT), C D').organisation).toBeNull();
    expect(splitNames('A B (1), C D (1)').organisation).toBeNull();
  });

  test.each([
    ["O'Brien, Anne-Marie", "Anne-Marie O'Brien"],
    ['bob@example.org (Bob Baker)', 'Bob Baker'],
    ['"Bob Baker" <bob@example.org>', 'Bob Baker'],
    ['King, Martin Luther, Jr.', 'Martin Luther King Jr.'],
    ['bob@example.org', null],
    ['https://example.org/', null],
  ])('of one person: %s', (text, name) => {
    expect(oneName(text)).toBe(name);
  });
});

describe('accents of TeX', () => {
  test.each([
    ['J\\"org', 'Jörg'],
    ["Milovi\\'c", 'Milović'],
    ['Jakub\\r{u}v', 'Jakubův'],
    ["Mikol\\'a\\v{s}", 'Mikoláš'],
    ['Kra{\\ss}', 'Kraß'],
    ['S{\\o}gaard', 'Søgaard'],
    ['S\\o rensen', 'Sørensen'],
    ['Micha\\l Kowalski', 'Michał Kowalski'],
    ['{\\L}ukasz', 'Łukasz'],
    ["Mar\\'{\\i}a", 'María'],
    ["Mar\\'\\i a", 'María'],
    ['Fran\\c cois', 'François'],
    ['\\c{C}a\\u{g}lar', 'Çağlar'],
    ['Erd\\H{o}s', 'Erdős'],
    ['Nguy\\~{\\^e}n', 'Nguyễn'],
    ['D\\k{e}bski', 'Dębski'],
    ["{\\'E}cole", 'École'],
    ['\\AA sa \\TH{}or', 'Åsa Þor'],
    ['Donald~E. Knuth', 'Donald E. Knuth'],
    ['\\textsc{Knuth}', 'Knuth'],
  ])('%s is %s', (tex, name) => {
    expect(nameToUnicode(tex)).toBe(name);
  });

  test('leave nothing of a command, and a second time changes nothing', () => {
    const sign = fc.constantFrom(...'"\'`^~=.', 'u ', 'v ', 'H ', 'c ', 'k ', 'd ', 'b ', 'r ');
    const accent = fc.tuple(sign, fc.constantFrom(...'aeiouncszrlgyAEOUCSZ'), fc.boolean());
    const command = accent.map(([mark, letter, braced]) =>
      braced ? `\\${mark.trim()}{${letter}}` : `\\${mark}${letter}`,
    );
    const piece = fc.oneof(
      command,
      fc.stringMatching(/^[a-z]{1,4}$/),
      fc.constantFrom('{\\ss}', '{\\o}', '{', '}', '\\', '$', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const once = nameToUnicode(pieces.join(''));
        expect(once).not.toMatch(/[\\{}]/);
        expect(nameToUnicode(once)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  test('never make a list of names throw', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.constantFrom(',', ';', '(', ')', '\\', '{', '}', ' and ', '@', 'Jr.'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        for (const name of splitNames(pieces.join('')).names) expect(name).toMatch(/\p{L}/u);
      }),
      { numRuns: 200 },
    );
  });
});
