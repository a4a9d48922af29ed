import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { deliveryReports } from '../../src/cli/deliveries.ts';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import { createLog } from '../../src/log.ts';
import { addDays } from '../../src/model/date.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { tick } from '../../src/schedule/tick.ts';
import { reader } from '../support/builders.ts';
import { digest, title } from '../support/digest.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_DAY = '2026-06-01';

let folder = '';
let now = 0;
const apps: App[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-tick-'));
  mkdirSync(join(folder, 'inbox'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (text: string) => {
  now = Date.parse(text);
};

/** One process of the service; all of a test share database, folders and clock. */
async function start(sources = 'inbox'): Promise<Schedule> {
  const app = createApp({
    clock: { now: () => now },
    env: { PUBLIC_URL: 'http://localhost:8080', SOURCES: sources },
    cwd: folder,
  });
  apps.push(app);
  const log = createLog('silent', { isTTY: false, write: () => true });
  // Whoever waits for a dead process lets the time pass.
  const sleep = async (ms: number) => {
    now += ms;
  };
  return openSchedule(app, { log, sleep });
}

async function subscribe(
  { store }: Schedule,
  email: string,
  fields: Partial<Subscriber> = {},
): Promise<void> {
  await store.subscribers.insert(reader(email, { queries: ['"language models"'], ...fields }));
}

/** Puts the digest of a day into the inbox: papers numbered by the day, whatever else came before. */
function publish(day: string, number: number, name = `${day}.txt`): void {
  writeFileSync(join(folder, 'inbox', name), digest(title(number * 2), title(number * 2 + 1)));
}

async function ledger({ store }: Schedule) {
  return (await deliveryReports(store, {})).map(({ email, edition, state, papers }) => ({
    email,
    edition,
    state,
    papers: papers.length,
  }));
}

async function ingestSlots({ store }: Schedule) {
  const slots = await store.slots.last('ingest', 100);
  return slots.map(slot => ({ at: new Date(slot.at).toISOString(), ok: slot.ok, attempts: slot.attempts }));
}

test('somebody who comes after their hour gets the edition at once; a page that comes after it is for the next', async () => {
  at('2026-06-01T05:00:00Z');
  const service = await start();
  await subscribe(service, 'early@example.org', { hour: 6 });
  publish(FIRST_DAY, 1);
  at('2026-06-01T06:30:00Z');
  await tick(service);
  expect(await ledger(service)).toMatchObject([{ email: 'early@example.org', papers: 2 }]);
  at('2026-06-01T13:31:00Z');
  await subscribe(service, 'late@example.org', { hour: 7, confirmedAt: now });
  await service.store.subscribers.update(1, { max: 100 });
  publish(FIRST_DAY, 2, 'afternoon.txt');
  for (let minute = 0; minute < 3; minute++) {
    await tick(service);
    now += MINUTE_MS;
  }
  expect(await ledger(service)).toMatchObject([
    { email: 'early@example.org', edition: FIRST_DAY, papers: 2 },
    { email: 'late@example.org', edition: FIRST_DAY, papers: 2 },
  ]);
});

test('a day: the digest is read at six, and each reader gets mail at their own hour', async () => {
  at('2026-06-01T05:59:00Z');
  const schedule = await start();
  await subscribe(schedule, 'seven@example.org');
  await subscribe(schedule, 'nine@example.org', { hour: 9 });
  await tick(schedule);
  publish(FIRST_DAY, 1);
  at('2026-06-01T06:00:00Z');
  expect(await tick(schedule)).toMatchObject({
    ingest: [{ ok: true, ingested: 1, newPapers: 2 }],
    prepared: [],
  });
  expect(await tick(schedule)).toEqual({ ingest: null, prepared: [], delivered: [] });
  at('2026-06-01T07:00:00Z');
  expect((await tick(schedule)).delivered).toMatchObject([{ audience: 2, states: { accepted: 1 } }]);
  expect(await tick(schedule)).toEqual({ ingest: null, prepared: [], delivered: [] });
  at('2026-06-01T09:00:00Z');
  await tick(schedule);
  expect(readdirSync(join(folder, 'data', 'outbox', FIRST_DAY)).sort()).toEqual([
    'nine@example.org.eml',
    'seven@example.org.eml',
  ]);
});

test('two processes and restarts double nothing and leave nothing out', async () => {
  at('2026-06-01T03:00:00Z');
  let pair = [await start(), await start()] as const;
  const readers = ['a', 'b', 'c', 'd'].map(name => `${name}@example.org`);
  for (const [n, email] of readers.entries()) {
    await subscribe(pair[0], email, {
      hour: 7 + n,
      timezone: ['Asia/Tokyo', 'America/New_York', null][n % 3] ?? null,
    });
  }
  for (let hour = 0; hour < 3 * 24 + 12; hour++) {
    const day = Math.floor(hour / 24);
    if (hour % 24 === 0 && day < 3) publish(addDays(FIRST_DAY, day), day);
    if (hour % 30 === 29) pair = [await start(), await start()];
    // In turns: a database in one process cannot wait for itself. Processes at once: cli/serve.
    for (const schedule of hour % 2 === 0 ? pair : [...pair].reverse()) await tick(schedule);
    now += HOUR_MS;
  }
  const rows = await ledger(pair[0]);
  for (const email of readers) {
    const own = rows.filter(row => row.email === email);
    expect(own.every(row => row.state === 'accepted')).toBe(true);
    // Whoever's slot is before six reads a digest a day later, but all of it.
    expect(own.reduce((sum, row) => sum + row.papers, 0)).toBe(6);
    expect(new Set(own.map(row => row.edition)).size).toBe(own.length);
  }
  expect(await ingestSlots(pair[0])).toHaveLength(5);
  expect(await pair[0].store.deliveries.owing()).toEqual([]);
});

test('a source that fails does not stop the others, nor the edition, and is tried again', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T06:00:00Z');
  const schedule = await start('late/{date}.txt,inbox');
  await subscribe(schedule, 'a@example.org');
  const { ingest } = await tick(schedule);
  expect(ingest).toMatchObject([
    { ok: false, problem: expect.stringMatching(/late\/2026-06-01\.txt: no such file/) },
    { ok: true, ingested: 1 },
  ]);
  now += 14 * MINUTE_MS;
  expect((await tick(schedule)).ingest).toBeNull();
  now += MINUTE_MS;
  expect((await tick(schedule)).ingest).toMatchObject([
    { ok: false },
    { ok: true, ingested: 1, newPapers: 2 },
  ]);
  at('2026-06-01T07:00:00Z');
  expect((await tick(schedule)).delivered).toMatchObject([{ states: { accepted: 1 } }]);
  mkdirSync(join(folder, 'late'));
  writeFileSync(join(folder, 'late', '2026-06-01.txt'), digest(title(9)));
  now += 15 * MINUTE_MS;
  expect((await tick(schedule)).ingest).toMatchObject([{ ok: true, ingested: 1 }, { ok: true }]);
  now += HOUR_MS;
  expect((await tick(schedule)).ingest).toBeNull();
});

test('a source that stays away is given up after eight attempts, until the next day', async () => {
  at('2026-06-01T06:00:00Z');
  const schedule = await start('nowhere');
  for (let look = 0; look < 23 * 4; look++) {
    await tick(schedule);
    now += 15 * MINUTE_MS;
  }
  expect(await ingestSlots(schedule)).toEqual([{ at: '2026-06-01T06:00:00.000Z', ok: false, attempts: 8 }]);
  at('2026-06-02T06:00:00Z');
  expect((await tick(schedule)).ingest).not.toBeNull();
});

test('after days off there is one catch-up, and only editions that are worth it', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  await tick(schedule);
  publish('2026-06-05', 2);
  at('2026-06-08T10:30:00Z');
  const report = await tick(await start());
  expect(report.ingest).toMatchObject([{ ingested: 1, unchanged: 1 }]);
  expect(report.delivered.map(({ edition }) => edition)).toEqual(['2026-06-08']);
  expect((await ingestSlots(schedule)).map(slot => slot.at)).toEqual([
    '2026-06-08T06:00:00.000Z',
    '2026-06-01T06:00:00.000Z',
  ]);
  expect(await ledger(schedule)).toHaveLength(2);
});

test('editions wait while another process reads the digest, and its work is taken over when it dies', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  const other = { job: 'ingest', at: Date.parse('2026-06-01T06:00:00Z') };
  await schedule.store.slots.claim({
    ...other,
    owner: 'other',
    now,
    until: now + MINUTE_MS,
    longest: 2 * MINUTE_MS,
    retry: { rest: 0, attempts: 1 },
  });
  expect(await tick(schedule)).toEqual({ ingest: null, prepared: [], delivered: [] });
  now += MINUTE_MS + 1;
  expect(await tick(schedule)).toMatchObject({
    ingest: [{ ok: true }],
    delivered: [{ states: { accepted: 1 } }],
  });
});

test('an edition that cannot be prepared is taken over by a later tick', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  const broken = () => {
    throw new Error('no template');
  };
  const report = await tick({ ...schedule, parts: { ...schedule.parts, openMail: broken } });
  expect(report).toMatchObject({ ingest: [{ ok: true }], prepared: [], delivered: [] });
  const [slot] = await schedule.store.slots.last('edition:', 1);
  expect(slot).toMatchObject({ ok: false, outcome: '{"problem":"no template"}' });
  now += MINUTE_MS;
  expect((await tick(schedule)).delivered).toHaveLength(1);
});

test('a transport that breaks over one edition does not keep the others', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-02T06:30:00Z');
  const schedule = await start();
  await subscribe(schedule, 'near@example.org', { hour: 20 });
  await subscribe(schedule, 'far@example.org', { hour: 20, timezone: 'Pacific/Kiritimati' });
  const works = nullTransport();
  const hand: typeof works.hand = async (edition, message, commit) => {
    if (edition === FIRST_DAY) throw new Error('the disk is full');
    return works.hand(edition, message, commit);
  };
  await tick({ ...schedule, transport: { ...works, hand } });
  const states = async () => (await ledger(schedule)).map(({ email, state }) => [email, state]);
  expect(await states()).toEqual([
    ['far@example.org', 'accepted'],
    ['near@example.org', 'pending'],
  ]);
  now += MINUTE_MS;
  await tick(schedule);
  expect((await states())[1]).toEqual(['near@example.org', 'accepted']);
});

test('closes the accounts of an edition whose sender died after its last mail', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  const { editions } = schedule.store;
  let isLast = false;
  const store: Schedule['store'] = {
    ...schedule.store,
    transaction: async work => {
      if (isLast) throw new Error('killed');
      return schedule.store.transaction(work);
    },
    leases: {
      ...schedule.store.leases,
      release: async (...args) => {
        await schedule.store.leases.release(...args);
        isLast = (await schedule.store.deliveries.owing()).length === 0;
      },
    },
  };
  await tick({ ...schedule, store, parts: { ...schedule.parts, store } });
  expect(await ledger(schedule)).toMatchObject([{ state: 'accepted' }]);
  expect(await editions.newest(1)).toMatchObject([{ state: 'sending' }]);
  await tick(schedule);
  expect(await editions.newest(1)).toMatchObject([{ state: 'complete' }]);
});

test('what is asked to stop gives its slot back for the next to take at once', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  expect(await tick({ ...schedule, signal: AbortSignal.abort() })).toEqual({
    ingest: null,
    prepared: [],
    delivered: [],
  });
  expect((await tick(await start())).delivered).toMatchObject([{ states: { accepted: 1 } }]);
});

test('a large edition leaves room for a signal between its pages', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  const many = Array.from({ length: 3 * 500 }, (_, n) =>
    reader(`${n}@example.org`, { queries: ['"language models"'] }),
  );
  await schedule.store.subscribers.insertMany(many);
  const stop = new AbortController();
  const log = { ...schedule.log, info: () => void setImmediate(() => stop.abort()) };
  expect(await tick({ ...schedule, log, signal: stop.signal })).toMatchObject({ delivered: [] });
  expect(await ledger(schedule)).toHaveLength(500);
  const next = { ...(await start()), transport: nullTransport() };
  expect((await tick(next)).delivered).toMatchObject([{ states: { accepted: 1500 } }]);
});

test('one bad file among good ones is told, and is no outage; many are told in short', async () => {
  at('2026-06-01T06:00:00Z');
  const service = await start();
  for (let n = 0; n < 5; n++)
    writeFileSync(join(folder, 'inbox', `junk${n}.txt`), 'nothing that anybody knows');
  const [alone] = (await tick(service)).ingest ?? [];
  expect(alone).toMatchObject({ ok: false, refused: 5, problem: expect.stringMatching(/; and 2 more$/) });
  at('2026-06-02T06:00:00Z');
  publish('2026-06-02', 1);
  const [among] = (await tick(service)).ingest ?? [];
  expect(among).toMatchObject({ ok: true, ingested: 1, refused: 5 });
});

test('what is wrong with the way out is told once, and once when it is over', async () => {
  publish(FIRST_DAY, 1);
  at('2026-06-01T07:00:00Z');
  const schedule = await start();
  await subscribe(schedule, 'a@example.org');
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line);
    return true;
  };
  const log = createLog('warn', { isTTY: false, write });
  const refusing: Transport = {
    ...nullTransport(),
    hand: async () => ({
      class: 'config',
      phase: 'login',
      code: 535,
      enhanced: '5.7.8',
      reply: '535 wrong password',
      hopeless: true,
    }),
  };
  const told = () => lines.filter(line => line.includes('"incident"')).map(line => JSON.parse(line).msg);
  for (let n = 0; n < 3; n++) {
    await tick({ ...schedule, log, transport: refusing });
    now += 20 * MINUTE_MS;
  }
  expect(told()).toEqual(['something is wrong']);
  await tick({ ...schedule, log, transport: nullTransport() });
  await tick({ ...schedule, log, transport: nullTransport() });
  expect(told()).toEqual(['something is wrong', 'over']);
  expect(await ledger(schedule)).toMatchObject([{ state: 'accepted' }]);
});
