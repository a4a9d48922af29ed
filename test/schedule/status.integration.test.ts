import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCron } from '../../src/schedule/cron.ts';
import { readStatus } from '../../src/schedule/status.ts';
import type { Store } from '../../src/store/store.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const NOW = Date.parse('2026-06-02T10:00:00Z');
const SIX = Date.parse('2026-06-02T06:00:00Z');
const MINUTE_MS = 60_000;

for (const database of DATABASES) {
  let world: Awaited<ReturnType<typeof database.open>>;
  let store: Store;
  beforeEach(async () => {
    world = await database.open();
    store = world.store;
  });
  afterEach(() => world.dispose());

  const read = (now = NOW, sources = ['/inbox', 'https://me:secret@example.org/{date}']) =>
    readStatus(store, { cron: readCron('0 6 * * *', 'UTC'), sources, timeZone: 'UTC', inFlight: 5, now });
  const claim = (job: string, at: number, now: number) =>
    store.slots.claim({
      job,
      at,
      owner: 'a',
      now,
      until: now + MINUTE_MS,
      longest: 2 * MINUTE_MS,
      retry: { rest: 0, attempts: 9 },
    });

  test(`${database.name}: a digest is overdue until its slot is done`, async () => {
    expect((await read()).ingest).toEqual({ last: null, next: '2026-06-03T06:00:00.000Z', overdue: true });
    await claim('ingest', SIX, NOW);
    expect((await read()).ingest).toMatchObject({ last: { state: 'running', sources: [] }, overdue: true });
    expect((await read(NOW + 2 * MINUTE_MS)).ingest.last?.state).toBe('lost');
    const source = {
      source: '/inbox',
      ok: true,
      ingested: 1,
      unchanged: 0,
      refused: 0,
      newPapers: 3,
      problem: null,
    };
    const outcome = JSON.stringify({ sources: [source] });
    await store.slots.end({ job: 'ingest', at: SIX }, 'a', { ok: true, outcome }, NOW);
    expect((await read()).ingest).toMatchObject({
      last: { state: 'done', sources: [source] },
      overdue: false,
    });
    expect((await read(NOW + 20 * 60 * MINUTE_MS)).ingest.overdue).toBe(true);
  });

  test(`${database.name}: without sources nothing is overdue, and none comes`, async () => {
    expect((await read(NOW, [])).ingest).toEqual({ last: null, next: null, overdue: false });
  });

  test(`${database.name}: passwords of sources are not shown`, async () => {
    expect((await read()).sources).toEqual(['/inbox', 'https://example.org/{date}']);
  });

  test(`${database.name}: a service runs, is lost, or was stopped`, async () => {
    expect((await read()).serve).toEqual({ state: 'never', lastSeen: null });
    await store.slots.appear('a', NOW, NOW + MINUTE_MS);
    const lastSeen = '2026-06-02T10:00:00.000Z';
    expect((await read(NOW + MINUTE_MS)).serve).toEqual({ state: 'runs', lastSeen });
    expect((await read(NOW + 2 * MINUTE_MS)).serve).toEqual({ state: 'lost', lastSeen });
    await store.slots.leave('a', NOW + MINUTE_MS);
    expect((await read(NOW + 2 * MINUTE_MS)).serve).toEqual({
      state: 'stopped',
      lastSeen: '2026-06-02T10:01:00.000Z',
    });
  });

  test(`${database.name}: passes, accounts, what is owed, and the next hour`, async () => {
    const one = await store.subscribers.insert(reader('a@example.org', { hour: 18 }));
    const two = await store.subscribers.insert(reader('b@example.org'));
    await store.editions.open('2026-06-02', NOW);
    await store.deliveries.freezePage(
      '2026-06-02',
      [delivery(one?.num ?? 0, { slot: NOW, expiresAt: NOW + 1e8 })],
      [{ subscriber: two?.num ?? 0, reason: 'nothing-new' }],
      NOW,
    );
    await store.editions.setState('2026-06-02', 'sending', 2, NOW);
    await claim('edition:2026-06-02', SIX, NOW);
    const failed = { ok: false, outcome: '{"problem":"the disk is full"}' };
    await store.slots.end({ job: 'edition:2026-06-02', at: SIX }, 'a', failed, NOW);
    expect(await read()).toMatchObject({
      passes: [
        {
          edition: '2026-06-02',
          at: '2026-06-02T06:00:00.000Z',
          state: 'failed',
          problem: 'the disk is full',
        },
      ],
      nextSlot: '2026-06-02T18:00:00.000Z',
      editions: [
        {
          edition: '2026-06-02',
          state: 'sending',
          audience: 2,
          states: { pending: 1 },
          skipped: { 'nothing-new': 1 },
        },
      ],
      owed: [{ edition: '2026-06-02', states: { pending: 1 } }],
      inFlight: 5,
    });
  });
}
