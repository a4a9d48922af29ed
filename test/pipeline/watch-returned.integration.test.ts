import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyReturned } from '../../src/pipeline/bounces.ts';
import { wrongWith } from '../../src/pipeline/watch-returned.ts';
import { digest, title } from '../support/digest.ts';
import { complaint, deliveryReport } from '../support/returned-mail.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';

it('tells a share that is about us from a few that are not', () => {
  expect(wrongWith({ answered: 10, policy: 4, complained: 2 })).toBeNull();
  expect(wrongWith({ answered: 100, policy: 5, complained: 0 })).toMatch(/^5 of 100 mails came back/);
  expect(wrongWith({ answered: 1_000, policy: 9, complained: 0 })).toBeNull();
  expect(wrongWith({ answered: 1_000, policy: 0, complained: 3 })).toMatch(
    /^3 of 1000 mails were called spam/,
  );
  expect(wrongWith({ answered: 5_000, policy: 0, complained: 5 })).toBeNull();
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
  const incidents = async () =>
    (await world.parts.store.incidents.current()).map(({ key, what }) => [key, what]);

  it('is told once when they are refused for what we are, and suppresses nobody', async () => {
    await returned(refused, 1, 4);
    expect(await incidents()).toEqual([]);
    await returned(refused, 5, 6);
    expect(await incidents()).toEqual([
      [`edition ${DAY}`, expect.stringMatching(/^6 of 20 mails came back/)],
    ]);
    expect(await world.parts.store.suppressions.none()).toBe(true);
    // Nothing is owed any more: there is nothing to pause.
    expect(await world.parts.store.editions.holds([DAY])).toEqual(new Map());
  });

  it('is paused while it still owes something, and not again after the operator resumed it', async () => {
    await world.subscribe('late@example.org', { queries: ['"language models"'] });
    const { prepare } = await import('../../src/pipeline.ts');
    await prepare(world.parts, { edition: DAY, at: null });
    await returned(complaint, 1, 3);
    const { editions, incidents: store } = world.parts.store;
    expect((await editions.holds([DAY])).get(DAY)?.pausedWhy).toMatch(/called spam/);
    expect(await world.send(DAY)).toMatchObject({ state: 'paused', states: { pending: 1, complained: 3 } });
    await editions.resume(DAY, 1);
    await store.close(`edition ${DAY}`, 1);
    await returned(complaint, 4, 5);
    expect(await editions.holds([DAY])).toEqual(new Map());
  });
});
