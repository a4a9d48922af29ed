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

  test(`${database.name}: what is stopped, slowed down, unknown and wrong`, async () => {
    expect(await read()).toMatchObject({ holds: [], unknown: 0, incidents: [], throttles: [] });
    const [ada, bob, eve] = await store.subscribers.insertMany(
      ['ada', 'bob', 'eve'].map(name => reader(`${name}@example.org`)),
    );
    for (const [edition, nums] of [
      ['2026-05-01', [ada?.num, bob?.num]],
      ['2026-06-01', [eve?.num]],
    ] as const) {
      await store.editions.open(edition, NOW);
      const rows = nums.map(num => delivery(num ?? 0));
      await store.deliveries.freezePage(edition, rows, [], NOW);
      const lease = { owner: 'a', now: NOW, until: NOW + MINUTE_MS, limit: 1, at: null };
      const claims = await store.leases.claim(edition, lease);
      await store.leases.handOff(edition, 'a', claims, { now: NOW, margin: 0 });
      const unknown = claims.map(claim => ({ ...UNKNOWN, ...claim }));
      await store.leases.settle(edition, unknown, NOW);
    }
    // Far back, and paused with something still to do: it is not forgotten.
    for (let day = 10; day < 20; day++) await store.editions.open(`2026-05-${day}`, NOW);
    await store.editions.pause('2026-05-01', 'wrong digest', NOW);
    await store.editions.cancel('2026-06-01', NOW);
    await store.incidents.open('relay mail.example.org:587', 'no answer', NOW - MINUTE_MS);
    await store.incidents.open('relay mail.example.org:587', 'no answer yet', NOW);
    await store.incidents.open('operator mail', 'refused', NOW);
    await store.incidents.close('operator mail', NOW);
    const throttle = { fault: 'policy' as const, failures: 5, nextAt: 0, pacedAt: NOW, why: '421 too fast' };
    const group = 'mail.example.org:587 google';
    const until = NOW + MINUTE_MS;
    await store.throttles.change(group, () => ({
      ...throttle,
      key: group,
      pausedUntil: until,
      perMinute: 30,
    }));
    expect(await read()).toMatchObject({
      holds: [
        { edition: '2026-05-01', state: 'paused', why: 'wrong digest' },
        { edition: '2026-06-01', state: 'cancelled', why: null },
      ],
      owed: [{ edition: '2026-05-01', states: { pending: 1 } }],
      unknown: 2,
      incidents: [
        {
          key: 'relay mail.example.org:587',
          what: 'no answer yet',
          openedAt: '2026-06-02T09:59:00.000Z',
          lastAt: '2026-06-02T10:00:00.000Z',
          times: 2,
        },
      ],
      throttles: [
        { key: group, pausedUntil: '2026-06-02T10:01:00.000Z', perMinute: 30, why: '421 too fast' },
      ],
    });
    expect((await read(until)).throttles).toMatchObject([{ pausedUntil: null, perMinute: 30 }]);
  });
}

const UNKNOWN = {
  state: 'unknown',
  class: 'unanswered',
  code: null,
  enhanced: null,
  reply: null,
  reason: null,
  attempted: true,
  notBefore: 0,
} as const;
