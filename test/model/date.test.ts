import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isCalendarDate, weekdayOf } from '../../src/model/date.ts';

describe('calendar dates', () => {
  it('knows real days from impossible ones and other spellings', () => {
    expect(['2024-02-29', '2026-12-31'].every(isCalendarDate)).toBe(true);
    const wrong = [
      '2026-02-29',
      '2026-13-40',
      '2026-04-31',
      '2026-1-5',
      '20260105',
      '2026-01-05T00:00',
      'soon',
      '',
    ];
    expect(wrong.filter(isCalendarDate)).toEqual([]);
  });

  it('counts days over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2);
    expect(weekdayOf('2026-06-02')).toBe(2);
  });
});
