import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suppressSubscriber } from '../../src/audience/manage.ts';
import { audienceStore } from '../../src/audience/subscriber-store.ts';
import { suppressionHash } from '../../src/audience/suppression.ts';
import { CONFIRM_WITHIN_MS } from '../../src/model/letter.ts';
import type { Subscriber, SubscriberStatus } from '../../src/model/subscriber.ts';
import { forgetUnconfirmed, settleSignUps } from '../../src/pipeline/sign-ups.ts';
import { openStore } from '../../src/store/store.ts';
import { delivery } from '../support/builders.ts';
import { DATABASES, SQLITE } from '../support/databases.ts';
import { openWorld, type World } from '../support/world.ts';

const START = '2026-06-01T08:00:00Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ASKED = { topics: ['rl', 'llm'], queries: ['"state space"'], cadence: 'weekly', timezone: '' };

for (const database of DATABASES) {
  describe(`sign-ups on ${database.name}`, () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(Date.parse(START), {}, database);
    });
    afterEach(() => world.dispose());

    const pass = (ms: number) => world.at(new Date(world.parts.clock.now() + ms).toISOString());
    const signUp = (email: string, preferences = JSON.stringify(ASKED)) =>
      world.parts.store.signUps.add({
        email,
        addressKey: email.toLowerCase(),
        preferences,
        wording: 'I ask for it.',
        at: world.parts.clock.now(),
      });
    const settle = () => settleSignUps(world.parts);
    const byKey = async (email: string): Promise<Subscriber> => {
      const found = await world.parts.store.subscribers.byKey(email);
      if (!found) throw new Error(`${email} is nobody`);
      return found;
    };
    const lettersTo = async (email: string) => world.parts.store.letters.of((await byKey(email)).num);
    const kindsTo = async (email: string) => (await lettersTo(email)).map(({ kind }) => kind);
    const departed = async (email: string) => {
      const { suppressions } = world.parts.store;
      const hash = suppressionHash(email, await suppressions.key());
      return (await suppressions.departed([hash])).has(hash);
    };

    it('make somebody new wait for their confirmation, with one letter and a line on record', async () => {
      await signUp('Ada@example.org');
      expect(await settle()).toBe(1);
      expect(await settle()).toBe(0);
      const ada = await byKey('ada@example.org');
      expect(ada).toMatchObject({
        email: 'Ada@example.org',
        status: 'pending',
        origin: 'web',
        topics: ['rl', 'llm'],
        queries: ['"state space"'],
        cadence: 'weekly',
        timezone: null,
        confirmedAt: null,
        welcomeAt: null,
      });
      const [letter, ...others] = await lettersTo('ada@example.org');
      expect(letter).toMatchObject({ kind: 'confirm', address: null, state: 'pending', usedAt: null });
      expect(letter?.expiresAt).toBe(Date.parse(START) + CONFIRM_WITHIN_MS);
      expect(others).toEqual([]);
      expect(await world.parts.store.consents.of(ada.num)).toEqual([
        { at: Date.parse(START), act: 'asked', how: 'sign-up page', wording: 'I ask for it.' },
      ]);
    });

    it('by the thousand for one address are one letter', async () => {
      for (let n = 0; n < 1_000; n++) await signUp(n % 2 ? 'victim@example.org' : 'Victim@Example.org');
      expect(await settle()).toBe(1_000);
      expect(await kindsTo('victim@example.org')).toEqual(['confirm']);
      pass(6 * DAY);
      await signUp('victim@example.org');
      await settle();
      expect(await kindsTo('victim@example.org')).toEqual(['confirm']);
    });

    it('answer by a letter to whoever has what they ask for, or left, and change nothing', async () => {
      const statuses: SubscriberStatus[] = ['active', 'paused', 'unsubscribed', 'suppressed'];
      for (const status of statuses) {
        await world.subscribe(`${status}@example.org`, { status, topics: ['vision'], max: 30 });
      }
      const before = await Promise.all(statuses.map(status => byKey(`${status}@example.org`)));
      for (const round of [1, 2]) {
        for (const status of statuses) {
          await signUp(`${status}@example.org`);
          await signUp(`${status}@example.org`);
        }
        expect(await settle()).toBe(8);
        const kinds = await Promise.all(statuses.map(status => kindsTo(`${status}@example.org`)));
        const each = (kind: string) => Array.from({ length: round }, () => kind);
        expect(kinds).toEqual([each('known'), each('known'), each('confirm'), []]);
        pass(DAY);
      }
      expect(await Promise.all(statuses.map(status => byKey(`${status}@example.org`)))).toEqual(before);
      const [letter] = await lettersTo('unsubscribed@example.org');
      expect(await world.parts.store.letters.asked(letter?.num ?? 0)).toBe(JSON.stringify(ASKED));
      const [active] = before;
      expect(await world.parts.store.consents.of(active?.num ?? 0)).toEqual([]);
    });

    it('do nothing for an address that is never mailed, row or no row', async () => {
      await world.parts.store.transaction(tx =>
        suppressSubscriber('never@example.org', 'complaint', { store: audienceStore(tx), now: 1 }),
      );
      await signUp('never@example.org');
      expect(await settle()).toBe(1);
      expect(await world.parts.store.subscribers.byKey('never@example.org')).toBeNull();
    });

    it('that are damaged hold up nobody', async () => {
      await signUp('one@example.org', '{"topics":');
      await signUp('two@example.org', 'null');
      await signUp('three@example.org', '{"topics":["gone"],"queries":7,"cadence":"weekly"}');
      expect(await settle()).toBe(3);
      expect(await world.parts.store.subscribers.byKey('one@example.org')).toBeNull();
      expect(await byKey('three@example.org')).toMatchObject({ topics: [], cadence: 'weekly' });
    });

    it('are decided once by whoever comes first of several processes', async () => {
      for (let n = 0; n < 120; n++) await signUp(`r${n % 60}@example.org`);
      // SQLite waits for others without giving way within a process: there it is one store, asked at once.
      const { store } = world.parts;
      const other =
        database === SQLITE
          ? { ...store, close: async () => {} }
          : await openStore(world.app.config('database').databaseUrl, { clock: world.parts.clock });
      try {
        const settled = await Promise.all(
          [store, other, store, other].map(one => settleSignUps({ ...world.parts, store: one })),
        );
        expect(settled.reduce((sum, one) => sum + one)).toBe(120);
        for (let n = 0; n < 60; n++) expect(await kindsTo(`r${n}@example.org`)).toEqual(['confirm']);
      } finally {
        await other.close();
      }
    });

    it('ask again, with the new choices, once the link expired', async () => {
      await signUp('ada@example.org');
      await settle();
      pass(CONFIRM_WITHIN_MS);
      await signUp('ada@example.org', JSON.stringify({ ...ASKED, topics: ['vision'], cadence: 'daily' }));
      await settle();
      expect(await kindsTo('ada@example.org')).toEqual(['confirm', 'confirm']);
      expect(await byKey('ada@example.org')).toMatchObject({ topics: ['vision'], status: 'pending' });
      expect(await forgetUnconfirmed(world.parts)).toBe(0);
    });

    it('are forgotten with everything when nobody confirmed them in time, and may come anew', async () => {
      await signUp('Ada@example.org');
      await settle();
      const { num } = await byKey('ada@example.org');
      pass(CONFIRM_WITHIN_MS - 1);
      expect(await forgetUnconfirmed(world.parts)).toBe(0);
      pass(1);
      expect(await forgetUnconfirmed(world.parts)).toBe(1);
      expect(await forgetUnconfirmed(world.parts)).toBe(0);
      const { store } = world.parts;
      expect((await store.subscribers.byNums([num]))[0]).toMatchObject({
        email: null,
        topics: [],
        queries: [],
        origin: null,
      });
      expect([await store.letters.of(num), await store.consents.of(num)]).toEqual([[], []]);
      expect(await departed('ada@example.org')).toBe(false);
      await signUp('ada@example.org');
      await settle();
      expect((await byKey('ada@example.org')).num).not.toBe(num);
    });

    it('are forgotten of whoever left before they confirmed, whom no list brings back then', async () => {
      await signUp('ada@example.org');
      await settle();
      const { num } = await byKey('ada@example.org');
      await world.parts.store.subscribers.update(num, { status: 'unsubscribed' });
      pass(CONFIRM_WITHIN_MS);
      expect(await forgetUnconfirmed(world.parts)).toBe(1);
      expect(await departed('ada@example.org')).toBe(true);
    });

    it('leave alone who confirmed, who has a history, and whom the operator added', async () => {
      const { store, clock } = world.parts;
      for (const name of ['confirmed', 'history', 'added', 'forgotten']) await signUp(`${name}@example.org`);
      await settle();
      const nums: Record<string, number> = {};
      for (const name of ['confirmed', 'history', 'added'])
        nums[name] = (await byKey(`${name}@example.org`)).num;
      await store.subscribers.update(nums.confirmed ?? 0, { status: 'active', confirmedAt: clock.now() });
      await store.subscribers.update(nums.added ?? 0, { origin: 'command' });
      await store.editions.open('2026-06-01', 0);
      await store.deliveries.freezePage('2026-06-01', [delivery(nums.history ?? 0)], [], 1);
      pass(CONFIRM_WITHIN_MS);
      expect(await forgetUnconfirmed(world.parts)).toBe(1);
      for (const num of Object.values(nums)) {
        expect((await store.subscribers.byNums([num]))[0]?.email).not.toBeNull();
      }
      // Letters go, too, once nobody looks for them any more.
      expect(await store.letters.of(nums.confirmed ?? 0)).toHaveLength(1);
      pass(30 * DAY + 1);
      await forgetUnconfirmed(world.parts);
      expect(await store.letters.of(nums.confirmed ?? 0)).toEqual([]);
    });

    it('are forgotten by the hundred', async () => {
      for (let n = 0; n < 130; n++) await signUp(`r${n}@d${n}.example`);
      await settle();
      pass(CONFIRM_WITHIN_MS);
      const gone = await Promise.all([forgetUnconfirmed(world.parts), forgetUnconfirmed(world.parts)]);
      expect(gone.reduce((sum, one) => sum + one)).toBe(130);
    });
  });
}
