import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  MAILS,
  PANELS,
  type PreviewState,
  readState,
  SCHEMES,
  SPANS,
  VIEWS,
  WIDTHS,
} from '../../../src/studio/preview/state.ts';

const of = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map(text => text.trim());
const typed = fc.record({
  name: line,
  topics: fc.uniqueArray(
    line.filter(one => one !== ''),
    { maxLength: 4 },
  ),
  queries: fc.array(line).map(lines => lines.join('\n')),
  excluded: line,
  days: fc.uniqueArray(of(['mon', 'sun']), { maxLength: 2 }),
  hour: line,
  timezone: line,
  max: line,
});
const state: fc.Arbitrary<PreviewState> = fc.record({
  who: line,
  find: line,
  edition: line,
  mail: of(MAILS),
  anew: fc.boolean(),
  typed: fc.option(typed),
  view: of(VIEWS),
  width: of(WIDTHS),
  scheme: of(SCHEMES),
  images: fc.boolean(),
  panel: of(PANELS),
  span: of(SPANS),
  all: fc.boolean(),
});
const NAMES = [
  'who',
  'edition',
  'mail',
  'view',
  'width',
  'images',
  'if',
  'topics',
  'max',
  'all',
  '__proto__',
  '',
];
const read = (address: string) => readState(new URL(address, 'http://localhost').searchParams);

describe('the state of a preview', () => {
  it('is all in its address', () => {
    fc.assert(
      fc.property(state, one => {
        expect(read(addressOf(one))).toEqual(one);
      }),
    );
  });

  it('needs no address to be as usual, and says only what differs', () => {
    expect(addressOf(read('/preview'))).toBe('/preview');
    expect(addressOf({ ...read('/preview'), scheme: 'dark' })).toBe('/preview?scheme=dark');
  });

  it('takes whatever stands in an address', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(of(NAMES), line)), fields => {
        const one = read(`/preview?${new URLSearchParams(fields)}`);
        expect(VIEWS).toContain(one.view);
        expect(read(addressOf(one))).toEqual(one);
      }),
    );
    expect(read('/preview?view=nonsense&mail=__proto__&span=9').view).toBe('mail');
    const again = Array.from({ length: 500 }, () => 'topics=llm').join('&');
    expect(read(`/preview?if=yes&${again}`).typed?.topics).toEqual(['llm']);
  });

  it('cuts nothing off that an address can hold', () => {
    const queries = Array.from({ length: 20 }, (_, at) => `"${'word '.repeat(60)}${at}"`).join('\n');
    const one = read(`/preview?${new URLSearchParams({ if: 'yes', queries })}`);
    expect(one.typed?.queries).toBe(queries);
  });
});
