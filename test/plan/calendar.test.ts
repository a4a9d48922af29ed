import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDueOn, slotInstant, today } from '../../src/plan/calendar.ts';

const instant = (ms: number): string => new Date(ms).toISOString().replace(':00.000Z', 'Z');

describe('the slot of an hour', () => {
  it.each([
    ['2026-03-28', 7, 'Europe/Warsaw', '2026-03-28T06:00Z', 'winter time'],
    ['2026-03-29', 1, 'Europe/Warsaw', '2026-03-29T00:00Z', 'before the clocks go forward'],
    ['2026-03-29', 2, 'Europe/Warsaw', '2026-03-29T01:00Z', 'skipped: 03:00 summer time'],
    ['2026-03-29', 3, 'Europe/Warsaw', '2026-03-29T01:00Z', 'first hour of summer time'],
    ['2026-03-29', 7, 'Europe/Warsaw', '2026-03-29T05:00Z', 'summer time'],
    ['2026-10-25', 2, 'Europe/Warsaw', '2026-10-25T00:00Z', 'repeated: the earlier'],
    ['2026-03-08', 2, 'America/New_York', '2026-03-08T07:00Z', 'skipped: 03:00'],
    ['2026-11-01', 1, 'America/New_York', '2026-11-01T05:00Z', 'repeated: the earlier'],
    ['2026-06-01', 7, 'Asia/Kathmandu', '2026-06-01T01:15Z', 'offset of three quarters of an hour'],
    ['2026-06-01', 7, 'Pacific/Apia', '2026-05-31T18:00Z', 'the day before in UTC'],
    ['2011-12-30', 7, 'Pacific/Apia', '2011-12-30T17:00Z', 'a day that Apia skipped: 07:00 of the next'],
    ['2026-10-04', 2, 'Australia/Lord_Howe', '2026-10-03T15:30Z', 'skips half an hour: 02:30'],
    ['2026-04-24', 0, 'Africa/Cairo', '2026-04-23T22:00Z', 'midnight is skipped: 01:00'],
    ['2026-06-01', 23, 'UTC', '2026-06-01T23:00Z', 'no clock change at all'],
  ])('on %s at %i in %s is %s (%s)', (edition, hour, zone, expected) => {
    expect(instant(slotInstant(edition, hour, zone))).toBe(expected);
  });

  it('lies on its date in its zone, and never before that of an earlier hour', () => {
    const zones = [
      'Europe/Warsaw',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 22 }),
        (zone, date, hour) => {
          const edition = date.toISOString().slice(0, 10);
          const slot = slotInstant(edition, hour, zone);
          expect(today(slot, zone)).toBe(edition);
          expect(slotInstant(edition, hour + 1, zone)).toBeGreaterThanOrEqual(slot);
          expect(slotInstant(edition, hour, zone)).toBe(slot);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a cadence', () => {
  it.each([
    ['daily', 'mon tue wed thu fri sat sun'],
    ['weekdays', 'mon tue wed thu fri'],
    ['weekly', 'mon'],
    ['mon,thu', 'mon thu'],
    ['sun', 'sun'],
    ['sat,sun', 'sat sun'],
  ])('%s has slots on %s', (cadence, days) => {
    const week = { mon: 2, tue: 3, wed: 4, thu: 5, fri: 6, sat: 7, sun: 8 };
    const due = Object.entries(week).filter(([, day]) => isDueOn(cadence, `2026-03-0${day}`));
    expect(due.map(([name]) => name).join(' ')).toBe(days);
  });
});

describe('today', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-03-02'],
    ['UTC', '2026-03-01'],
    ['Pacific/Honolulu', '2026-03-01'],
  ])('in %s may be another date than in UTC', (zone, date) => {
    expect(today(Date.parse('2026-03-01T12:00:00Z'), zone)).toBe(date);
  });
});
