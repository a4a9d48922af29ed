import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FORMATS } from '../../../src/ingest/formats/all-formats.ts';
import { readText, rendering } from '../snapshot-text.ts';

/**
 * Where one entry stands in each format whose entries stand apart: then a fault in one of them may cost no other. What is one
 * document to its parser, such as JSON, is only held to say why it is refused.
 */
const ENTRIES: readonly [name: RegExp, entry: RegExp][] = [
  [/atom|api-(?:query|legacy)/, /<entry>[\s\S]*?<\/entry>/g],
  [/rss|rdf/, /<item[ >][\s\S]*?<\/item>/g],
];

const FILES = readdirSync(new URL('../../fixtures/sources/', import.meta.url)).filter(
  name => rendering(name).length < 30_000,
);
const APART = FILES.flatMap(name => {
  const [, entry] = ENTRIES.find(([pattern]) => name.endsWith('.xml') && pattern.test(name)) ?? [];
  const places = entry ? [...rendering(name).matchAll(entry)] : [];
  return places.length > 1 ? [{ name, places }] : [];
});

/** One edit of a text: cut out, doubled, put in, or one character instead of another. */
const edit = fc.record({
  kind: fc.constantFrom('drop', 'double', 'put', 'flip'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 60 }),
  piece: fc.constantFrom(
    ...[
      '<',
      '>',
      '"',
      "'",
      '&',
      '&amp;',
      '</',
      '/>',
      ']]>',
      '{',
      '}',
      '[',
      ',',
      '\\',
      '\0',
      '\ufffd',
      '\n',
      'x',
      '</title>',
      '<title>',
      '<b>',
      '<?',
      '<!',
      '<entry',
      '</e',
    ],
  ),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { kind, at, length, piece }: Edit): string {
  const from = Math.floor(at * text.length);
  if (kind === 'put') return text.slice(0, from) + piece + text.slice(from);
  if (kind === 'flip') return text.slice(0, from) + piece + text.slice(from + 1);
  const part = text.slice(from, from + length);
  return text.slice(0, from) + (kind === 'double' ? part + part : '') + text.slice(from + length);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a damaged snapshot', () => {
  test.each(FILES)('%s is read or refused with a reason, and never throws', name => {
    const text = rendering(name);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
        const read = readText(bytesOf(edits.reduce(edited, text)));
        expect(read.refusal === null && read.quiet === null).toBe(read.entries.length > 0);
        if (read.refusal !== null) expect(read.refusal).toMatch(/^line \d+: ./);
        for (const { line, reason } of read.rejected) expect(`${line > 0} ${reason}`).toMatch(/^true ./);
      }),
      { numRuns: 5 },
    );
  });

  test('that is cut anywhere, or joined with another, never throws', () => {
    const piece = fc.tuple(fc.constantFrom(...FILES), fc.nat({ max: 8000 }), fc.nat({ max: 8000 }));
    const format = fc.constantFrom(undefined, ...ALL_FORMATS.map(({ name }) => name));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), format, (pieces, forced) => {
        const text = pieces
          .map(([name, from, length]) => rendering(name).slice(from, from + length))
          .join('');
        expect(readText(text, forced === undefined ? {} : { format: forced })).toHaveProperty('entries');
      }),
      { numRuns: 30 },
    );
  });
});

describe('a fault in one entry', () => {
  test.each(APART)('of $name costs no other', ({ name, places }) => {
    const text = rendering(name);
    const whole = readText(text).entries.map(({ rawTitle, keys }) => JSON.stringify([rawTitle, keys]));
    const place = fc.nat({ max: places.length - 1 });
    fc.assert(
      fc.property(place, fc.array(edit, { minLength: 1, maxLength: 3 }), (which, edits) => {
        const found = places[which];
        if (!found) return;
        const end = found.index + found[0].length;
        const damaged = edits.reduce(edited, found[0]);
        const read = readText(text.slice(0, found.index) + damaged + text.slice(end));
        const kept = new Set(read.entries.map(({ rawTitle, keys }) => JSON.stringify([rawTitle, keys])));
        const lost = whole.filter(entry => !kept.has(entry));
        // The one that was damaged; with an end or a beginning put into it, it becomes two, none, or another's.
        expect(lost.length).toBeLessThanOrEqual(1);
        // Without its tags and its title nothing tells that there was one.
        const seen = /<\/?(?:entry|item)\s*>|<title[\s>]/.test(damaged);
        if (seen && read.entries.length < whole.length) expect(read.rejected.length).toBeGreaterThan(0);
      }),
      { numRuns: 12 },
    );
  });

  test.each(APART)('of $name, also a section or a comment that nobody closes', ({ name, places }) => {
    const text = rendering(name);
    const count = readText(text).entries.length;
    for (const mark of ['<![CDATA[', '<!--', '<link href="', "<a b='", '<!ENTITY x "', '<?php ']) {
      for (const [at, found] of places.entries()) {
        if (at % 4 !== 0) continue;
        const inside = found.index + found[0].indexOf('>') + 1;
        const read = readText(text.slice(0, inside) + mark + text.slice(inside));
        expect(read.entries.length).toBeGreaterThanOrEqual(count - 1);
      }
    }
  });
});
