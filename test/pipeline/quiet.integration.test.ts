import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverLetters } from '../../src/pipeline/letters.ts';
import { writeSignsOfLife } from '../../src/pipeline/quiet.ts';
import { prepare } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-06-01T08:00:00Z');
const dayOf = (n: number) => new Date(START + n * DAY_MS).toISOString().slice(0, 10);

for (const database of DATABASES) {
  describe(`a sign of life, on ${database.name},`, () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(START, { TIMEZONE: 'UTC' }, database);
      await world.ingest(digest(title(1), title(2)), dayOf(0));
    });
    afterEach(() => world.dispose());

    const nobodys = { topics: [], queries: ['"nothing of this kind"'], confirmedAt: START - 8 * DAY_MS };
    const wishing = (email: string, fields = {}) =>
      world.subscribe(email, { ...nobodys, signOfLife: true, ...fields });
    /** One day of the service: the edition is prepared and delivered, then who heard nothing is written to. */
    const live = async (n: number) => {
      world.at(new Date(START + n * DAY_MS).toISOString());
      await world.send(dayOf(n));
      return writeSignsOfLife(world.parts, dayOf(n));
    };

    it('comes once a week to who wishes it, and to nobody else', async () => {
      const num = await wishing('quiet@example.org');
      await world.subscribe('silent@example.org', nobodys);
      const days: number[] = [];
      for (let n = 0; n < 15; n++) if ((await live(n)) > 0) days.push(n);
      expect(days).toEqual([0, 7, 14]);
      const letters = await world.parts.store.letters.of(num);
      expect(letters.map(({ kind, edition }) => [kind, edition])).toEqual([
        ['quiet', dayOf(0)],
        ['quiet', dayOf(7)],
        ['quiet', dayOf(14)],
      ]);
    });

    it('does not come in the week after a mail, nor in somebody’s first', async () => {
      await wishing('reader@example.org', { queries: ['"language models"'] });
      await wishing('new@example.org', { confirmedAt: START });
      const days: number[] = [];
      for (let n = 0; n < 8; n++) if ((await live(n)) > 0) days.push(n);
      // The first mail went out on day 0; a week later both have heard nothing.
      expect(days).toEqual([7]);
      expect(await writeSignsOfLife(world.parts, dayOf(7))).toBe(0);
    });

    it('does not come before their hour, on a day that is none of theirs, or in a pause', async () => {
      await wishing('later@example.org', { hour: 20 });
      await wishing('monday@example.org', { cadence: 'tue' });
      await wishing('away@example.org', { status: 'paused', pausedUntil: '2026-09-01' });
      await prepare(world.parts, { edition: dayOf(0), at: START, oneTurn: true });
      expect(await writeSignsOfLife(world.parts, dayOf(0))).toBe(0);
    });

    it('comes to who is back from a pause, when they have heard nothing for a week since', async () => {
      const num = await wishing('back@example.org', { status: 'paused', pausedUntil: dayOf(2) });
      const days: number[] = [];
      for (let n = 0; n < 12; n++) if ((await live(n)) > 0) days.push(n);
      expect(days).toEqual([9]);
      const transport = await world.app.transport();
      expect(await deliverLetters(world.parts, { transport, owner: 'test' })).toBe(0);
      world.at(new Date(START + 9 * DAY_MS).toISOString());
      await world.parts.store.letters.add(
        { kind: 'quiet', subscriber: num, edition: dayOf(9), expiresAt: START + 10 * DAY_MS },
        START + 9 * DAY_MS,
      );
      expect(await deliverLetters(world.parts, { transport, owner: 'test' })).toBe(1);
      // A new pause ends it.
      await world.parts.store.subscribers.update(num, { pausedUntil: dayOf(20) });
      await world.parts.store.letters.add(
        { kind: 'quiet', subscriber: num, edition: dayOf(9), expiresAt: START + 10 * DAY_MS },
        START + 9 * DAY_MS,
      );
      expect(await deliverLetters(world.parts, { transport, owner: 'test' })).toBe(0);
      await transport.close();
    });

    it('reaches everybody who waits, beyond a page', async () => {
      for (let n = 0; n < 450; n++) await wishing(`r${n}@example.org`);
      await world.send(dayOf(0));
      expect(await writeSignsOfLife(world.parts, dayOf(0))).toBe(450);
      expect(await writeSignsOfLife(world.parts, dayOf(0))).toBe(0);
    });

    it('is written once by processes side by side', async () => {
      for (let n = 0; n < 5; n++) await wishing(`r${n}@example.org`);
      await world.send(dayOf(0));
      const written = await Promise.all([0, 1, 2].map(() => writeSignsOfLife(world.parts, dayOf(0))));
      expect(written.reduce((sum, one) => sum + one, 0)).toBe(5);
    });
  });
}
