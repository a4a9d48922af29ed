import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { plainSource } from '../../src/model/source.ts';
import { STANDSTILL } from '../../src/model/standstill.ts';
import { weekSummary } from '../../src/pipeline/week-summary.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { scheduleDue, tick } from '../../src/schedule/tick.ts';
import { endStandstill, noticeStandstill, openWatch } from '../../src/schedule/watchdog.ts';
import { openWeb } from '../../src/web/open-web.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const log = createLog('silent', { isTTY: false, write: () => true });
const FOLLOWS = { queries: ['"language models"'] };

let world: World;
let server: Server | null = null;
beforeEach(async () => {
  const env = { TIMEZONE: 'UTC', CATCH_UP_HOURS: '6', OPERATOR_EMAIL: 'operator@example.org' };
  world = await openWorld(Date.parse('2026-06-02T05:00:00Z'), env);
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = null;
  await world.dispose();
});

const serve = () => openSchedule(world.app, { log, sleep: async () => {} });

it('catches up with what was missed for as long as is wished, and accounts for the rest', async () => {
  const { store } = world.parts;
  await world.ingest(digest(title(1), title(2)), '2026-06-02');
  const early = await world.subscribe('early@example.org', { ...FOLLOWS, hour: 7 });
  const late = await world.subscribe('late@example.org', { ...FOLLOWS, hour: 15 });
  const next = await world.subscribe('next@example.org', { ...FOLLOWS, hour: 20 });
  await tick(await serve());
  // Away from here on; somebody comes after their hour meanwhile, who misses nothing.
  const newcomer = await world.subscribe('new@example.org', {
    ...FOLLOWS,
    hour: 6,
    confirmedAt: Date.parse('2026-06-02T15:30:00Z'),
  });
  world.at('2026-06-02T16:00:00Z');
  const [report] = (await tick(await serve())).delivered;
  expect(report).toMatchObject({
    audience: 4,
    states: { expired: 1, accepted: 2 },
    skipped: { 'not-due': 1 },
  });
  const stateOf = async (subscriber: number) =>
    (await store.deliveries.list({ edition: '2026-06-02', subscriber }))[0];
  expect(await stateOf(early)).toMatchObject({
    state: 'expired',
    reason: 'its hour was missed while the service was away',
  });
  expect([(await stateOf(late))?.state, (await stateOf(newcomer))?.state]).toEqual(['accepted', 'accepted']);
  // What they did not get competes again: it was never carried.
  world.at('2026-06-02T20:00:00Z');
  await tick(await serve());
  expect((await stateOf(next))?.state).toBe('accepted');
  world.at('2026-06-03T07:00:00Z');
  await tick(await serve());
  expect(await store.deliveries.find('2026-06-03', early)).toMatchObject({ state: 'accepted' });
});

it('tells who was missed in an edition that others had before the service went away', async () => {
  const { store } = world.parts;
  await world.ingest(digest(title(1), title(2)), '2026-06-02');
  await world.subscribe('early@example.org', { ...FOLLOWS, hour: 7 });
  const evening = await world.subscribe('evening@example.org', { ...FOLLOWS, hour: 20 });
  await tick(await serve());
  world.at('2026-06-02T07:00:00Z');
  await tick(await serve());
  world.at('2026-06-04T10:00:00Z');
  await tick(await serve());
  const states = async (edition: string) => (await store.editions.accounts(edition)).states;
  expect(await states('2026-06-02')).toEqual({ accepted: 1, expired: 1 });
  expect(await store.deliveries.list({ edition: '2026-06-02', subscriber: evening })).toMatchObject([
    { reason: 'its hour was missed while the service was away' },
  ]);
  // One that nobody prepared is not made up, and what was missed is looked at once.
  world.at('2026-06-04T20:00:00Z');
  await tick(await serve());
  expect(await store.deliveries.find('2026-06-04', evening)).toMatchObject({ state: 'accepted' });
  expect(await store.editions.stateOf('2026-06-03')).toBeNull();
});

it('knows that nobody looked after the schedule: while it lasts, and whoever comes back', async () => {
  const { store } = world.parts;
  const web = await openWeb(world.app);
  const ready = async () => (await web.fetch(new Request('http://localhost/ready'))).status;
  const schedule = await serve();
  await scheduleDue(schedule);
  world.at('2026-06-02T05:45:00Z');
  await noticeStandstill(schedule);
  expect([await ready(), await store.incidents.find(STANDSTILL)]).toEqual([200, null]);
  world.at('2026-06-02T06:30:00Z');
  await noticeStandstill(schedule);
  await noticeStandstill(schedule);
  expect(await store.incidents.current()).toMatchObject([
    {
      key: STANDSTILL,
      what: 'Nobody has got through a look at the schedule since 2026-06-02 05:00',
      times: 1,
    },
  ]);
  expect(await ready()).toBe(503);

  const before = await store.slots.lastLook();
  // A look that does not come to its end is none.
  await endStandstill(schedule, before);
  expect(await store.incidents.current()).toHaveLength(1);
  await scheduleDue(schedule);
  await endStandstill(schedule, before);
  expect(await store.incidents.current()).toEqual([]);
  expect(await store.incidents.find(STANDSTILL)).toMatchObject({
    what: 'The schedule stood still from 2026-06-02 05:00 to 2026-06-02 06:30',
  });
  expect(await ready()).toBe(200);

  // Stopped on purpose is another thing.
  await store.slots.leave(schedule.owner, Date.parse('2026-06-02T06:31:00Z'));
  world.at('2026-06-03T06:31:00Z');
  await noticeStandstill(schedule);
  expect(await store.incidents.current()).toEqual([]);
});

it('breaks off a source that never answers, and reads the others', async () => {
  server = createServer(() => {});
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const schedule = await serve();
  const bounds = { ...schedule.bounds, source: 300, lastChance: 50 };
  const silent = { ...plainSource(`http://127.0.0.1:${port}/`, 'silent'), private: true };
  const gone = plainSource(join(world.folder, 'nothing.txt'), 'gone');
  world.at('2026-06-02T07:00:00Z');
  const { ingest } = await scheduleDue({ ...schedule, bounds, sources: [silent, gone] });
  expect(ingest).toMatchObject([
    { source: 'silent', ok: false, problem: expect.stringContaining('was broken off') },
    { source: 'gone', ok: false },
  ]);
  // The schedule goes on.
  expect(await world.parts.store.slots.lastLook()).toMatchObject({
    startedAt: Date.parse('2026-06-02T07:00:00Z'),
  });
});

it('mails the operator the week on Mondays at eight, once for all processes', async () => {
  const folder = join(world.folder, 'data', 'outbox', 'operator');
  const mails = () =>
    (existsSync(folder) ? readdirSync(folder) : []).filter(name => name.startsWith('summary'));
  const pair = [await serve(), await serve()];
  const live = async (at: string) => {
    world.at(at);
    for (const one of pair) await tick(one);
  };
  await live('2026-06-01T09:00:00Z');
  await world.subscribe('a@example.org', { ...FOLLOWS, hour: 7 });
  await live('2026-06-07T09:00:00Z');
  await live('2026-06-08T07:59:00Z');
  expect(mails()).toEqual([]);
  await live('2026-06-08T08:00:00Z');
  await live('2026-06-08T08:30:00Z');
  expect(mails()).toHaveLength(1);
  await live('2026-06-15T08:01:00Z');
  expect(mails()).toHaveLength(2);
  // Too late for it.
  await live('2026-06-23T09:00:00Z');
  expect(mails()).toHaveLength(2);
});

it('counts in a week what is of its seven days, however long ago the editions before them were', async () => {
  const monday = Date.parse('2026-06-08T08:00:00Z');
  await world.subscribe('a@example.org', { ...FOLLOWS, hour: 7 });
  await world.ingest(digest(title(1)), '2026-06-01');
  await world.send('2026-05-29');
  await world.send('2026-06-01');
  await world.ingest(digest(title(2), title(3)), '2026-06-05');
  await world.send('2026-06-05');
  const week = async (at: number) => {
    const { editions, newPapers } = await weekSummary(world.parts, at);
    return [editions.map(({ edition }) => edition), newPapers];
  };
  expect(await week(monday - 7 * 86_400_000)).toEqual([['2026-06-01', '2026-05-29'], expect.any(Number)]);
  expect(await week(monday)).toEqual([['2026-06-05'], 2]);
  expect(await week(monday + 7 * 86_400_000)).toEqual([[], 0]);
});

it('notices that a process stood still, and that nothing wakes it', () => {
  let time = 0;
  const noticed: string[] = [];
  const watch = openWatch({
    steady: () => time,
    onBlocked: ms => noticed.push(`blocked ${ms / 1000}`),
    wake: () => noticed.push('woken'),
  });
  const beats = (seconds: number) => {
    for (const end = time + seconds * 1000; time < end; ) {
      time += watch.everyMs;
      watch.beat();
    }
  };
  for (let minute = 0; minute < 5; minute++) {
    beats(60);
    watch.woken();
  }
  expect(noticed).toEqual([]);
  time += 100_000;
  watch.beat();
  expect(noticed).toEqual(['blocked 95']);
  beats(200);
  expect(noticed).toEqual(['blocked 95', 'woken']);
});
