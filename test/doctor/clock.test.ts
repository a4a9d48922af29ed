import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examineClock } from '../../src/doctor/clock.ts';

const NOON = Date.parse('2026-06-02T12:00:00Z');

test.each(['1970-01-01T00:05:00Z', '2025-12-31T23:59:59Z', '2100-01-01T00:00:00Z'])(
  '%s is not a time to believe',
  told => {
    expect(examineClock(Date.parse(told), 'UTC', [])).toMatchObject([
      { level: 'fail', fix: expect.any(String) },
    ]);
  },
);

test('a clock that is no number is not believed either', () => {
  expect(examineClock(Number.NaN, 'UTC', [])[0]?.level).toBe('fail');
});

test('the time is told in the zone of editions', () => {
  const [finding] = examineClock(NOON, 'Asia/Kathmandu', []);
  expect(finding).toMatchObject({ level: 'ok', says: expect.stringContaining('17:45 in Asia/Kathmandu') });
});

test('another clock more than a minute away is a warning that says how far and which way', () => {
  const others = [
    { name: 'papers.example.org', ahead: 61_000 },
    { name: 'the disk', ahead: -3_600_000 },
    { name: 'close', ahead: 900 },
  ];
  const findings = examineClock(NOON, 'UTC', others);
  expect(findings.map(({ level, says }) => [level, says])).toEqual([
    ['warn', expect.stringContaining('papers.example.org is 61 seconds ahead of ours')],
    ['warn', expect.stringContaining('the disk is 3600 seconds behind ours')],
  ]);
});

test('whether it is a warning depends on the distance alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), ahead => {
      const [finding] = examineClock(NOON, 'UTC', [{ name: 'x', ahead }]);
      expect(finding?.level).toBe(Math.abs(ahead) > 60_000 ? 'warn' : 'ok');
    }),
  );
});
