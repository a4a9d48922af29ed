import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { plainSource } from '../../src/model/source.ts';
import { sourcesBehind } from '../../src/pipeline/source-standings.ts';
import { storiesOf } from '../../src/pipeline/story.ts';
import { whyInWords } from '../../src/pipeline/why-in-words.ts';
import { readSource } from '../../src/schedule/read-source.ts';
import type { Schedule } from '../../src/schedule/schedule.ts';
import { openSchedule } from '../../src/schedule/service.ts';
import { scheduleDue, tick } from '../../src/schedule/tick.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const READER = 'ada@example.org';

let world: World;
let schedule: Schedule;
let page: Uint8Array | number = 200;
let address = '';
const server = createServer((_, response) => {
  response.writeHead(typeof page === 'number' ? page : 200).end(typeof page === 'number' ? '' : page);
});

beforeEach(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`;
  world = await openWorld(Date.parse('2026-06-01T05:00:00Z'), {
    SOURCES: `inbox,${address}`,
    OPERATOR_EMAIL: 'operator@example.org',
  });
  mkdirSync(join(world.folder, 'inbox'));
  const log = createLog('silent', { isTTY: false, write: () => true });
  schedule = await openSchedule(world.app, { log, sleep: async () => {} });
  await world.subscribe(READER, { queries: ['"language models"'], max: 100 });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  await world.dispose();
});

const papers = (...numbers: number[]) => digest(...numbers.map(title));
const EMPTY = new TextEncoder().encode('[]');

function drop(name: string, bytes: Uint8Array): void {
  writeFileSync(join(world.folder, 'inbox', name), bytes);
}

/** A day of the service: its sources are read at six, and again at these times; the reader's hour is seven. */
async function live(day: string, ...times: string[]): Promise<void> {
  for (const time of ['06:00', ...times, '07:00'].sort()) {
    world.at(`${day}T${time}:00Z`);
    await tick(schedule);
  }
}

/** What was last read of each source, as the day ended. */
async function statuses(): Promise<Record<string, string>> {
  const last = await world.parts.store.readings.last();
  return Object.fromEntries(
    [...last].map(([name, { status }]) => [name === address ? 'page' : basename(name), status]),
  );
}

/** The subjects of the mails to the operator about what is wrong, or over, oldest first. */
function told(): string[] {
  const folder = join(world.folder, 'data/outbox/operator');
  const names = (() => {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        // The week in numbers is another mail.
        name => name.endsWith('.eml') && !name.includes('summary'),
      );
    } catch {
      return [];
    }
  })();
  const subjects = names.sort().map(name => {
    const [, subject = ''] =
      /^Subject: (.*(?:\r\n .*)*)/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    return subject.replace(/\r\n /g, ' ');
  });
  return subjects.filter(subject => !subject.startsWith('The week'));
}

async function outcome(day: string): Promise<string> {
  const { store } = world.parts;
  const { states, skipped } = await store.editions.accounts(day);
  return Object.keys({ ...states, ...skipped }).join();
}

test('ten days: a stale page, an outage, a weekend; what came, why nothing did, and what the operator was told', async () => {
  page = papers(1, 2);
  drop('a.txt', papers(10));
  await live('2026-06-01');
  expect(await statuses()).toEqual({ inbox: 'ingested', page: 'ingested' });
  expect(await outcome('2026-06-01')).toBe('accepted');

  // The page is a day old; what people bring to a folder may be.
  await live('2026-06-02', '06:20');
  expect(await statuses()).toEqual({ inbox: 'unchanged', page: 'stale' });
  expect(await outcome('2026-06-02')).toBe('stale-source');
  expect(told()).toEqual([]);

  await live('2026-06-03', '06:20', '06:40', '07:20');
  expect(await outcome('2026-06-03')).toBe('stale-source');
  expect(told()).toEqual([`Something is wrong: Source ${address}`]);

  // Votes change the bytes, not the papers.
  page = Buffer.concat([papers(1, 2), Buffer.from('\n\n')]);
  await live('2026-06-04');
  expect(await statuses()).toEqual({ inbox: 'stale', page: 'stale' });
  expect(told()).toHaveLength(2);

  page = papers(2, 3);
  drop('b.txt', papers(11));
  await live('2026-06-05');
  expect(await statuses()).toEqual({ inbox: 'ingested', page: 'ingested' });
  expect(await outcome('2026-06-05')).toBe('accepted');
  expect(told().slice(2)).toEqual([expect.stringMatching(/^Over: Source .* and 1 more$/)]);

  // A weekend: one is empty in good order, the other has no day of publication.
  page = EMPTY;
  await live('2026-06-06');
  expect(await statuses()).toEqual({ inbox: 'unchanged', page: 'quiet' });
  expect(await outcome('2026-06-06')).toBe('quiet');
  await live('2026-06-07');
  expect(await outcome('2026-06-07')).toBe('quiet');

  // One fails, the other goes on.
  page = 500;
  drop('c.txt', papers(12));
  await live('2026-06-08', '06:20', '06:40', '07:30', '08:00');
  // What was read is not read again because another source failed.
  expect(await statuses()).toEqual({ inbox: 'ingested', page: 'refused' });
  expect(await outcome('2026-06-08')).toBe('accepted');
  expect(told().slice(3)).toEqual([`Something is wrong: Source ${address}`]);
  await live('2026-06-09', '06:20');
  expect(await outcome('2026-06-09')).toBe('stale-source');
  expect(told()).toHaveLength(4);

  page = papers(1, 2, 3, 4);
  await live('2026-06-10');
  expect(await statuses()).toMatchObject({ page: 'ingested' });
  expect(await outcome('2026-06-10')).toBe('accepted');
  expect(told().slice(4)).toEqual([`Over: Source ${address}`]);
  // Nothing that was known is forgotten, and nothing comes twice.
  const carried = await world.carried();
  expect(new Set(carried).size).toBe(carried.length);
  expect(carried).toHaveLength(7);

  const [subscriber] = await world.parts.store.subscribers.byNums([1]);
  if (!subscriber) throw new Error('nobody');
  const days = ['2026-06-03', '2026-06-06', '2026-06-09'];
  const time = String;
  const telling = { subscriber, suppression: null, time, now: world.parts.clock.now() };
  const why = (await storiesOf(world.parts, subscriber, days)).map(story => whyInWords(story, telling));
  expect(why[0]).toContain(`${address} was stale, since 2026-06-02 (a day): nothing new since 2026-06-01`);
  expect(why[1]).toContain(`${address} was quiet: `);
  expect(why[2]).toContain(`${address} could not be read, since 2026-06-08 (a day): answered 500`);
  // An edition is told by its own day, whenever it is looked at.
  const behind = await sourcesBehind(world.parts.store, '2026-06-03', world.parts.clock.now());
  expect(behind).toMatchObject([{ name: address, status: 'stale', since: '2026-06-02' }]);
});

test('a later outage does not say why somebody got nothing before it', async () => {
  page = papers(1);
  drop('a.txt', papers(10));
  await live('2026-06-01');
  page = EMPTY;
  await live('2026-06-02');
  expect(await statuses()).toEqual({ inbox: 'unchanged', page: 'quiet' });
  expect(await outcome('2026-06-02')).toBe('nothing-new');
  const { store } = world.parts;
  for (const last of (await store.readings.last()).values()) {
    await store.readings.add({ ...last, at: Date.parse('2026-06-02T09:00:00Z'), status: 'refused' });
  }
  await world.send('2026-06-02');
  expect(await outcome('2026-06-02')).toBe('nothing-new');
});

test('a page of the day that is not there is quiet on a Saturday, and not there yet on a Monday', async () => {
  const source = plainSource(join(world.folder, 'days/{date}.txt'), 'days');
  const read = (day: string) => {
    world.at(`${day}T06:00:00Z`);
    return readSource(world.parts, source, { day });
  };
  expect(await read('2026-06-06')).toMatchObject({ status: 'quiet', ok: true, problem: null });
  expect(await read('2026-06-08')).toMatchObject({
    status: 'refused',
    ok: false,
    problem: expect.stringMatching(/^not there yet: /),
  });
  mkdirSync(join(world.folder, 'days'));
  writeFileSync(join(world.folder, 'days/2026-06-08.txt'), papers(1));
  expect(await read('2026-06-08')).toMatchObject({ status: 'ingested', ok: true, newPapers: 1 });
});

test('a page of the day that comes late is no incident while it is looked for again, and a weekend without it mends nothing', async () => {
  const source = plainSource(join(world.folder, 'late/{date}.txt'), 'late');
  const read = async (at: string, isLast = true) => {
    world.at(`${at}:00Z`);
    await readSource(world.parts, source, { day: at.slice(0, 10), isLast });
    const found = await world.parts.store.incidents.find('source late');
    return found === null ? 'never' : found.closedAt === null ? 'open' : 'over';
  };
  expect(await read('2026-06-04T06:00', false)).toBe('never');
  expect(await read('2026-06-04T07:45', false)).toBe('never');
  expect(await read('2026-06-04T18:00')).toBe('open');
  expect(await read('2026-06-06T18:00')).toBe('open');
  expect(await read('2026-06-08T06:00', false)).toBe('open');
  mkdirSync(join(world.folder, 'late'));
  writeFileSync(join(world.folder, 'late/2026-06-08.txt'), papers(1));
  expect(await read('2026-06-08T12:00', false)).toBe('over');

  // Whoever takes out the only source knows why it is silent.
  expect(await read('2026-06-09T06:00')).toBe('over');
  expect(await read('2026-06-09T07:45')).toBe('open');
  await scheduleDue({ ...schedule, sources: [] });
  expect(await world.parts.store.incidents.current()).toEqual([]);
});
