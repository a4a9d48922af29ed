import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport } from '../../src/deliver/transport.ts';
import { prepareWelcomes } from '../../src/pipeline/welcome.ts';
import { deliver, prepare } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY = '2026-06-02';
const NOON = Date.parse(`${DAY}T12:00:00Z`);

for (const database of DATABASES) {
  describe(`a newcomer, on ${database.name},`, () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(NOON, { TIMEZONE: 'UTC' }, database);
    });
    afterEach(() => world.dispose());

    const come = (email: string, fields = {}) =>
      world.subscribe(email, {
        queries: ['"language models"'],
        welcomeAt: NOON,
        confirmedAt: NOON,
        ...fields,
      });
    const rows = async () =>
      (await world.parts.store.deliveries.list({ edition: DAY })).map(({ email, state, preface }) => [
        email,
        state,
        preface,
      ]);
    const hand = () =>
      deliver(world.parts, async () => [{ edition: DAY, at: world.parts.clock.now() }], {
        transport: nullTransport(),
        owner: 'test',
        sleep: async () => {},
      });

    it('gets today’s edition at once, whatever their hour and days, and nobody else does', async () => {
      await world.ingest(digest(title(1), title(2)), '2026-05-30');
      await world.subscribe('old@example.org', { queries: ['"language models"'], hour: 18 });
      await come('early@example.org', { hour: 23 });
      await come('weekly@example.org', { cadence: 'weekly' });
      const [report] = await prepareWelcomes(world.parts);
      expect(await rows()).toEqual([
        ['early@example.org', 'pending', 'welcome'],
        ['weekly@example.org', 'pending', 'welcome'],
      ]);
      expect(report?.state).toBe('draft');
      await hand();
      expect((await rows()).map(([, state]) => state)).toEqual(['accepted', 'accepted']);
    });

    it('has no second copy of it when their hour comes, and the accounts of everybody balance then', async () => {
      await world.ingest(digest(title(1), title(2)), DAY);
      await world.subscribe('old@example.org', { queries: ['"language models"'], hour: 18 });
      await come('new@example.org', { hour: 18 });
      await prepareWelcomes(world.parts);
      await hand();
      world.at(`${DAY}T18:00:00Z`);
      const report = await prepare(world.parts, { edition: DAY, at: world.parts.clock.now(), oneTurn: true });
      expect(report).toMatchObject({ audience: 2, states: { accepted: 1, pending: 1 } });
      await hand();
      expect(await rows()).toEqual([
        ['old@example.org', 'accepted', null],
        ['new@example.org', 'accepted', 'welcome'],
      ]);
    });

    it('is not looked at again until there is something new to look at', async () => {
      await come('none@example.org', { topics: [], queries: ['"nothing of this kind"'] });
      expect(await prepareWelcomes(world.parts)).toHaveLength(1);
      expect(await prepareWelcomes(world.parts)).toEqual([]);
      world.at(`${DAY}T12:30:00Z`);
      await world.ingest(digest('Nothing of This Kind Was Seen'), DAY);
      const [report] = await prepareWelcomes(world.parts);
      expect(report?.states).toEqual({ pending: 1 });
      expect(await prepareWelcomes(world.parts)).toEqual([]);
    });

    it('for whom nothing is found has their hour yet to come', async () => {
      await come('late@example.org', { topics: [], queries: ['"worth the wait"'], hour: 18 });
      await prepareWelcomes(world.parts);
      world.at(`${DAY}T17:59:00Z`);
      await world.ingest(digest('A Paper Worth the Wait'), DAY);
      world.at(`${DAY}T18:00:00Z`);
      const report = await prepare(world.parts, { edition: DAY, at: world.parts.clock.now(), oneTurn: true });
      expect(report.states).toEqual({ pending: 1 });
    });

    it('who was paused, left or came too long ago gets none', async () => {
      await world.ingest(digest(title(1)), DAY);
      await come('paused@example.org', { status: 'paused', pausedUntil: '2026-07-01' });
      await come('left@example.org', { status: 'unsubscribed' });
      await come('old@example.org', { welcomeAt: NOON - 21 * 3_600_000 });
      await come('operator@example.org', { welcomeAt: null });
      expect(await prepareWelcomes(world.parts)).toEqual([]);
      expect(await rows()).toEqual([]);
    });

    it('is found though others who came later were looked at before', async () => {
      await world.ingest(digest(title(1)), DAY);
      world.at(`${DAY}T12:00:01Z`);
      await come('none@example.org', {
        topics: [],
        queries: ['"nothing of this kind"'],
        welcomeAt: NOON + 500,
      });
      await come('quick@example.org', { welcomeAt: NOON + 500 });
      await prepareWelcomes(world.parts);
      // Confirmed before them by their clock, and written a moment later.
      await come('slow@example.org', { welcomeAt: NOON + 400 });
      await prepareWelcomes(world.parts);
      expect((await rows()).map(([email]) => email)).toEqual(['quick@example.org', 'slow@example.org']);
      await prepareWelcomes(world.parts);
      expect(await prepareWelcomes(world.parts)).toEqual([]);
    });

    it('is not forgotten when the service stops in the middle of their first editions', async () => {
      await world.ingest(digest(title(1)), DAY);
      for (let n = 0; n < 3; n++) await come(`r${n}@example.org`);
      const stopping = new AbortController();
      const { store } = world.parts;
      const deliveries = {
        ...store.deliveries,
        served: (...args: Parameters<typeof store.deliveries.served>) => {
          stopping.abort();
          return store.deliveries.served(...args);
        },
      };
      await prepareWelcomes({ ...world.parts, store: { ...store, deliveries } }, stopping.signal);
      expect(await rows()).toEqual([]);
      await prepareWelcomes(world.parts);
      expect(await rows()).toHaveLength(3);
    });

    it('has one first edition, whatever zone they choose on their first day', async () => {
      await world.ingest(digest(title(1)), DAY);
      const num = await come('mover@example.org', { timezone: 'UTC' });
      await prepareWelcomes(world.parts);
      await world.parts.store.subscribers.update(num, { timezone: 'Pacific/Kiritimati' });
      await world.ingest(digest(title(2), title(3)), DAY, 'other');
      await prepareWelcomes(world.parts);
      const mails = await world.parts.store.deliveries.list({ subscriber: num });
      expect(mails.map(({ edition }) => edition)).toEqual([DAY]);
    });

    it('comes on their own date, where another zone has another one', async () => {
      await world.ingest(digest(title(1)), '2026-06-01');
      world.at(`${DAY}T02:00:00Z`);
      await come('west@example.org', {
        timezone: 'America/Los_Angeles',
        welcomeAt: Date.parse(`${DAY}T01:59:00Z`),
      });
      const [report] = await prepareWelcomes(world.parts);
      expect(report).toMatchObject({ edition: '2026-06-01', states: { pending: 1 } });
    });
  });
}
