import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { leave } from '../../src/audience/by-link.ts';
import { deliveryReports } from '../../src/cli/deliveries.ts';
import { createLog } from '../../src/log.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import { holdEdition } from '../../src/pipeline/hold-edition.ts';
import { ingest } from '../../src/pipeline.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { tick } from '../../src/schedule/tick.ts';
import { reader } from '../support/builders.ts';
import { digest, title } from '../support/digest.ts';

const DAY = '2026-06-02';
const WHO = { who: 'command line', reason: 'by the operator' } as const;

let folder = '';
let now = 0;
const apps: App[] = [];
const at = (time: string) => {
  now = Date.parse(`${DAY}T${time}:00Z`);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-hold-'));
  at('06:00');
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One process of the service; all of a test share database, folder and clock. */
async function start(): Promise<Schedule> {
  const app = createApp({
    clock: { now: () => now },
    env: {
      PUBLIC_URL: 'http://localhost:8080',
      HOLD_MINUTES: '30',
      OPERATOR_EMAIL: 'op@example.org',
      ADMIN_TOKEN: 'a-password-of-the-operator-0123456789',
    },
    cwd: folder,
  });
  apps.push(app);
  const log = createLog('silent', { isTTY: false, write: () => true });
  return openSchedule(app, { log, sleep: async () => {} });
}

async function prepared(...readers: [email: string, fields?: Partial<Subscriber>][]): Promise<Schedule> {
  const schedule = await start();
  const bytes = digest(title(1), title(2), title(3));
  await ingest(schedule.parts, { source: 'test', bytes, mtime: null, capturedAt: DAY });
  for (const [email, fields] of readers)
    await schedule.store.subscribers.insert(reader(email, { queries: ['"language models"'], ...fields }));
  return schedule;
}

const outbox = (name: string) => {
  const path = join(folder, 'data', 'outbox', name);
  return existsSync(path) ? readdirSync(path).sort() : [];
};
const shown = () => outbox('operator').filter(name => name.startsWith('preview-'));
const states = async ({ store }: Schedule) =>
  Object.fromEntries((await deliveryReports(store, {})).map(({ email, state }) => [email, state]));
const preview = () =>
  readFileSync(join(folder, 'data', 'outbox', 'operator', `preview-${DAY}`, 'op@example.org.eml'), 'latin1');

test('an edition is planned half an hour before, shown once by two processes, and goes by itself at each hour', async () => {
  const one = await prepared(['seven@example.org'], ['eight@example.org', { hour: 8 }], ['gone@example.org']);
  const other = await start();
  at('06:29');
  await tick(one);
  expect(await states(one)).toEqual({});
  at('06:30');
  await Promise.all([tick(one), tick(other)]);
  expect(await states(one)).toEqual({ 'seven@example.org': 'pending', 'gone@example.org': 'pending' });
  expect(shown()).toEqual([`preview-${DAY}`]);
  const mail = preview();
  expect(mail).toContain(`Subject: Edition ${DAY} goes at 07:00: 2 mails, 3 papers`);
  expect(mail).toContain(`http://localhost:8080/admin/editions/${DAY}`);
  expect(mail).toContain(`paperboy send --cancel --edition ${DAY}`);
  expect(mail).toContain(title(1).slice(0, 30));
  expect(mail).not.toMatch(/seven@|gone@|unsubscribe\/|language models/);

  // Who leaves meanwhile gets nothing; nothing goes before its hour.
  await leave(one.store, 3);
  for (const minute of ['06:31', '06:45', '06:59']) {
    at(minute);
    await tick(other);
    await tick(one);
  }
  expect(outbox(DAY)).toEqual([]);
  expect((await one.store.editions.standings([DAY])).get(DAY)?.previewedAt).toBe(
    Date.parse(`${DAY}T06:30:00Z`),
  );
  at('07:00');
  await tick(one);
  expect(outbox(DAY)).toEqual(['seven@example.org.eml']);
  at('07:30');
  await tick(one);
  expect(outbox(DAY)).toEqual(['seven@example.org.eml']);
  at('08:00');
  await tick(other);
  expect(outbox(DAY)).toEqual(['eight@example.org.eml', 'seven@example.org.eml']);
  expect(shown()).toEqual([`preview-${DAY}`]);
  const accounts = await one.store.editions.accounts(DAY);
  expect(accounts).toEqual({ states: { accepted: 2, suppressed: 1 }, skipped: {} });
});

test('what a newcomer gets at once is no edition to look at: the one that waits is shown all the same', async () => {
  const came = Date.parse(`${DAY}T05:10:00Z`);
  const schedule = await prepared(['seven@example.org'], ['new@example.org', { welcomeAt: came }]);
  at('05:10');
  await tick(schedule);
  expect(outbox(DAY)).toEqual(['new@example.org.eml']);
  expect(shown()).toEqual([]);
  at('06:30');
  await tick(schedule);
  expect(shown()).toEqual([`preview-${DAY}`]);
});

test('who chooses an hour that is planned already gets their mail at that hour', async () => {
  const schedule = await prepared(
    ['seven@example.org'],
    ['evening@example.org', { hour: 20, cadence: 'tue' }],
  );
  at('06:30');
  await tick(schedule);
  at('06:45');
  await tick(schedule);
  await schedule.store.subscribers.update(2, { hour: 7 });
  at('07:00');
  await tick(schedule);
  expect(outbox(DAY)).toEqual(['evening@example.org.eml', 'seven@example.org.eml']);
});

test('a cancelled edition goes to nobody, and its accounts balance', async () => {
  const schedule = await prepared(['a@example.org'], ['late@example.org', { hour: 8 }]);
  at('06:30');
  await tick(schedule);
  await holdEdition(schedule.parts, DAY, 'cancel', WHO);
  for (const time of ['07:00', '07:30', '08:00']) {
    at(time);
    await tick(schedule);
  }
  expect(outbox(DAY)).toEqual([]);
  expect(await schedule.store.editions.accounts(DAY)).toEqual({
    states: { cancelled: 1 },
    skipped: { held: 1 },
  });
  expect(await schedule.store.editions.astray(DAY)).toEqual([]);
  expect(await schedule.store.actions.last(1)).toMatchObject([
    { what: 'cancel', subject: DAY, who: 'command line' },
  ]);
});

test('what was approved before is not shown any more; a pause holds it until it is resumed', async () => {
  const schedule = await prepared(['a@example.org']);
  await holdEdition(schedule.parts, DAY, 'approve', WHO);
  at('06:30');
  await tick(schedule);
  expect(await states(schedule)).toEqual({ 'a@example.org': 'pending' });
  expect(shown()).toEqual([]);
  await holdEdition(schedule.parts, DAY, 'pause', { ...WHO, reason: 'look first' });
  at('07:01');
  await tick(schedule);
  expect(outbox(DAY)).toEqual([]);
  await holdEdition(schedule.parts, DAY, 'resume', WHO);
  at('07:02');
  await tick(schedule);
  expect(outbox(DAY)).toEqual(['a@example.org.eml']);
  expect((await schedule.store.actions.last(9)).map(({ what }) => what)).toEqual([
    'resume',
    'pause',
    'approve',
  ]);
});
