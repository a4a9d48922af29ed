import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureDate } from '../../../src/ingest/dates/capture-date.ts';
import { isCalendarDate } from '../../../src/model/date.ts';
import { capture } from '../../support/captures.ts';
import { abstractOf, header, readText } from '../snapshot-text.ts';

const DAY = 86_400_000;
const at = (date: string) => Date.parse(`${date}T12:00:00Z`);
const page = (date: string, ...dates: string[]) =>
  header(date) +
  dates
    .map(
      (each, n) =>
        `A Paper with Number ${n}\n\n${abstractOf(`number ${n}`)}\n\n  • 3 authors\n·\n${each}\n\n`,
    )
    .join('') +
  `A Paper without a Date\n\n${abstractOf('nothing')}\n`;
const dateOf = (text: string, hints: Parameters<typeof readText>[1] = {}) => {
  const { capturedAt, dateFrom } = readText(text, hints);
  return [capturedAt, dateFrom];
};

describe('the capture date', () => {
  test('is the option, whatever else is known', () => {
    expect(dateOf(page('Jun 2, 2026'), { capturedAt: '2020-02-29', mtime: at('2026-06-03') })).toEqual([
      '2020-02-29',
      'option',
    ]);
  });

  test('is the content before the modification time, that before today', () => {
    expect(dateOf(page('Jun 2, 2026'), { mtime: at('2026-06-09') })).toEqual(['2026-06-02', 'content']);
    const undated = capture('capture-undated.txt');
    expect(readText(undated, { mtime: at('2025-11-12') })).toMatchObject({
      capturedAt: '2025-11-12',
      dateFrom: 'mtime',
    });
    expect(readText(undated)).toMatchObject({ capturedAt: '2026-11-20', dateFrom: 'today' });
  });

  test('takes no stamp of an archive for a modification time, and none from the future', () => {
    const undated = capture('capture-undated.txt');
    for (const mtime of [0, Date.UTC(1985, 9, 26)])
      expect(readText(undated, { mtime }).dateFrom).toBe('today');
    expect(readText(undated, { mtime: at('2031-01-01') }).capturedAt).toBe('2026-11-20');
  });

  test.each(['Feb 30', 'Jun 45', 'Feb 29, 2025', 'Apr 0'])('says that there is no %s', date => {
    const read = readText(page(date, 'Dec 19, 2023'), { mtime: at('2025-11-12') });
    expect(read).toMatchObject({ capturedAt: '2025-11-12', dateFrom: 'mtime', rejected: [] });
    expect(read.remarks[0]).toContain(`the page date "${date}" is no day of the calendar`);
    expect(read.entries.map(({ title }) => title)).toEqual([
      'A Paper with Number 0',
      'A Paper without a Date',
    ]);
    expect(readText(page(date), { capturedAt: '2026-02-28' }).remarks).toEqual([]);
  });

  test('is a calendar day in the given zone', () => {
    const undated = capture('capture-undated.txt');
    const late = Date.parse('2026-06-02T23:30:00Z');
    expect(readText(undated, { now: late, timeZone: 'Asia/Tokyo' }).capturedAt).toBe('2026-06-03');
    expect(readText(undated, { now: late, timeZone: 'America/Los_Angeles' }).capturedAt).toBe('2026-06-02');
  });
});

describe('a year left out', () => {
  test('is proved by the dates of the entries', () => {
    expect(readText(capture('capture-2026-06-02.txt'))).toMatchObject({
      capturedAt: '2026-06-02',
      dateFrom: 'content',
      remarks: [],
    });
    expect(dateOf(page('Jun 2', 'Dec 19, 2023', 'May 10'))).toEqual(['2025-06-02', 'content']);
  });

  test('is proved across the turn of the year', () => {
    expect(dateOf(page('Jan 5', 'Dec 30, 2025', 'Jan 3'))).toEqual(['2026-01-05', 'content']);
  });

  test('is never one in which the page would show a weekend', () => {
    // 14 March 2026 is a Saturday, and 2027 has not come.
    expect(dateOf(page('Mar 14', 'Dec 1, 2024'))).toEqual(['2025-03-14', 'content']);
  });

  test('is proved by a link to the list of the day before', () => {
    const text = page('Mar 25').replace('Mar 25', 'https://huggingface.co/papers/date/2024-03-22\n\nMar 25');
    expect(dateOf(text)).toEqual(['2024-03-25', 'content']);
  });

  test('is stated by the address of the page', () => {
    const text = `og:url: https://huggingface.co/papers/date/2024-03-25\n\n${page('Mar 25')}`;
    expect(dateOf(text)).toEqual(['2024-03-25', 'content']);
  });

  test('is inferred as the latest one possible where nothing proves it, with a remark', () => {
    for (const [now, year] of [
      ['2026-11-20', 2026],
      ['2026-08-11', 2026],
      ['2026-08-10', 2025],
    ] as const) {
      const read = readText(capture('capture-2025-08-11.txt'), { now: at(now) });
      expect(read).toMatchObject({ capturedAt: `${year}-08-11`, dateFrom: 'inferred' });
      expect(read.remarks.join()).toContain('--captured-at');
    }
  });

  test('is inferred no later than the day after the file was written', () => {
    const file = capture('capture-2025-08-11.txt');
    expect(readText(file, { mtime: at('2025-08-11') }).capturedAt).toBe('2025-08-11');
    expect(readText(file, { mtime: at('2025-08-10') }).capturedAt).toBe('2025-08-11');
    expect(readText(file, { mtime: at('2025-08-09') }).capturedAt).toBe('2024-08-11');
  });

  test('of 29 February is a leap year', () => {
    expect(dateOf(page('Feb 29'))).toEqual(['2024-02-29', 'inferred']);
  });

  test('of an entry is the capture year, or the one before', () => {
    const { entries } = readText(page('Jan 5', 'Dec 30', 'Jan 6', 'Feb 1, 2024'), {
      capturedAt: '2026-01-05',
    });
    expect(entries.map(({ publishedOn }) => publishedOn)).toEqual([
      '2025-12-30',
      '2026-01-06',
      '2024-02-01',
      null,
    ]);
  });
});

test('some date is always found, a real one and not after tomorrow', () => {
  const partial = fc.record({
    year: fc.constantFrom(null),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  });
  const evidence = fc.record({
    page: fc.option(partial),
    stated: fc.constant(null),
    near: fc.constant([]),
    printsCurrentYear: fc.boolean(),
    notBefore: fc.constantFrom(null, '2025-06-01', '2099-01-01'),
    published: fc.array(
      fc.record({
        year: fc.constantFrom(null, 2024, 2025, 2099),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 31 }),
      }),
      { maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(
      evidence,
      fc.integer({ min: at('2024-01-01'), max: at('2030-12-31') }),
      fc.option(fc.integer()),
      (found, now, mtime) => {
        const { capturedAt } = captureDate(found, { now, mtime, timeZone: 'UTC' });
        expect(isCalendarDate(capturedAt)).toBe(true);
        expect(Date.parse(capturedAt)).toBeLessThan(now + DAY);
      },
    ),
    { numRuns: 500 },
  );
});
