import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdEdition } from '../../src/cli/hold-edition.ts';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import { addDays } from '../../src/model/date.ts';
import { applyReturned, type MailToRead } from '../../src/pipeline/bounces.ts';
import { wrongWith } from '../../src/pipeline/watch-returned.ts';
import { prepare } from '../../src/pipeline.ts';
import type { Standing } from '../../src/store/reports.ts';
import { digest, title } from '../support/digest.ts';
import { complaint, deliveryReport } from '../support/returned-mail.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';

const standing = (fields: Partial<Standing>): Standing => ({
  answered: 1_000,
  refused: 0,
  unreachable: 0,
  complained: 0,
  ...fields,
});
const causes = (fields: Partial<Standing>) => wrongWith(standing(fields)).map(({ cause }) => cause);

it('tells a share that is about us from a few that are not', () => {
  expect(causes({ answered: 10, refused: 4, complained: 2 })).toEqual([]);
  expect(causes({ answered: 100, refused: 5 })).toEqual(['refused']);
  expect(causes({ refused: 9 })).toEqual([]);
  expect(causes({ complained: 3 })).toEqual(['complaints']);
  expect(causes({ answered: 5_000, complained: 5 })).toEqual([]);
  expect(causes({ answered: 19, unreachable: 19 })).toEqual([]);
  expect(causes({ answered: 20, unreachable: 20 })).toEqual(['dead']);
  expect(causes({ unreachable: 100 })).toEqual([]);
  expect(causes({ refused: 200, unreachable: 200, complained: 200 })).toEqual([
    'refused',
    'dead',
    'complaints',
  ]);
  expect(wrongWith(standing({ refused: 40 }))[0]?.what).toMatch(/^40 of 1000 mails came back/);
});

describe('an edition whose mails come back', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(undefined, { BOUNCE_ADDRESS: 'bounces@example.org' });
    for (let n = 0; n < 20; n++)
      await world.subscribe(`r${n}@example.org`, { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), DAY);
    await world.send(DAY);
  });
  afterEach(() => world.dispose());

  async function returned(mails: (envelopeFrom: string) => Buffer, from: number, to: number): Promise<void> {
    const paths = await world.app.returnPaths();
    if (!paths) throw new Error('no return paths');
    async function* all() {
      for (let num = from; num <= to; num++)
        yield { bytes: mails(paths?.sign(num, DAY) ?? ''), dealtWith: async () => {} };
    }
    await applyReturned({ ...world.parts, verify: paths.verify }, all());
  }
  const refused = (path: string) =>
    deliveryReport(path, { status: '5.7.26', diagnostic: '550 5.7.26 unauthenticated' });
  const resume = () => holdEdition(world.app, DAY, 'resume', '');
  /** Somebody of this edition who has no mail yet. */
  async function owe(email: string): Promise<void> {
    await world.subscribe(email, { queries: ['"language models"'] });
    await prepare(world.parts, { edition: DAY, at: null });
  }
  const incidents = async () =>
    (await world.parts.store.incidents.current()).map(({ key, what }) => [key, what]);

  it('is told once when they are refused for what we are, and suppresses nobody', async () => {
    await returned(refused, 1, 4);
    expect(await incidents()).toEqual([]);
    await returned(refused, 5, 6);
    expect(await incidents()).toEqual([
      [`edition ${DAY} refused`, expect.stringMatching(/^6 of 20 mails came back/)],
    ]);
    expect(await world.parts.store.suppressions.none()).toBe(true);
    // Nothing is owed any more: there is nothing to pause.
    expect(await world.parts.store.editions.holds([DAY])).toEqual(new Map());
  });

  it('is paused while it still owes something, and again after the operator resumed it when much more is wrong', async () => {
    await owe('late@example.org');
    await returned(complaint, 1, 4);
    const { editions } = world.parts.store;
    expect((await editions.holds([DAY])).get(DAY)?.pausedWhy).toMatch(/called spam/);
    expect(await world.send(DAY)).toMatchObject({ state: 'paused', states: { pending: 1, complained: 4 } });
    await resume();
    expect(await incidents()).toEqual([]);
    await returned(complaint, 5, 5);
    expect(await editions.holds([DAY])).toEqual(new Map());
    await returned(complaint, 6, 6);
    expect((await editions.holds([DAY])).get(DAY)?.pausedWhy).toMatch(/^6 of 20/);
    expect((await incidents()).map(([key]) => key)).toEqual([`edition ${DAY} complaints`]);
  });

  it('is told of complaints, whatever it was stopped for before', async () => {
    const { editions, incidents: store } = world.parts.store;
    await store.open(`edition ${DAY}`, 'paused: 5 of the last 20 answers', 1);
    await resume();
    await returned(refused, 1, 6);
    await resume();
    await owe('late@example.org');
    await returned(complaint, 7, 9);
    expect((await editions.holds([DAY])).get(DAY)?.pausedWhy).toMatch(/called spam/);
    expect((await incidents()).map(([key]) => key)).toEqual([`edition ${DAY} complaints`]);
  });
});

describe('a relay that is broken', () => {
  let world: World;
  const AUDIENCE = 120;
  beforeEach(async () => {
    world = await openWorld(undefined, { BOUNCE_ADDRESS: 'bounces@example.org' });
    for (let n = 0; n < AUDIENCE; n++)
      await world.subscribe(`r${n}@example.org`, { queries: ['"language models"'] });
    await world.ingest(digest(title(1), title(2)), DAY);
  });
  afterEach(() => world.dispose());

  const suppressed = async () => {
    let count = 0;
    for await (const page of world.parts.store.subscribers.pages(100))
      count += page.filter(({ status }) => status === 'suppressed').length;
    return count;
  };
  async function* reports(statuses: readonly string[], edition = DAY, from = 1) {
    const paths = await world.app.returnPaths();
    for (let num = from; num <= AUDIENCE; num++) {
      for (const status of statuses) {
        const bytes = deliveryReport(paths?.sign(num, edition) ?? '', { status });
        yield { bytes, dealtWith: async () => {} };
      }
    }
  }
  const read = async (mails: AsyncIterable<MailToRead>) => {
    const paths = await world.app.returnPaths();
    if (!paths) throw new Error('no return paths');
    return applyReturned({ ...world.parts, verify: paths.verify }, mails);
  };

  it.each([
    ['no such mailbox', ['5.1.1']],
    ['given up, then no such mailbox', ['4.4.7', '5.1.1']],
  ])('and reports of everybody: %s, suppresses few, and tells', async (_, statuses) => {
    await world.send(DAY);
    const { suppressed: told } = await read(reports(statuses));
    // As many as may be true: 20 at least, or a tenth.
    expect(told).toBe(19);
    expect(await suppressed()).toBe(19);
    expect((await world.parts.store.deliveries.list({ edition: DAY })).map(({ state }) => state)).toEqual(
      Array.from({ length: AUDIENCE }, () => 'bounced'),
    );
    const current = await world.parts.store.incidents.current();
    expect(current.map(({ key }) => key)).toEqual([`edition ${DAY} dead`]);
    // Nor later, when somebody is looked at anew for another edition's sake.
    const next = addDays(DAY, 1);
    world.at(`${next}T08:00:00Z`);
    await world.ingest(digest(title(3)), next);
    await world.send(next);
    await read(reports(['5.2.2'], next, 100));
    expect(await suppressed()).toBe(19);
    // What another edition says is believed.
    await read(reports(['5.1.1'], next, 118));
    expect(await suppressed()).toBe(22);
  });

  const nobodyThere: Transport = {
    ...nullTransport(),
    hand: async () => ({
      class: 'dead',
      phase: 'recipient',
      code: 550,
      enhanced: '5.1.1',
      reply: '550 5.1.1 unknown in relay recipient table',
      final: true,
    }),
  };

  it('and refuses everybody at once suppresses few, and pauses the edition', async () => {
    await world.send(DAY, nobodyThere);
    expect(await suppressed()).toBeLessThan(20);
    expect((await world.parts.store.editions.holds([DAY])).has(DAY)).toBe(true);
    await world.parts.store.editions.resume(DAY, 1);
    await world.send(DAY, nobodyThere);
    expect(await suppressed()).toBeLessThan(20);
  });
});
