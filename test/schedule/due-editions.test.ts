import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/model/date.ts';
import { isDueOn, slotInstant, today } from '../../src/plan/calendar.ts';
import { dueEditions as dueWithin, latenessOf, nextSlot } from '../../src/schedule/due-editions.ts';
import type { SlotGroup } from '../../src/store/subscribers.ts';

const HOUR_MS = 3_600_000;
const instant = (text: string) => Date.parse(text);
const dueEditions = (groups: readonly SlotGroup[], timeZone: string, now: number, hours = 20) =>
  dueWithin(groups, timeZone, now, latenessOf(hours));
const daily = (hour: number, timezone: string | null = null): SlotGroup => ({
  hour,
  timezone,
  cadence: 'daily',
  newest: null,
});

test('an edition is due for its newest slot that has come', () => {
  const groups = [daily(7), daily(9), daily(18)];
  expect(dueEditions(groups, 'UTC', instant('2026-06-02T06:59:00Z'))).toEqual([
    { edition: '2026-06-01', at: instant('2026-06-01T18:00:00Z') },
  ]);
  expect(dueEditions(groups, 'UTC', instant('2026-06-02T12:00:00Z'))).toEqual([
    { edition: '2026-06-02', at: instant('2026-06-02T09:00:00Z') },
    { edition: '2026-06-01', at: instant('2026-06-01T18:00:00Z') },
  ]);
});

test('a slot that is twenty hours old asks for nothing any more', () => {
  const last = instant('2026-06-03T03:00:00Z');
  expect(dueEditions([daily(7)], 'UTC', last - 1)).toHaveLength(1);
  expect(dueEditions([daily(7)], 'UTC', last)).toEqual([]);
});

test('a slot is caught up with for as long as is wished; what is a few minutes late was not missed', () => {
  const due = (now: string, hours: number) => dueEditions([daily(7)], 'UTC', instant(now), hours);
  expect(due('2026-06-02T12:59:59Z', 6)).toHaveLength(1);
  expect(due('2026-06-02T13:00:00Z', 6)).toEqual([]);
  expect(due('2026-06-02T07:29:59Z', 0)).toHaveLength(1);
  expect(due('2026-06-02T07:30:00Z', 0)).toEqual([]);
  // Whoever came after their hour missed nothing.
  const newcomer = { ...daily(7), newest: instant('2026-06-02T12:00:00Z') };
  expect(dueEditions([newcomer], 'UTC', instant('2026-06-02T12:01:00Z'), 0)).toHaveLength(1);
});

test('somebody who comes after their hour asks for the edition once more, today and not for ever', () => {
  const noon = instant('2026-06-02T12:00:00Z');
  const due = (newest: number, now: number) => dueEditions([daily(9), { ...daily(7), newest }], 'UTC', now);
  expect(due(noon, noon + 1)).toEqual([{ edition: '2026-06-02', at: noon }]);
  expect(due(noon, noon + 60_000)).toEqual([{ edition: '2026-06-02', at: noon }]);
  expect(due(noon, instant('2026-06-03T07:00:00Z'))).toEqual([
    { edition: '2026-06-03', at: instant('2026-06-03T07:00:00Z') },
  ]);
  // Confirmed before the hour, or on a clock ahead of ours: only the slot asks.
  expect(due(instant('2026-06-01T12:00:00Z'), noon)[0]?.at).toBe(instant('2026-06-02T09:00:00Z'));
  expect(due(noon + 60_000, noon)[0]?.at).toBe(instant('2026-06-02T09:00:00Z'));
});

test('far zones are two dates apart, each with its own edition', () => {
  const groups = [daily(0, 'Pacific/Kiritimati'), daily(23, 'Pacific/Pago_Pago')];
  const now = instant('2026-06-02T10:30:00Z');
  expect(dueEditions(groups, 'UTC', now).map(({ edition }) => edition)).toEqual(['2026-06-03', '2026-06-01']);
});

test('a group without a zone has that of the instance; a day off has no slot', () => {
  const weekly: SlotGroup = { hour: 7, timezone: null, cadence: 'weekly', newest: null };
  expect(dueEditions([weekly], 'Asia/Tokyo', instant('2026-06-01T00:00:00Z'))).toEqual([
    { edition: '2026-06-01', at: instant('2026-05-31T22:00:00Z') },
  ]);
  expect(dueEditions([weekly], 'Asia/Tokyo', instant('2026-06-03T00:00:00Z'))).toEqual([]);
  expect(nextSlot([weekly], 'Asia/Tokyo', instant('2026-06-03T00:00:00Z'))).toBe(
    instant('2026-06-07T22:00:00Z'),
  );
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Apia',
);
const groupLists = fc.array(
  fc.record({
    timezone: fc.option(zones),
    hour: fc.integer({ min: 0, max: 23 }),
    cadence: fc.constantFrom('daily', 'weekdays', 'weekly', 'tue,sun'),
    newest: fc.constant(null),
  }),
  { minLength: 1, maxLength: 6 },
);
// Days around which clocks change somewhere, and others.
const starts = fc
  .tuple(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-24', '2026-10-31', '2026-06-01'),
    fc.integer({ min: 0, max: 47 }),
  )
  .map(([date, half]) => instant(`${date}T00:00:00Z`) + half * (HOUR_MS / 2));

test('looked at every quarter of an hour, every slot is covered once, as soon as it has come', () => {
  fc.assert(
    fc.property(groupLists, zones, starts, (groups, timeZone, start) => {
      const quarter = HOUR_MS / 4;
      const passes = new Map<string, number>();
      for (let now = start; now < start + 60 * HOUR_MS; now += quarter) {
        for (const { edition, at } of dueEditions(groups, timeZone, now)) {
          // The key of the table: one pass for each.
          const key = `${edition} ${at}`;
          if (!passes.has(key)) passes.set(key, now);
        }
      }
      for (const { timezone, hour, cadence } of groups) {
        const zone = timezone ?? timeZone;
        for (let day = -1; day <= 4; day++) {
          const edition = addDays(today(start, zone), day);
          const at = slotInstant(edition, hour, zone);
          if (at <= start || at > start + 59 * HOUR_MS || !isDueOn(cadence, edition)) continue;
          const looked = passes.get(`${edition} ${at}`) ?? Number.NaN;
          expect(looked).toBeGreaterThanOrEqual(at);
          expect(looked - at).toBeLessThan(quarter);
        }
      }
      // Nothing is looked at for which nobody has a slot.
      const wanted = (edition: string, at: number) =>
        groups.some(
          one =>
            isDueOn(one.cadence, edition) && slotInstant(edition, one.hour, one.timezone ?? timeZone) === at,
        );
      for (const key of passes.keys()) {
        const [edition = '', at] = key.split(' ');
        expect(wanted(edition, Number(at))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('the next slot is due the moment it comes, and no other comes before', () => {
  fc.assert(
    fc.property(groupLists, zones, starts, (groups, timeZone, now) => {
      const at = nextSlot(groups, timeZone, now) ?? Number.NaN;
      expect(at).toBeGreaterThan(now);
      expect(dueEditions(groups, timeZone, at).map(due => due.at)).toContain(at);
      const slots = dueEditions(groups, timeZone, at - 1).map(due => due.at);
      expect(slots.every(slot => slot <= now)).toBe(true);
    }),
  );
});

test('with a time to look, slots are looked at so long before, and once more for newcomers and at the hour itself', () => {
  const hold = 30 * 60_000;
  const due = (now: string, groups: readonly SlotGroup[]) =>
    dueWithin(groups, 'UTC', instant(now), latenessOf(20), hold);
  expect(due('2026-06-02T06:29:00Z', [daily(7)])).toEqual([]);
  const planned = { edition: '2026-06-02', at: instant('2026-06-02T06:30:00Z') };
  expect(due('2026-06-02T06:30:00Z', [daily(7)]).at(0)).toEqual(planned);
  expect(due('2026-06-02T06:59:00Z', [daily(7)]).at(0)).toEqual(planned);
  const again = { ...planned, at: instant('2026-06-02T07:00:00Z') };
  expect(due('2026-06-02T07:15:00Z', [daily(7)])).toEqual([again]);
  const newest = instant('2026-06-02T06:45:00Z');
  expect(due('2026-06-02T06:46:00Z', [{ ...daily(7), newest }]).at(0)).toEqual({ ...planned, at: newest });
  // Before midnight it is tomorrow's edition that is looked at.
  expect(due('2026-06-01T23:30:00Z', [daily(0)]).at(0)).toEqual({
    edition: '2026-06-02',
    at: instant('2026-06-01T23:30:00Z'),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 720 }), (hour, minutes) => {
      const slot = slotInstant('2026-06-02', hour, 'UTC');
      const ahead = minutes * 60_000;
      const editions = (now: number) =>
        dueWithin([daily(hour)], 'UTC', now, latenessOf(20), ahead).map(({ edition }) => edition);
      expect(editions(slot - ahead)).toContain('2026-06-02');
      expect(editions(slot - ahead - 1)).not.toContain('2026-06-02');
    }),
    { numRuns: 30 },
  );
});
