import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineLedger } from '../../src/doctor/ledger.ts';
import type { DeliveryState } from '../../src/model/delivery.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const NOW = Date.parse('2026-06-10T08:00:00Z');

for (const database of DATABASES) {
  describe(`what the doctor reads in the ledger on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    const look = () => examineLedger(world.store, NOW, 'Europe/Berlin');
    const lines = async () => (await look()).map(({ id, level, says }) => `${id} ${level}: ${says}`);

    /** An edition with one delivery in each of these states. */
    async function edition(id: string, ...states: DeliveryState[]): Promise<void> {
      const { store } = world;
      await store.editions.open(id, NOW);
      for (const [n, state] of states.entries()) {
        const num = (await store.subscribers.insert(reader(`r${n}-${id}@example.org`)))?.num ?? 0;
        await store.editions.open(id, NOW);
        await store.transaction(tx => tx.deliveries.freezePage(id, [delivery(num)], [], NOW));
        if (state === 'pending') continue;
        await settle(id, state);
      }
    }

    /** Brings whatever of an edition is pending into a state, as a worker would. */
    async function settle(id: string, state: DeliveryState): Promise<void> {
      const { leases } = world.store;
      const lease = { owner: 'test', now: NOW, until: NOW + 60_000, limit: 9, at: null };
      const [claim] = await leases.claim(id, lease);
      if (!claim) throw new Error('nothing was claimed');
      if (state === 'accepted' || state === 'unknown') {
        await leases.handOff(id, 'test', [claim], { now: NOW, margin: 10 });
      }
      const nothing = { class: null, code: null, enhanced: null, reply: null, reason: null, attempted: true };
      const { subscriber, fence } = claim;
      await leases.settle(id, [{ ...nothing, subscriber, fence, state, notBefore: NOW + 3_600_000 }], NOW);
    }

    it('is little, before there is an edition', async () => {
      expect(await lines()).toEqual(['edition ok: No edition was prepared yet.']);
    });

    it('is the last edition, as it stands', async () => {
      await edition('2026-06-09', 'accepted');
      await edition('2026-06-10', 'accepted', 'deferred', 'rejected');
      const [last, ...others] = await lines();
      expect(last).toMatch(/^edition ok: The last edition is 2026-06-10: /);
      for (const part of ['1 accepted', '1 deferred', '1 rejected', '0 without a mail'])
        expect(last).toContain(part);
      expect(others).toEqual([]);
    });

    it('is a warning where mails were too late, or could not be made', async () => {
      await edition('2026-06-10', 'expired', 'render_failed');
      expect(await look()).toMatchObject([
        { level: 'warn', fix: 'See why 2 had no mail: paperboy deliveries --edition 2026-06-10' },
      ]);
    });

    it('is every incident that lasts, with what to do', async () => {
      const { incidents } = world.store;
      await incidents.open('relay mail.example.org:587', 'it hung up', NOW - 60_000);
      await incidents.open('relay mail.example.org:587', 'nobody listens there', NOW);
      await incidents.open('edition 2026-06-10', 'paused: 5.7.26', NOW);
      await incidents.open('edition 2026-06-09', 'paused', NOW);
      await incidents.close('edition 2026-06-09', NOW);
      const [relay, paused, ...others] = await look();
      expect(relay).toEqual({
        id: 'incident.relay.mail.example.org:587',
        level: 'fail',
        says: 'Mail server mail.example.org:587: nobody listens there (since 2026-06-10 09:59, seen 2 times).',
        fix: 'What is owed waits, and is tried again by itself.\nWhat to mend: paperboy doctor',
      });
      expect(paused).toMatchObject({ level: 'warn', fix: expect.stringContaining('--resume') });
      expect(others).toHaveLength(1);
    });

    it('is what is paused or cancelled, unless an incident tells of it', async () => {
      const { editions, incidents } = world.store;
      for (const id of ['2026-06-07', '2026-06-08', '2026-06-09']) await editions.open(id, NOW);
      await editions.pause('2026-06-07', 'by the operator', NOW);
      await editions.pause('2026-06-08', 'SPF', NOW);
      await incidents.open('edition 2026-06-08', 'paused: SPF', NOW);
      await editions.cancel('2026-06-09', NOW);
      const told = await lines();
      expect(told).toContain('edition.2026-06-07 warn: Edition 2026-06-07 is paused: by the operator.');
      expect(told).toContain('edition.2026-06-09 ok: Edition 2026-06-09 is cancelled.');
      expect(told.filter(line => line.includes('2026-06-08'))).toHaveLength(1);
    });

    it('is what is unknown, and how to settle it', async () => {
      for (const day of [3, 4, 5, 6]) await edition(`2026-06-0${day}`, 'unknown');
      const unknown = (await look()).find(({ id }) => id === 'unknown');
      expect(unknown?.says).toBe(
        '4 deliveries are unknown, of editions 2026-06-06, 2026-06-05, 2026-06-04 and 1 more: handed over, and no answer came.',
      );
      expect(unknown?.fix).toContain('paperboy deliveries resolve ID --accepted');
    });

    it('is what old editions still owe, and not what recent or paused ones do', async () => {
      for (const day of [5, 6, 9]) await edition(`2026-06-0${day}`, 'deferred', 'pending');
      await world.store.editions.pause('2026-06-06', 'by the operator', NOW);
      const owed = (await look()).filter(({ id }) => id.startsWith('owed'));
      expect(owed).toMatchObject([
        { id: 'owed.2026-06-05', level: 'warn', says: 'Edition 2026-06-05 still owes 2 deliveries.' },
      ]);
    });
  });
}
