import { expect, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';

const VALIDATOR = { address: 'https://papers.example.org/', etag: '"one"', modified: null };

for (const database of DATABASES) {
  test(`${database.name}: remembers what a server told, and how often it gave nothing`, async () => {
    const world = await database.open();
    const { sources, snapshots } = world.store;
    expect(await sources.get('arXiv')).toBeNull();
    await sources.answered('arXiv');
    expect(await sources.list()).toEqual([]);
    await sources.failed('arXiv', 1000);
    await sources.failed('arXiv', Date.parse('2026-06-02T06:00:00Z'));
    const failed = { name: 'arXiv', validator: null, notBefore: 1_780_380_000_000, failures: 2 };
    expect(await sources.get('arXiv')).toEqual(failed);
    await sources.remember('arXiv', VALIDATOR);
    expect(await sources.get('arXiv')).toEqual({ ...failed, validator: VALIDATOR });
    await sources.answered('arXiv');
    await sources.remember('arXiv', { ...VALIDATOR, etag: null, modified: 'yesterday' });
    expect(await sources.list()).toEqual([
      {
        name: 'arXiv',
        validator: { ...VALIDATOR, etag: null, modified: 'yesterday' },
        notBefore: 0,
        failures: 0,
      },
    ]);

    const snapshot = {
      source: 'arXiv',
      format: 'atom',
      dateFrom: 'content' as const,
      remarks: [],
      storedAt: 1_780_380_000_000,
    };
    await snapshots.insert({ ...snapshot, hash: 'a', capturedAt: '2026-06-02', entries: 3 });
    await snapshots.insert({ ...snapshot, hash: 'b', capturedAt: '2026-06-01', entries: 4, status: 'stale' });
    expect(await snapshots.newestOf('arXiv')).toMatchObject({ capturedAt: '2026-06-01', entries: 4 });
    expect(await snapshots.newestOf('elsewhere')).toBeNull();
    expect(await snapshots.records()).toMatchObject([
      { hash: 'a', status: 'ingested', storedAt: 1_780_380_000_000, forgottenAt: null },
      { hash: 'b', status: 'stale', dateFrom: 'content' },
    ]);
    await world.dispose();
  });
}
