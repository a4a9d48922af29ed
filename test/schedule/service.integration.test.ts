import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Service, startService } from '../../src/schedule/service.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';
const NOON = Date.parse(`${DAY}T12:00:00Z`);

let world: World;
let service: Service;
beforeEach(async () => {
  world = await openWorld(NOON, { TIMEZONE: 'UTC' });
  await world.ingest(digest(title(1)), DAY);
  const log = createLog('silent', { isTTY: false, write: () => true });
  service = await startService({ app: world.app, roles: ['scheduler', 'sender'], log });
});
afterEach(async () => {
  await service.stop();
  await world.dispose();
});

it('makes a first edition as soon as it is asked, and looks at nobody else for it', async () => {
  const { store } = world.parts;
  const atEverybody = vi.spyOn(store.subscribers, 'slotGroups');
  for (let n = 0; n < 5; n++) {
    const num = await world.subscribe(`r${n}@example.org`, {
      queries: ['"language models"'],
      welcomeAt: NOON,
      confirmedAt: NOON,
    });
    service.onAsked();
    const state = async () => (await store.deliveries.find(DAY, num))?.state;
    await vi.waitFor(async () => expect(await state()).toBe('accepted'), { timeout: 20_000 });
  }
  // Once at its start, and should a minute go by meanwhile, once more: never for every one who asks.
  expect(atEverybody.mock.calls.length).toBeLessThan(3);
});
