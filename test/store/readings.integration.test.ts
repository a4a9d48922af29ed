import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceReading } from '../../src/model/source-reading.ts';
import type { Store } from '../../src/store/store.ts';
import { DATABASES } from '../support/databases.ts';

const READING: SourceReading = {
  source: 'arXiv',
  at: Date.parse('2026-06-02T06:00:00Z'),
  day: '2026-06-02',
  publishing: true,
  status: 'ingested',
  reason: null,
  entries: 12,
  fresh: 3,
  declared: 14,
  newest: 'abc',
};
const HOUR_MS = 3_600_000;

for (const database of DATABASES) {
  let world: Awaited<ReturnType<typeof database.open>>;
  let store: Store;
  beforeEach(async () => {
    world = await database.open();
    store = world.store;
  });
  afterEach(() => world.dispose());

  test(`${database.name}: keeps every reading, and tells the newest of each source and those of a day`, async () => {
    const { readings } = store;
    expect(await readings.last()).toEqual(new Map());
    expect(await readings.ofDays([])).toEqual([]);
    const later: SourceReading = {
      ...READING,
      at: READING.at + HOUR_MS,
      status: 'refused',
      reason: 'answered 503',
      declared: null,
      publishing: false,
      newest: null,
    };
    const other = { ...READING, source: 'a folder', day: '2026-06-03' };
    for (const one of [later, READING, other]) await readings.add(one);
    expect(await readings.of('arXiv')).toEqual([later, READING]);
    expect([...(await readings.last())]).toEqual([
      ['a folder', other],
      ['arXiv', later],
    ]);
    expect(await readings.ofDays(['2026-06-02', '2026-06-01'])).toEqual([READING, later]);
    // Two in one millisecond are one.
    await readings.add({ ...later, reason: 'answered 500' });
    expect((await readings.of('arXiv')).map(({ reason }) => reason)).toEqual(['answered 500', null]);
  });

  test(`${database.name}: forgets what is old, but for the last time that a source brought something`, async () => {
    const { readings } = store;
    const after = (hours: number, status: SourceReading['status'], source = 'arXiv') =>
      readings.add({ ...READING, source, at: READING.at + hours * HOUR_MS, status });
    await after(0, 'ingested');
    await after(1, 'ingested');
    await after(2, 'stale');
    await after(3, 'stale');
    await after(0, 'ingested', 'a folder');
    await after(4, 'ingested', 'a folder');
    // However often it was read since.
    expect((await readings.of('arXiv', 2)).map(({ status }) => status)).toEqual([
      'stale',
      'stale',
      'ingested',
    ]);
    await readings.forget(READING.at + 3 * HOUR_MS);
    const left = async (source: string) =>
      (await readings.of(source)).map(({ at, status }) => [(at - READING.at) / HOUR_MS, status]);
    expect(await left('arXiv')).toEqual([
      [3, 'stale'],
      [1, 'ingested'],
    ]);
    expect(await left('a folder')).toEqual([[4, 'ingested']]);
  });
}
