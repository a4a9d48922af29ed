import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdEdition } from '../../src/cli/hold-edition.ts';
import type { HoldWord } from '../../src/pipeline/hold-edition.ts';
import { openWorld, type World } from '../support/world.ts';

const EDITION = '2026-06-02';
let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.parts.store.editions.pause(EDITION, 'SPF', 1);
  for (const key of [`edition ${EDITION}`, `edition ${EDITION} check`, `edition ${EDITION} complaints`])
    await world.parts.store.incidents.open(key, 'paused: SPF', 1);
  await world.parts.store.incidents.open('edition 2026-06-01', 'paused: SPF', 1);
});
afterEach(() => world.dispose());

test.each<[HoldWord, string[]]>([
  [
    'pause',
    ['edition 2026-06-01', 'edition 2026-06-02', 'edition 2026-06-02 check', 'edition 2026-06-02 complaints'],
  ],
  ['approve', ['edition 2026-06-01', 'edition 2026-06-02', 'edition 2026-06-02 complaints']],
  ['resume', ['edition 2026-06-01']],
  ['cancel', ['edition 2026-06-01']],
])('after --%s these incidents last: %j', async (word, lasting) => {
  await holdEdition(world.app, EDITION, word, 'by the operator');
  const current = await world.parts.store.incidents.current();
  expect(current.map(({ key }) => key).sort()).toEqual(lasting);
});
