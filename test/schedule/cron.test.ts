import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCron } from '../../src/schedule/cron.ts';

const instant = (text: string) => Date.parse(text);
const DAY_MS = 86_400_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana', // the clocks change at midnight
  'Australia/Lord_Howe', // by half an hour
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const CRONS = [
  '0 6 * * *',
  '30 2 * * *',
  '15,45 0-3 * * *',
  '*/20 * * * *',
  '0 0 * * 1',
  '59 23 1 * *',
  '0 7 * mar,nov mon-fri',
];
const moments = fc
  .integer({ min: instant('2024-01-01T00:00:00Z'), max: instant('2030-01-01T00:00:00Z') })
  .map(at => at - (at % 60_000));
const zones = fc.constantFrom(...ZONES);
const crons = fc.constantFrom(...CRONS);

test('a daily time is kept on the clocks of the zone, summer and winter', () => {
  const { newest, next } = readCron('0 6 * * *', 'Europe/Berlin');
  expect(newest(instant('2026-06-02T08:00:00Z'))).toBe(instant('2026-06-02T04:00:00Z'));
  expect(newest(instant('2026-06-02T03:59:00Z'))).toBe(instant('2026-06-01T04:00:00Z'));
  expect(next(instant('2026-06-02T04:00:00Z'))).toBe(instant('2026-06-03T04:00:00Z'));
  expect(next(instant('2026-01-02T04:00:00Z'))).toBe(instant('2026-01-02T05:00:00Z'));
});

test('a time that the clocks skip happens after the gap, one that they repeat happens once', () => {
  const { newest, next } = readCron('30 2 * * *', 'Europe/Warsaw');
  expect(next(instant('2026-03-29T00:00:00Z'))).toBe(instant('2026-03-29T01:30:00Z')); // 03:30 summer time
  expect(newest(instant('2026-03-29T12:00:00Z'))).toBe(instant('2026-03-29T01:30:00Z'));
  expect(next(instant('2026-10-25T00:00:00Z'))).toBe(instant('2026-10-25T00:30:00Z'));
  expect(next(instant('2026-10-25T00:30:00Z'))).toBe(instant('2026-10-26T01:30:00Z'));
});

test('the first minutes of a day that begins twice are over after the first time', () => {
  // Havana: at 01:00 on 1 November 2026 it is midnight once more.
  const { newest, next } = readCron('15 0 * * *', 'America/Havana');
  expect(newest(instant('2026-11-01T05:20:00Z'))).toBe(instant('2026-11-01T04:15:00Z'));
  expect(next(instant('2026-11-01T04:15:00Z'))).toBe(instant('2026-11-02T05:15:00Z'));
});

test('what is rare is found far ahead, and not further back than a month', () => {
  const { newest, next } = readCron('0 0 29 2 *', 'UTC');
  expect(next(instant('2026-06-02T00:00:00Z'))).toBe(instant('2028-02-29T00:00:00Z'));
  expect(newest(instant('2028-03-31T00:00:00Z'))).toBe(instant('2028-02-29T00:00:00Z'));
  expect(newest(instant('2028-04-30T00:00:00Z'))).toBeNull();
});

test('the next moment is later, is the newest when it comes, and there is none between', () => {
  fc.assert(
    fc.property(
      crons,
      zones,
      moments,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (cron, zone, now, share) => {
        const { newest, next } = readCron(cron, zone);
        const at = next(now) ?? Number.NaN;
        expect(at).toBeGreaterThan(now);
        expect(newest(at)).toBe(at);
        const between = now + Math.floor((at - now - 1) * share);
        expect(next(between)).toBe(at);
        const before = newest(between);
        expect(before === null || before <= now).toBe(true);
      },
    ),
  );
});

test('a daily time comes once on every local day, whatever the clocks do', () => {
  const times = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  fc.assert(
    fc.property(times, zones, moments, ({ hour, minute }, zone, start) => {
      const { next } = readCron(`${minute} ${hour} * * *`, zone);
      const first = next(start) ?? Number.NaN;
      let last = first;
      for (let day = 0; day < 40; day++) last = next(last) ?? Number.NaN;
      // An hour more or less for a change of the clocks, never a day.
      expect(Math.abs(last - first - 40 * DAY_MS)).toBeLessThanOrEqual(DAY_MS / 24);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['61 6 * * *', /SCHEDULE "61 6 \* \* \*": the minute "61" cannot be right/],
  ['0 25 40 * *', /the hour "25" and the day of the month "40"/],
  ['0 6 31 2 *', /the day of the month "31"/],
  ['0 6 * foo *', /the month "foo"/],
  ['0 6 * * 8', /the day of the week "8"/],
])('%s is refused, and the field is named', (cron, message) => {
  expect(() => readCron(cron, 'UTC')).toThrow(message);
});
