import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plan } from '../../src/pipeline.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = { queries: ['"language models"'] };
const DAY = '2026-06-01';

describe('an edition that was cancelled', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await world.subscribe('early@example.org', QUERY);
    await world.ingest(digest(title(1)), DAY);
  });
  afterEach(() => world.dispose());

  async function planned(): Promise<string[]> {
    const lines: string[] = [];
    for await (const page of plan(world.parts, { edition: DAY, at: null })) {
      for (const line of page) {
        if (line.kind !== 'erased')
          lines.push(`${line.email} ${line.kind === 'skip' ? line.reason : 'mail'}`);
      }
    }
    return lines;
  }

  it('keeps what it delivered, and gives nobody else anything: held, in plan and accounts', async () => {
    await world.send(DAY);
    for (const name of ['late', 'left']) await world.subscribe(`${name}@example.org`, QUERY);
    await world.parts.store.subscribers.update(3, { status: 'unsubscribed' });
    await world.parts.store.editions.cancel(DAY, world.parts.clock.now());
    const expected = ['early@example.org mail', 'late@example.org held', 'left@example.org held'];
    expect(await planned()).toEqual(expected);
    expect(await world.send(DAY)).toMatchObject({
      state: 'cancelled',
      audience: 3,
      states: { accepted: 1 },
      skipped: { held: 2 },
    });
    expect(await planned()).toEqual(expected);
    // Nothing of it is lost to who did not get it.
    expect(await world.send('2026-06-02')).toMatchObject({
      states: { accepted: 1 },
      skipped: { 'nothing-new': 1, unsubscribed: 1 },
    });
  });

  it('is not one that is paused: that is frozen as ever', async () => {
    await world.parts.store.editions.pause(DAY, 'to look at it', world.parts.clock.now());
    expect(await planned()).toEqual(['early@example.org mail']);
    expect(await world.send(DAY)).toMatchObject({ state: 'paused', states: { pending: 1 } });
  });
});
