import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { parseAt } from '../../src/plan/parse-at.ts';

describe('--at', () => {
  it.each([
    ['7', '2026-03-29T05:00:00.000Z'],
    ['07', '2026-03-29T05:00:00.000Z'],
    ['0', '2026-03-28T23:00:00.000Z'],
    ['07:30', '2026-03-29T05:30:00.000Z'],
    [' 7:30 ', '2026-03-29T05:30:00.000Z'],
    ['23:59', '2026-03-29T21:59:00.000Z'],
    ['02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-28T07:00', '2026-03-28T06:00:00.000Z'],
    ['2026-03-28 07:00:15', '2026-03-28T06:00:15.000Z'],
    ['2026-03-29T07:00:00Z', '2026-03-29T07:00:00.000Z'],
    ['2026-03-29t07:00:00.5z', '2026-03-29T07:00:00.500Z'],
    ['2026-03-29T07:00:00+05:45', '2026-03-29T01:15:00.000Z'],
    ['2026-03-29T07:00-04:00', '2026-03-29T11:00:00.000Z'],
  ])('%s on 2026-03-29 in Warsaw is %s', (text, expected) => {
    expect(new Date(parseAt(text, '2026-03-29', 'Europe/Warsaw')).toISOString()).toBe(expected);
  });

  it('takes the earlier of a local time that the clocks repeat', () => {
    expect(parseAt('01:45', '2026-04-05', 'Australia/Lord_Howe')).toBe(Date.parse('2026-04-04T14:45:00Z'));
  });

  it.each([
    '',
    'noon',
    '24',
    '7:60',
    '7.5',
    '-1',
    '2026-03-29',
    '2026-02-30T07:00',
    '2026-03-29T25:00',
    '1e3',
  ])('refuses "%s" in words, with what was expected', text => {
    expect(() => parseAt(text, '2026-03-29', 'Europe/Warsaw')).toThrow(UserError);
    expect(() => parseAt(text, '2026-03-29', 'Europe/Warsaw')).toThrow(
      /not a time: expected .*2026-03-29T07:30/,
    );
  });
});
