import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reachable } from '../../src/model/subscriber.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = '"language models"';
const TO = '2026-06-04';

let world: World;
let ada: Reachable;
beforeEach(async () => {
  world = await openWorld();
  await world.subscribe('ada@example.org', { queries: ['volcano'] });
  await world.ingest(digest(title(1)), '2026-06-01');
  await world.send('2026-06-01');
  await world.ingest(digest(title(1), title(2)), '2026-06-02');
  await world.ingest(digest(title(3)), '2026-06-04');
  const [found] = await world.parts.store.subscribers.page(0, 1);
  if (!found?.email) throw new Error('nobody is there');
  ada = { ...found, email: found.email };
});
afterEach(() => world.dispose());

const changed = (changes: Partial<Reachable>) =>
  replay(world.parts, ada, { ...ada, ...changes }, { to: TO, days: 4 });

const counts = (brought: { kind: string; papers?: unknown[]; reason?: string } | null) =>
  brought && (brought.papers?.length ?? brought.reason);

it('carries what a day brings forward to the next', async () => {
  const { days, gained, lost } = await changed({ queries: [QUERY] });
  expect(days.map(({ edition }) => edition)).toEqual([
    '2026-06-01',
    '2026-06-02',
    '2026-06-03',
    '2026-06-04',
  ]);
  expect(days.map(({ after }) => counts(after))).toEqual([1, 1, 'nothing-new', 1]);
  expect(days.map(({ before }) => counts(before))).toEqual(Array(4).fill('nothing-matched'));
  expect(days.map(({ really }) => counts(really))).toEqual(['nothing-matched', null, null, null]);
  expect(gained.map(one => one.title)).toEqual([title(1), title(2), title(3)]);
  expect(lost).toEqual([]);
});

it('begins with what was carried before the first day', async () => {
  await world.parts.store.subscribers.update(ada.num, { queries: [QUERY] });
  await world.send('2026-05-31');
  const [now] = await world.parts.store.subscribers.byNums([ada.num]);
  ada = { ...ada, queries: now?.queries ?? [] };
  const { days, lost } = await changed({ queries: ['volcano'] });
  // The edition of May had no snapshot of its own: the newest there was served.
  const carried = (await world.carried()).length;
  expect(carried).toBeGreaterThan(0);
  expect(days.flatMap(({ before }) => (before.kind === 'delivery' ? before.papers : []))).toHaveLength(
    3 - carried,
  );
  expect(lost).toHaveLength(3 - carried);
});

it('brings no paper on a day before it was there', async () => {
  const { days } = await replay(
    world.parts,
    { ...ada, queries: [QUERY] },
    { ...ada, topics: [], queries: [QUERY], max: 1 },
    { to: '2026-06-02', days: 4 },
  );
  // Carried on the first of June, really: nobody has one of it to begin with.
  expect(days.map(({ edition, before, after }) => [edition, counts(before), counts(after)])).toEqual([
    ['2026-05-30', 'nothing-new', 'nothing-new'],
    ['2026-05-31', 'nothing-new', 'nothing-new'],
    ['2026-06-01', 1, 1],
    ['2026-06-02', 1, 1],
  ]);
});

it('tells what a mail really carried, also where that is another paper by now', async () => {
  const late = 'Of language models and other words';
  await world.parts.store.subscribers.update(ada.num, { queries: [QUERY], excluded: ['Number 3'] });
  await world.ingest(linkedDigest(late, '2605.01234', `${late}. ${'Other words. '.repeat(30)}`), TO);
  await world.send(TO);
  const before = await changed({});
  await world.ingest(linkedDigest(title(3), '2605.01234'), TO);
  expect((await world.parts.store.papers.aliases()).size).toBe(1);
  expect((await changed({})).days.at(-1)?.really).toEqual(before.days.at(-1)?.really);
  expect(JSON.stringify(before.days.at(-1)?.really)).toContain(late);
});

it('goes by cadence, maximum and excluded words, and is live from first to last', async () => {
  const some = await changed({ queries: [QUERY], cadence: 'thu', max: 2 });
  expect(some.days.map(({ after }) => counts(after))).toEqual(['not-due', 'not-due', 'not-due', 2]);
  const fewer = await changed({ queries: [QUERY], excluded: ['Number 2'] });
  expect(fewer.gained.map(one => one.title)).toEqual([title(1), title(3)]);
  const paused = await changed({ queries: [QUERY], status: 'paused', pausedUntil: '2027-01-01' });
  expect(paused.gained).toHaveLength(3);
});

it('stops when it is told to', async () => {
  const order = { to: TO, days: 4, signal: AbortSignal.abort() };
  await expect(replay(world.parts, ada, ada, order)).rejects.toThrow(/abort/i);
});
