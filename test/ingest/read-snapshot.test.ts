import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { abstractOf, header, readText, rendering } from './snapshot-text.ts';

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const LINE = /^line \d+: /;

describe('foreign input', () => {
  const mail = `From: Ann <ann@example.org>\nTo: bob@example.org\nSubject: Papers\nDate: Mon, 1 Jun 2026 10:00:00 +0000\n\nHi Bob,\n\n${abstractOf('mail')}\n\nBye\nAnn\n`;
  const log = Array.from(
    { length: 40 },
    (_, at) => `2026-06-02 10:00:${at} INFO request ${'x'.repeat(at * 20)} done`,
  );
  const foreign: [what: string, content: string | Uint8Array][] = [
    ['a README', file('src/README.md')],
    ['a package.json', file('package.json')],
    ['a source file', file('src/model/paper.ts')],
    ['a mail', mail],
    ['a log', log.join('\n')],
    [
      'an HTML page',
      `<!doctype html>\n<title>Daily Papers</title>\nGet trending papers in your email inbox!\n<p>${abstractOf('html')}`,
    ],
    ['JSON that quotes a page', JSON.stringify({ page: header('Jun 2') })],
    ['a JSON array', '[{"id":"2606.00683"}]'],
    ['one long line', 'word '.repeat(10_000)],
    ['an essay', `An Essay\n\n${`${abstractOf('essays')}\n\n`.repeat(9)}`],
    ['CSV', 'title,abstract\n'.repeat(50)],
  ];

  test.each(foreign)('%s is refused with a line and what was expected', (_what, content) => {
    const read = readText(content);
    expect(read).toMatchObject({ format: null, entries: [] });
    expect(read.refusal).toMatch(/^line 1: .*expected a page .*hf-text/);
  });

  test('bytes that are no text are refused', () => {
    const png = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256);
    expect(readText(png).refusal).toMatch(/^line 1: not text/);
  });

  test('an empty file and a page without papers are refused', () => {
    for (const empty of ['', '\n \n', '\ufeff'])
      expect(readText(empty).refusal).toBe('line 1: the snapshot is empty');
    expect(readText(header('Jun 2')).refusal).toMatch(/^line 1: a page without papers/);
  });

  test('a forced format reads what nothing recognises', () => {
    const two = `A first title of a text\n\n${'Not research. '.repeat(30)}\n\nA second title of a text\n\n${'Nor this one. '.repeat(30)}\n`;
    expect(readText(two).refusal).toMatch(LINE);
    expect(readText(two, { format: 'hf-text' }).entries).toHaveLength(2);
  });

  test('an unknown format is a mistake of the person, and says which there are', () => {
    expect(() => readText('x', { format: 'pdf' })).toThrow(UserError);
    expect(() => readText('x', { format: 'pdf' })).toThrow(/hf-text/);
  });

  test('larger than the bound is refused at once', () => {
    expect(readText(new Uint8Array(50 * 1024 * 1024).fill(97)).refusal).toMatch(/larger than 32 MiB/);
  });
});

describe('encodings', () => {
  const body = `${header('Jun 2')}Naïve Möbius Papers – A Survey\n\n${abstractOf('naïve “quotes”')}\n`;

  test('Windows-1252 is read, with a remark', () => {
    const bytes = Uint8Array.from(
      body.replaceAll('–', '\u0096').replaceAll('“', '\u0093').replaceAll('”', '\u0094'),
      char => char.charCodeAt(0),
    );
    const read = readText(bytes);
    expect(read.entries.map(({ title }) => title)).toEqual(['Naïve Möbius Papers – A Survey']);
    expect(read.remarks.join()).toContain('Windows-1252');
  });

  test('NUL bytes and a single broken byte cost nothing', () => {
    const bytes = Buffer.from(`\0${body}\0`);
    bytes[bytes.length - 20] = 0xff;
    const read = readText(bytes);
    expect(read.entries.map(({ title }) => title)).toEqual(['Naïve Möbius Papers – A Survey']);
    expect(read.remarks.join()).toMatch(/line \d+: bytes that are not UTF-8/);
  });
});

describe('limits', () => {
  test('an endless line costs itself: the paper it stands under is kept by its title', () => {
    const read = readText(
      `${header('Jun 2')}A Paper Before It\n\n${abstractOf('before')}\n\nA Paper Without End\n\n${'x '.repeat(20_000)}\n\n  • 3 authors\n·\nMay 1\n\nA Paper After It\n\n${abstractOf('after')}\n`,
    );
    expect(
      read.entries.map(({ title, abstract, authorCount }) => [title, abstract !== null, authorCount]),
    ).toEqual([
      ['A Paper Before It', true, null],
      ['A Paper Without End', false, 3],
      ['A Paper After It', true, null],
    ]);
    expect(read.rejected).toEqual([{ line: 19, reason: expect.stringContaining('40000 characters') }]);
  });

  const deep = (open: string, close: string) => `${open.repeat(900)}x${close.repeat(900)}`;
  const hostile: [what: string, content: string][] = [
    ['a line of 30 MB', 'a b '.repeat(7.5 * 1024 * 1024)],
    ['nested brackets', `### ${'['.repeat(9000)}\n`.repeat(300)],
    ['links that never end', '[a](http://a.b/c\n'.repeat(20_000)],
    ['nested commands', `A Title of a Paper\n${deep('\\emph{', '}')} ${abstractOf('nesting')}\n`.repeat(20)],
    ['dollar signs', `A Title of a Paper\n${'$ a'.repeat(6000)}\n`.repeat(20)],
    ['braces', `A Title of a Paper\n${'{a'.repeat(9000)}\n`.repeat(20)],
    ['URLs', `A Title of a Paper\n${'https://a.b/('.repeat(1500)}\n`.repeat(20)],
  ];

  test.each(hostile)('%s is read to an end, or refused', (_what, content) => {
    expect(readText(header('Jun 2') + content)).toHaveProperty('refusal');
  });
});

describe('any input', () => {
  const bits = readdirSync(new URL('../fixtures/sources/', import.meta.url))
    .flatMap(name => rendering(name).split('\n'))
    .map(line => line.slice(0, 400));
  const line = fc.oneof(
    fc.constantFrom(...bits),
    fc.string(),
    fc.constantFrom(
      '·',
      '  • 3 authors',
      'Jun 2',
      'Aug 28, 2023 4',
      'new',
      '[',
      ']',
      '### [',
      abstractOf('it'),
    ),
  );

  test('random bytes never throw, and give entries or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), bytes => {
        const read = readText(bytes);
        return read.refusal === null ? read.entries.length > 0 : LINE.test(read.refusal);
      }),
      { numRuns: 300 },
    );
  });

  test('any lines of a page never throw, and every entry has a key and a line', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.boolean(), (lines, page) => {
        const text = (page ? header('Jun 2') : '') + lines.join('\n');
        const read = readText(text, { format: 'hf-text' });
        const count = text.split('\n').length;
        for (const entry of read.entries) {
          expect(entry.keys.length).toBeGreaterThan(0);
          expect(entry.title).not.toBe('');
          expect(entry.line).toBeLessThanOrEqual(count);
        }
        expect(read.refusal === null).toBe(read.entries.length > 0);
      }),
      { numRuns: 400 },
    );
  });
});
