import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/model/date.ts';
import { faultOf } from '../../src/plan/check-paper.ts';
import { absurdVolume, type Volume } from '../../src/plan/check-volume.ts';

/** A Wednesday. */
const TODAY = '2026-06-03';
const USUAL = { mails: 100, matching: 500, readers: 200, papers: 50, bare: 2 };
const on = (edition: string, more: Partial<Volume> = {}): Volume => ({ edition, ...USUAL, ...more });
/** The editions of the last days, today's not among them. */
const days = (count: number, more: Partial<Volume> = {}) =>
  Array.from({ length: count }, (_, n) => on(addDays(TODAY, -1 - n), more));
const found = (more: Partial<Volume>, before: readonly Volume[] = days(20)) =>
  absurdVolume(on(TODAY, more), before);

describe('what is absurd is told', () => {
  test('papers that match everybody', () => {
    expect(found({ matching: 4_000 })).toBe('40 papers match in a mail, where 5 are usual');
  });
  test('a list that is suddenly served as a whole', () => {
    const before = days(20, { mails: 20, matching: 100 });
    expect(found({ mails: 150, matching: 750 }, before)).toMatch(/^75 % of its readers get mail, where 10 %/);
  });
  test('abstracts that are not there any more', () => {
    expect(found({ bare: 45 })).toMatch(/^90 % of its papers have no abstract, where 4 %/);
  });
});

describe('what happens to every list passes', () => {
  test.each<[string, Partial<Volume>, (readonly Volume[])?]>([
    ['a usual day', {}],
    ['twice the audience', { mails: 200, matching: 1_000, readers: 400 }],
    ['a tenth of the audience', { mails: 10, matching: 50, readers: 20 }],
    ['three times the papers', { matching: 1_500 }],
    ['a first day', { matching: 9_000, bare: 50 }, []],
    ['the first days', { matching: 9_000 }, days(4)],
    ['a small list', { mails: 19, matching: 9_000, readers: 30 }],
    ['editions of a few mails before', { matching: 9_000 }, days(20, { mails: 19 })],
    ['a week of holidays', { matching: 3_400 }, days(27).slice(7)],
    [
      'a quiet week in which editions carried next to nothing',
      { matching: 3_400 },
      [...days(7, { mails: 3, matching: 3, readers: 200 }), ...days(27).slice(7)],
    ],
    [
      'weekly readers, as last week',
      { matching: 4_000 },
      [...days(6), on(addDays(TODAY, -7), { matching: 3_500 }), ...days(20).slice(7)],
    ],
    [
      'the second day of a source that shows titles only',
      { bare: 45 },
      [on('2026-06-02', { bare: 44 }), ...days(20).slice(1)],
    ],
  ])('%s', (_, more, before) => {
    expect(found(more, before)).toBeNull();
  });
});

test('an audience that grows by whatever factor is no jump; nothing is absurd without a history', () => {
  const factor = fc.integer({ min: 1, max: 1_000 });
  const volume = fc.record({
    mails: fc.integer({ min: 0, max: 500 }),
    matching: fc.nat(20_000),
    papers: fc.nat(500),
  });
  fc.assert(
    fc.property(volume, factor, (one, times) => {
      const same = { ...one, readers: 2 * one.mails, bare: 0 };
      const grown = {
        ...same,
        mails: one.mails * times,
        matching: one.matching * times,
        readers: same.readers * times,
      };
      expect(found(grown, days(20, same))).toBeNull();
      expect(found(grown, [])).toBeNull();
    }),
    { numRuns: 200 },
  );
});

test.each<[string, Parameters<typeof faultOf>[0], RegExp | null]>([
  ['a paper', { title: 'Ünïcode 大', abstract: null, url: null }, null],
  ['with a link', { title: 'T', abstract: 'a', url: 'http://127.0.0.1:80/x' }, null],
  ['without a title', { title: ' … ', abstract: 'a', url: null }, /no title/],
  ['with a page for a title', { title: 'x'.repeat(1_001), abstract: null, url: null }, /1001 characters/],
  ['with a file for an abstract', { title: 'T', abstract: 'x'.repeat(100_001), url: null }, /abstract/],
  ['with a script for a link', { title: 'T', abstract: null, url: 'javascript:alert(1)' }, /no address/],
  ['with half a link', { title: 'T', abstract: null, url: 'https://' }, /no address/],
  [
    'with an endless link',
    { title: 'T', abstract: null, url: `https://a.example/${'x'.repeat(2_000)}` },
    /link has/,
  ],
])('%s', (_, paper, fault) => {
  if (fault === null) expect(faultOf(paper)).toBeNull();
  else expect(faultOf(paper)).toMatch(fault);
});
