import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unsuppressSubscriber } from '../../src/audience/manage.ts';
import { audienceStore } from '../../src/audience/subscriber-store.ts';
import { returnPaths } from '../../src/deliver/verp.ts';
import { addDays, daysBetween } from '../../src/model/date.ts';
import type { DeliveryState } from '../../src/model/delivery.ts';
import { LETTER_DAY } from '../../src/model/letter.ts';
import type { ReplyClass } from '../../src/model/smtp-reply.ts';
import { applyReturned, type MailToRead } from '../../src/pipeline/bounces.ts';
import { consequences } from '../../src/pipeline/consequences.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';
import { answer, complaint, deliveryReport } from '../support/returned-mail.ts';

const EDITION = '2026-06-01';
const DAY_MS = 86_400_000;
const paths = returnPaths('bounces@example.org', Buffer.from('key'));

for (const database of DATABASES) {
  describe(`returned mail on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    let now: number;
    let dealtWith: number;
    beforeEach(async () => {
      now = 1_000;
      dealtWith = 0;
      world = await database.open();
      await world.store.subscribers.insertMany([1, 2, 3].map(n => reader(`r${n}@example.org`)));
    });
    afterEach(() => world.dispose());

    /** Makes a delivery of an edition and leaves it in a state, as the engine would. */
    async function deliver(
      subscriber: number,
      state: DeliveryState,
      meaning: ReplyClass | null = null,
      edition = EDITION,
    ) {
      const { editions, deliveries, leases } = world.store;
      await editions.open(edition, now);
      const slot = now + daysBetween(EDITION, edition) * DAY_MS;
      await deliveries.freezePage(edition, [delivery(subscriber, { slot })], [], now);
      if (state === 'pending') return;
      const [held] = await leases.claim(edition, { owner: 'w', now, until: now + 100, limit: 1, at: null });
      if (!held) throw new Error('nothing to claim');
      if (state === 'leased') return;
      await settle(subscriber, held.fence, state, meaning, edition);
    }

    async function settle(
      subscriber: number,
      fence: number,
      state: DeliveryState,
      meaning: ReplyClass | null,
      edition = EDITION,
    ) {
      const { leases } = world.store;
      await leases.handOff(edition, 'w', [{ subscriber, fence }], { now, margin: 10 });
      const said = { code: 550, enhanced: null, reply: null, reason: null, attempted: true, notBefore: 0 };
      const { written } = await leases.settle(
        edition,
        [{ ...said, subscriber, fence, state, class: meaning }],
        now,
      );
      expect(written).toEqual(new Set([subscriber]));
    }

    async function read(...mails: Uint8Array[]) {
      async function* list(): AsyncGenerator<MailToRead> {
        for (const bytes of mails) yield { bytes, dealtWith: async () => void dealtWith++ };
      }
      const { store } = world;
      return applyReturned({ store, clock: { now: () => now }, verify: paths.verify }, list());
    }

    const stateOf = async (subscriber: number, edition = EDITION) =>
      (await world.store.deliveries.find(edition, subscriber))?.state;
    const statusOf = async (num: number) => (await world.store.subscribers.byNums([num]))[0]?.status;
    const to = (subscriber: number, edition = EDITION) => paths.sign(subscriber, edition);

    it('hears what is said of letters, which belong to no edition', async () => {
      const report = await read(
        complaint(to(1, LETTER_DAY)),
        complaint(to(1, LETTER_DAY)),
        answer(to(2, LETTER_DAY), 'unsubscribe'),
        deliveryReport(to(3, LETTER_DAY), { status: '5.1.1' }),
      );
      expect(report).toMatchObject({ read: 4, suppressed: 1, unsubscribed: 1, changed: [] });
      expect(await Promise.all([1, 2, 3].map(statusOf))).toEqual(['suppressed', 'unsubscribed', 'active']);
      expect(await world.store.editions.exists(LETTER_DAY)).toBe(false);
    });

    it('settles what was accepted or unknown, closes the accounts, and suppresses who has no mailbox', async () => {
      await deliver(1, 'accepted');
      await deliver(2, 'unknown');
      await deliver(3, 'accepted');
      const report = await read(
        deliveryReport(to(1), { status: '5.1.1', diagnostic: '550 5.1.1 <r1@example.org> unknown' }),
        deliveryReport(to(2), { status: '4.4.7' }),
      );
      expect(report).toEqual({
        read: 2,
        changed: [
          {
            id: `${EDITION}.1`,
            from: 'accepted',
            to: 'bounced',
            class: 'dead',
            enhanced: '5.1.1',
            reason: 'returned: no such mailbox',
          },
          {
            id: `${EDITION}.2`,
            from: 'unknown',
            to: 'bounced',
            class: 'soft',
            enhanced: '4.4.7',
            reason: 'returned: given up after some time',
          },
        ],
        suppressed: 1,
        unsubscribed: 0,
        ignored: {},
      });
      expect([await statusOf(1), await statusOf(2)]).toEqual(['suppressed', 'active']);
      const [row] = await world.store.deliveries.list({ subscriber: 1 });
      expect(row).toMatchObject({ state: 'bounced', code: 550, reply: '550 5.1.1 <…@example.org> unknown' });
      const [edition] = await world.store.editions.newest(1);
      expect(edition?.state).toBe('complete_with_failures');
      expect(dealtWith).toBe(2);
    });

    it('changes nothing when a mail is read again, whatever was done meanwhile', async () => {
      await deliver(1, 'accepted');
      const leaving = answer(to(1), 'unsubscribe');
      expect(await read(leaving)).toMatchObject({ unsubscribed: 1, ignored: {} });
      await world.store.subscribers.update(1, { status: 'active' });
      expect(await read(leaving)).toMatchObject({ unsubscribed: 0, ignored: { repeated: 1 } });
      expect(await statusOf(1)).toBe('active');
      expect(await world.store.consents.of(1)).toMatchObject([{ act: 'withdrew', how: 'answer to a mail' }]);
    });

    it('waits with what is about a delivery that somebody has in hand', async () => {
      await deliver(1, 'leased');
      const bounce = deliveryReport(to(1), {});
      expect(await read(bounce)).toMatchObject({ changed: [], ignored: { later: 1 } });
      expect(dealtWith).toBe(0);
      expect(await statusOf(1)).toBe('active');
      await settle(1, 1, 'accepted', 'accepted');
      expect(await read(bounce)).toMatchObject({ changed: [{ to: 'bounced' }], suppressed: 1 });
    });

    it.each<[DeliveryState, Buffer, DeliveryState]>([
      ['unknown', deliveryReport(to(1), { action: 'delivered', status: '2.0.0' }), 'accepted'],
      ['unknown', deliveryReport(to(1), { action: 'delayed', status: '4.4.1' }), 'accepted'],
      ['accepted', deliveryReport(to(1), { action: 'delayed', status: '4.4.1' }), 'accepted'],
      ['unknown', complaint(to(1)), 'complained'],
      ['accepted', complaint(to(1), 'opt-out'), 'complained'],
      ['unknown', answer(to(1), 'unsubscribe'), 'accepted'],
      ['unknown', answer(to(1), 'away', ['Auto-Submitted: auto-replied']), 'unknown'],
      ['unknown', deliveryReport('bounces+1-fwd-0000000000000000@example.org', {}), 'unknown'],
      ['rejected', deliveryReport(to(1), {}), 'rejected'],
      ['accepted', deliveryReport(to(1), { status: '5.7.26' }), 'bounced'],
    ])('%s, and a mail comes back', async (before, mail, after) => {
      await deliver(1, before);
      await read(mail);
      expect(await stateOf(1)).toBe(after);
    });

    it('takes a complaint as the last word', async () => {
      await deliver(1, 'accepted');
      const bounce = deliveryReport(to(1), { status: '5.7.1' });
      const report = await read(bounce, complaint(to(1)), deliveryReport(to(1), { status: '5.1.1' }));
      expect(report).toMatchObject({
        changed: [{ to: 'bounced' }, { from: 'bounced', to: 'complained' }],
        suppressed: 1,
        ignored: { unchanged: 1 },
      });
      expect(await stateOf(1)).toBe('complained');
    });

    it('suppresses who complains about what was refused', async () => {
      await deliver(1, 'rejected', 'policy');
      expect(await read(complaint(to(1)))).toMatchObject({ changed: [], suppressed: 1, ignored: {} });
      expect(await stateOf(1)).toBe('rejected');
      expect(await statusOf(1)).toBe('suppressed');
    });

    it('knows deliveries of its own database only', async () => {
      await deliver(1, 'accepted');
      expect(await read(deliveryReport(to(9), {}))).toMatchObject({ ignored: { 'no-such-delivery': 1 } });
    });

    it('suppresses after so many editions, and not for what is held against us', async () => {
      const days = [0, 3, 5, 8, 11];
      for (const [nth, day] of days.entries()) {
        const edition = addDays(EDITION, day);
        await deliver(1, 'accepted', 'accepted', edition);
        await deliver(2, 'accepted', 'accepted', edition);
        await deliver(3, 'accepted', 'accepted', edition);
        const { suppressed } = await read(
          deliveryReport(to(1, edition), { status: '5.2.2' }),
          deliveryReport(to(2, edition), { status: '5.7.1' }),
          deliveryReport(to(3, edition), { status: '5.1.2' }),
        );
        expect(suppressed, edition).toBe(nth === 4 ? 1 : nth === 1 ? 1 : 0);
      }
      expect([await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual([
        'suppressed',
        'active',
        'suppressed',
      ]);
    });

    it('counts nothing from before a reader asked for mail anew', async () => {
      await deliver(1, 'rejected', 'dead');
      now = 2_000;
      await world.store.subscribers.update(1, { confirmedAt: now });
      const { store } = world;
      expect(await consequences(store, [1, 2, 1], now)).toBe(0);
      await deliver(1, 'rejected', 'dead', addDays(EDITION, 1));
      expect(await consequences(store, [1, 2, 1], now)).toBe(1);
      expect(await consequences(store, [1], now)).toBe(0);
      expect(await store.suppressions.none()).toBe(false);
    });

    it.each([
      ['a complaint', complaint(to(1))],
      ['no such mailbox', deliveryReport(to(1), { status: '5.1.1' })],
    ])('that comes late counts nothing if the mail was from before a fresh consent: %s', async (_, mail) => {
      await deliver(1, 'accepted');
      await world.store.subscribers.update(1, { confirmedAt: 2_000 });
      now = 3_000;
      expect(await read(mail)).toMatchObject({ changed: [{ from: 'accepted' }], suppressed: 0 });
      expect(await statusOf(1)).toBe('active');
    });

    it('counts what became of a mail that went out after the consent, though its slot was before', async () => {
      await deliver(1, 'accepted');
      await world.store.subscribers.update(1, { confirmedAt: 2_000 });
      const attempt = {
        edition: EDITION,
        subscriber: 1,
        fence: 1,
        worker: 'w',
        relay: 'r',
        state: 'accepted',
      };
      const said = { phase: 'end', class: 'accepted', code: 250, enhanced: null, reply: null } as const;
      await world.store.attempts.add([{ ...attempt, ...said, state: 'accepted', at: 2_500 }]);
      expect(await read(deliveryReport(to(1), { status: '5.1.1' }))).toMatchObject({ suppressed: 1 });
    });

    it('counts all that is said of one mail, in whatever order', async () => {
      const statuses = ['4.4.7', '5.7.1', '5.1.1'];
      for (const [nth, first] of statuses.entries()) {
        await deliver(nth + 1, 'accepted');
        const rest = statuses.filter(status => status !== first);
        const mails = [first, ...rest].map(status => deliveryReport(to(nth + 1), { status }));
        expect(await read(...mails), first).toMatchObject({ suppressed: 1 });
      }
    });

    it('takes two reports of one mail for one doubt', async () => {
      await deliver(1, 'accepted');
      const doubts = ['5.1.2', '5.1.10'].map(status => deliveryReport(to(1), { status }));
      expect(await read(...doubts)).toMatchObject({ suppressed: 0 });
    });

    it('suppresses nobody again for what they were lifted from, and lifts no complaint', async () => {
      await deliver(1, 'accepted');
      await deliver(2, 'accepted');
      await read(deliveryReport(to(1), {}), deliveryReport(to(2), {}), complaint(to(2)));
      now = 2_000;
      const { store } = world;
      const lift = (email: string) =>
        store.transaction(tx => {
          const hasComplained = async (num: number) =>
            (await tx.reports.of(num)).some(({ kind }) => kind === 'complaint');
          return unsuppressSubscriber(email, true, { store: audienceStore(tx), now, hasComplained });
        });
      await lift('r1@example.org');
      await expect(lift('r2@example.org')).rejects.toThrow('(complaint)');
      expect([await statusOf(1), await statusOf(2)]).toEqual(['active', 'suppressed']);
      expect(await read(deliveryReport(to(1), { status: '5.1.6' }))).toMatchObject({ suppressed: 0 });
      await deliver(1, 'accepted', 'accepted', addDays(EDITION, 1));
      const again = deliveryReport(to(1, addDays(EDITION, 1)), {});
      expect(await read(again)).toMatchObject({ suppressed: 1 });
      expect(await store.suppressions.none()).toBe(false);
    });

    it('keeps no words about somebody who was erased', async () => {
      await deliver(1, 'accepted');
      const { store } = world;
      await store.subscribers.update(1, { email: null, addressKey: null, status: 'unsubscribed' });
      const diagnostic = '550 5.1.1 ada.lovelace does not live here';
      await read(
        deliveryReport(to(1), { diagnostic }),
        deliveryReport(to(1), { diagnostic, status: '5.7.1' }),
      );
      const [row] = await store.deliveries.list({ subscriber: 1 });
      expect(row).toMatchObject({ state: 'bounced', code: 550, reply: null });
      expect((await store.reports.of(1)).map(({ reply }) => reply)).toEqual([null, null]);
    });

    it('leaves others their turn between two mails', async () => {
      await deliver(1, 'accepted');
      let turns = 0;
      const others = setInterval(() => turns++, 0);
      await read(...Array.from({ length: 200 }, (_, n) => answer(to(1), `hello ${n}`)));
      clearInterval(others);
      expect(turns).toBeGreaterThan(1);
    });

    it('asks nothing of an erased subscriber', async () => {
      await deliver(1, 'accepted');
      await world.store.subscribers.update(1, { email: null, addressKey: null, status: 'unsubscribed' });
      expect(await read(deliveryReport(to(1), {}))).toMatchObject({
        changed: [{ to: 'bounced' }],
        suppressed: 0,
      });
      expect(await world.store.suppressions.none()).toBe(true);
    });
  });
}
