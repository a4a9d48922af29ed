import { afterEach, beforeEach, expect, it } from 'vitest';
import { papersOf } from '../../src/model/edition.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import type { SignalKind } from '../../src/model/signal.ts';
import type { Reachable } from '../../src/model/subscriber.ts';
import { openPreviewer } from '../../src/pipeline/preview.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { learnedOf } from '../../src/pipeline/taste.ts';
import { plan } from '../../src/pipeline.ts';
import { digest } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = '"language models"';
const GROUP = { kind: 'query', key: QUERY } as const;
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-06-01', '2026-06-02', '2026-06-03'] as const;

/** Papers of a day: half of them of one kind, half of the other. */
const papers = (from: number) =>
  Array.from(
    { length: 12 },
    (_, at) => `${at % 2 === 0 ? 'Pruning' : 'Drafting'} for Models Number ${from + at}`,
  );

let world: World;
let ada: Reachable;
beforeEach(async () => {
  world = await openWorld();
  const num = await world.subscribe('ada@example.org', { queries: [QUERY], max: 8 });
  await world.subscribe('bob@example.org', { queries: [QUERY], max: 8 });
  await world.ingest(digest(...papers(1)), MONDAY);
  await world.send(MONDAY);
  const [found] = await world.parts.store.subscribers.byNums([num]);
  ada = { ...(found as Reachable) };
});
afterEach(() => world.dispose());

async function titles(nums: readonly number[]): Promise<string[]> {
  const found = new Map((await world.parts.store.papers.byNums(nums)).map(({ num, title }) => [num, title]));
  return nums.map(num => found.get(num) ?? '');
}

/** What an edition carried to somebody, in the order of their mail. */
async function carried(edition: string, num = ada.num): Promise<string[]> {
  const rows = await world.parts.store.deliveries.list({ subscriber: num });
  const row = rows.find(one => one.edition === edition);
  return row ? titles(papersOf(unpackSelection(row.papers))) : [];
}

/** Says this of every paper of Monday's mail whose title begins so. */
async function say(begin: string, kind: SignalKind): Promise<void> {
  const { deliveries, signals } = world.parts.store;
  const [row] = await deliveries.list({ subscriber: ada.num });
  const nums = row ? papersOf(unpackSelection(row.papers)) : [];
  for (const [at, title] of (await titles(nums)).entries()) {
    if (title.startsWith(begin))
      await signals.set(ada.num, { paper: nums[at] ?? 0, kind, group: GROUP, at: 1 });
  }
}

const drafting = (list: readonly string[]) =>
  list.slice(0, 4).filter(title => title.startsWith('Drafting')).length;
const kept = async () => (await world.parts.store.tastes.of([ada.num])).get(ada.num)?.length ?? 0;

it('brings first what somebody asked more of, and nobody else anything else', async () => {
  await say('Drafting', 'more');
  await say('Pruning', 'less');
  await world.ingest(digest(...papers(21)), TUESDAY);
  await world.send(TUESDAY);
  const bob = await carried(TUESDAY, ada.num + 1);
  expect(drafting(await carried(TUESDAY))).toBe(4);
  expect(drafting(bob)).toBeLessThan(4);
  // Nothing is hidden: the mail has as many papers as ever, and what waits comes the day after.
  expect(await carried(TUESDAY)).toHaveLength(bob.length);
  await world.send(WEDNESDAY);
  expect((await carried(WEDNESDAY)).some(title => title.startsWith('Pruning'))).toBe(true);
});

it('is planned, previewed and sent alike; only what is frozen is kept', async () => {
  await say('Drafting', 'more');
  await world.ingest(digest(...papers(21)), TUESDAY);
  const { parts } = world;
  const before = await openPreviewer().preview(parts, ada, TUESDAY, { asFrozen: true });
  for await (const _ of plan(parts, { edition: TUESDAY, at: null })) expect(_).toBeDefined();
  expect(await kept()).toBe(0);
  await world.send(TUESDAY);
  expect(await kept()).toBe(2);
  const after = await openPreviewer().preview(parts, ada, TUESDAY, { asFrozen: true });
  const raw = (preview: typeof after) =>
    preview.outcome.kind === 'delivery' ? Buffer.from(preview.outcome.message.raw).toString() : null;
  expect(raw(after)).toBe(raw(before));
  // What was kept and what is learned anew come to the same.
  const again = await openPreviewer().preview(parts, ada, TUESDAY, { asFrozen: false });
  expect(again.why.papers.slice(0, 8)).toEqual(before.why.papers.slice(0, 8));
  const { days } = await replay(parts, ada, ada, { to: TUESDAY, days: 1 });
  const brought = days[0]?.before;
  expect(brought?.kind === 'delivery' && brought.papers.map(({ title }) => title)).toEqual(
    await carried(TUESDAY),
  );
});

it('tells in words what was learned, and learns anew when something is taken back', async () => {
  const { store } = world.parts;
  expect(await learnedOf(store, ada)).toEqual([]);
  await say('Drafting', 'more');
  expect(await learnedOf(store, ada)).toMatchObject([
    { group: GROUP, state: 'soon', reasons: { liked: [] } },
  ]);
  await world.ingest(digest(...papers(21)), TUESDAY);
  await world.send(TUESDAY);
  const [learned] = await learnedOf(store, ada);
  expect(learned).toMatchObject({ more: 4, less: 0, opened: 0, state: 'learned' });
  expect(learned?.reasons.liked).toContainEqual({ kind: 'words', text: expect.stringMatching(/drafting/i) });
  for (const { paper } of (await store.signals.of(ada.num)).slice(0, 2)) {
    await store.signals.take(ada.num, paper, 'more');
  }
  expect(await kept()).toBe(0);
  expect(await learnedOf(store, ada)).toMatchObject([{ state: 'few', more: 2 }]);
});

it('learns from what was opened only while they wish it', async () => {
  await say('Drafting', 'opened');
  await world.ingest(digest(...papers(21)), TUESDAY);
  await world.send(TUESDAY);
  expect(await kept()).toBe(0);
  await world.parts.store.subscribers.update(ada.num, { learnOpened: true });
  await world.ingest(digest(...papers(41)), WEDNESDAY);
  await world.send(WEDNESDAY);
  expect(await kept()).toBe(2);
  expect(drafting(await carried(WEDNESDAY))).toBe(4);
});
