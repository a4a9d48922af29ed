import { mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { ingest } from '../../src/pipeline.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { tick } from '../../src/schedule/tick.ts';
import { delivery, reader } from '../support/builders.ts';
import { digest, title } from '../support/digest.ts';

const HOUR_MS = 3_600_000;
const SECRET = 'somebody-who-wants-to-be-forgotten';

let folder: string;
let now: number;
let app: App;
let schedule: Schedule;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-tidy-'));
  now = Date.parse('2026-06-02T12:00:00Z');
  app = createApp({
    clock: { now: () => now },
    env: { PUBLIC_URL: 'http://localhost:8080', TIMEZONE: 'UTC' },
    cwd: folder,
  });
  const log = createLog('silent', { isTTY: false, write: () => true });
  schedule = await openSchedule(app, { log, sleep: async () => {} });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody comes, and has themselves erased. */
async function comeAndGo(name: string): Promise<void> {
  const { store } = schedule;
  const email = `${name}@example.org`;
  const row = await store.subscribers.insert(reader(email, { name }));
  await store.transaction(async tx => {
    await tx.erasure.forget(row?.num ?? 0, email, papers => papers);
    await tx.subscribers.update(row?.num ?? 0, { email: null, addressKey: null, name: null });
  });
}

const isOwed = async () => (await schedule.store.erasure.scrubOwed()) !== null;
const inFiles = (text: string) =>
  ['', '-wal'].some(end => readFileSync(join(folder, 'data', `paperboy.db${end}`)).includes(text));

it('takes what readers erased out of the files, once a day', async () => {
  await comeAndGo(SECRET);
  expect(inFiles(SECRET)).toBe(true);
  await tick(schedule);
  expect([await isOwed(), inFiles(SECRET)]).toEqual([false, false]);
  await comeAndGo('another');
  now += HOUR_MS;
  await tick(schedule);
  expect(await isOwed()).toBe(true);
  now += 24 * HOUR_MS;
  await tick(schedule);
  expect(await isOwed()).toBe(false);
});

it('closes the accounts of a day on which only a newcomer had a slot, two days later', async () => {
  const { parts, store } = schedule;
  await ingest(parts, { source: 'test', bytes: digest(title(1)), mtime: null, capturedAt: '2026-06-02' });
  await store.subscribers.insert(reader('old@example.org', { cadence: 'mon' }));
  const came = { queries: ['"language models"'], welcomeAt: now, confirmedAt: now, cadence: 'mon' };
  await store.subscribers.insert(reader('new@example.org', came));
  const states: unknown[] = [];
  for (let day = 0; day < 4; day++) {
    await tick(schedule);
    states.push(await store.editions.stateOf('2026-06-02'));
    now += 24 * HOUR_MS;
  }
  expect(states).toEqual(['draft', 'draft', 'draft', 'complete']);
});

it('waits while a mail waits', async () => {
  await comeAndGo(SECRET);
  const { store } = schedule;
  const row = await store.subscribers.insert(reader('ada@example.org'));
  await store.editions.open('2026-06-02', now);
  const held = { ...delivery(row?.num ?? 0), slot: now, expiresAt: now + 20 * HOUR_MS };
  await store.deliveries.freezePage('2026-06-02', [held], [], now);
  await store.editions.pause('2026-06-02', 'a look first', now);
  await tick(schedule);
  expect(await isOwed()).toBe(true);
  await store.transaction(tx => tx.editions.cancel('2026-06-02', now));
  await tick(schedule);
  expect(await isOwed()).toBe(false);
});

it('removes the bytes of old snapshots, and no paper, once a day', async () => {
  const keep = await app.keep();
  schedule = { ...schedule, keepDays: 40 };
  await ingest(schedule.parts, {
    source: 'a',
    bytes: digest(title(1)),
    mtime: null,
    capturedAt: '2026-06-02',
  });
  const [file] = await keep.list();
  const at = new Date(now);
  const { hash } = file ?? { hash: '' };
  utimesSync(join(folder, 'data', 'snapshots', hash.slice(0, 2), `${hash}.gz`), at, at);
  now += 39 * 24 * HOUR_MS;
  await tick(schedule);
  expect(await keep.list()).toHaveLength(1);
  now += 2 * 24 * HOUR_MS;
  await tick(schedule);
  expect(await keep.list()).toEqual([]);
  expect(await schedule.store.snapshots.records()).toMatchObject([{ hash }]);
});
