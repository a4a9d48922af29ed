import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, type Reachable } from '../../../src/model/subscriber.ts';
import { prepare } from '../../../src/pipeline.ts';
import { editionsFor } from '../../../src/studio/preview/editions.ts';
import { digest, title } from '../../support/digest.ts';
import { openWorld, type World } from '../../support/world.ts';

const TODAY = '2026-06-02';
const QUERY = '"language models"';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.ingest(digest(title(1)), TODAY);
});
afterEach(() => world.dispose());

const next = async (num: number) => {
  const [found] = await world.parts.store.subscribers.byNums([num]);
  const person: Reachable = {
    ...DEFAULT_PREFERENCES,
    ...{ status: 'active', pausedUntil: null, createdAt: 0, confirmedAt: 0, welcomeAt: null, origin: null },
    ...{ name: null, num },
    ...found,
    email: found?.email ?? '',
  };
  return (await editionsFor(world.parts, person, '')).next;
};

it('goes on from the edition of today when it was handed over, not when others had theirs at an earlier hour', async () => {
  const early = await world.subscribe('early@example.org', { queries: [QUERY], hour: 6, timezone: 'UTC' });
  const late = await world.subscribe('late@example.org', { queries: [QUERY], hour: 18, timezone: 'UTC' });
  await prepare(world.parts, { edition: TODAY, at: Date.parse(`${TODAY}T08:00:00Z`) });
  expect([await next(early), await next(late)]).toEqual([TODAY, TODAY]);
  await world.send(TODAY);
  expect([await next(early), await next(late)]).toEqual(['2026-06-03', '2026-06-03']);
});
