import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DELIVERY_STATES } from '../../src/model/delivery.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const EDITION = '2026-01-05';
const DAY_MS = 86_400_000;

for (const database of DATABASES) {
  describe(`looking over everything on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    beforeEach(async () => {
      world = await database.open();
    });
    afterEach(() => world.dispose());

    it('lists the deliveries of an edition page by page, of one state or of all', async () => {
      const { store } = world;
      const all = Array.from({ length: 7 }, (_, n) => reader(`r${n}@example.org`));
      const nums = (await store.subscribers.insertMany(all)).map(row => row?.num ?? 0);
      for (const edition of [EDITION, '2026-01-06']) {
        await store.editions.open(edition, 0);
        await store.deliveries.freezePage(
          edition,
          nums.map(num => delivery(num)),
          [],
          5,
        );
      }
      await store.editions.cancel('2026-01-06', 6);
      const seen: number[] = [];
      for (let after = 0; ; ) {
        const page = await store.overview.deliveries(EDITION, { state: null, after, limit: 3 });
        if (page.length === 0) break;
        expect(page.length).toBeLessThanOrEqual(3);
        seen.push(...page.map(row => row.subscriber));
        after = page.at(-1)?.subscriber ?? after;
      }
      expect(seen).toEqual(nums);
      const [first] = await store.overview.deliveries(EDITION, { state: 'pending', after: 0, limit: 1 });
      expect(first).toEqual({
        subscriber: nums[0],
        email: 'r0@example.org',
        state: 'pending',
        attempts: 0,
        code: null,
        reply: null,
        reason: null,
        updatedAt: 5,
      });
      const counts = DELIVERY_STATES.map(
        async state => (await store.overview.deliveries('2026-01-06', { state, after: 0, limit: 99 })).length,
      );
      expect((await Promise.all(counts)).filter(count => count > 0)).toEqual([7]);
    });

    it('settles every unknown delivery of one edition at a word, and no other', async () => {
      const { store } = world;
      const rows = await store.subscribers.insertMany([reader('a@example.org'), reader('b@example.org')]);
      const nums = rows.map(row => row?.num ?? 0);
      for (const edition of [EDITION, '2026-01-06']) {
        await store.editions.open(edition, 0);
        await store.deliveries.freezePage(
          edition,
          nums.map(num => delivery(num)),
          [],
          5,
        );
      }
      expect(await store.deliveries.acceptUnknown(EDITION, 7)).toBe(0);
      const unanswered = {
        state: 'unknown',
        class: 'unanswered',
        code: null,
        enhanced: null,
        reply: null,
        reason: 'no answer',
        attempted: true,
        notBefore: 0,
      } as const;
      const owner = 'w';
      for (const edition of [EDITION, '2026-01-06']) {
        const claims = await store.leases.claim(edition, { owner, now: 10, until: 99, limit: 9, at: null });
        await store.leases.handOff(edition, owner, claims, { now: 11, margin: 1 });
        const settled = claims.map(({ subscriber, fence }) => ({ ...unanswered, subscriber, fence }));
        await store.leases.settle(edition, settled, 12);
      }
      expect(await store.deliveries.acceptUnknown(EDITION, 20)).toBe(2);
      expect(await store.editions.unknown()).toEqual(new Map([['2026-01-06', 2]]));
      const page = await store.overview.deliveries(EDITION, { state: 'accepted', after: 0, limit: 9 });
      expect(page.map(({ reason, updatedAt }) => [reason, updatedAt])).toEqual([
        ['resolved by the operator', 20],
        ['resolved by the operator', 20],
      ]);
    });

    it('lists subscribers page by page, by status, and by how their address begins', async () => {
      const { store } = world;
      await store.subscribers.insertMany([
        reader('ann@example.org', { topics: ['llm', 'vision'], queries: ['x'], origin: 'web', createdAt: 3 }),
        reader('anna@example.org', { status: 'paused' }),
        reader('ann_b@example.org', { status: 'unsubscribed' }),
        reader('bob@example.org', { status: 'pending' }),
      ]);
      const erased = await store.subscribers.byKey('bob@example.org');
      await store.subscribers.update(erased?.num ?? 0, { email: null, addressKey: null });
      const emails = async (found: Promise<{ email: string }[]>) => (await found).map(({ email }) => email);
      const { overview } = store;

      const [ann] = await overview.subscribers({ status: null, after: 0, limit: 1 });
      expect(ann).toEqual({
        num: ann?.num,
        email: 'ann@example.org',
        status: 'active',
        cadence: 'daily',
        topics: 2,
        queries: 1,
        origin: 'web',
        createdAt: 3,
      });
      expect(await emails(overview.subscribers({ status: null, after: ann?.num ?? 0, limit: 9 }))).toEqual([
        'anna@example.org',
        'ann_b@example.org',
      ]);
      expect(await emails(overview.subscribers({ status: 'paused', after: 0, limit: 9 }))).toEqual([
        'anna@example.org',
      ]);
      expect(await emails(overview.beginning('ann', 9))).toHaveLength(3);
      // No character stands for others.
      expect(await emails(overview.beginning('ann_', 9))).toEqual(['ann_b@example.org']);
      expect(await emails(overview.beginning('%', 9))).toEqual([]);
      expect(await emails(overview.beginning('ann', 1))).toHaveLength(1);
      expect(await overview.statuses()).toEqual(
        new Map([
          ['active', 1],
          ['paused', 1],
          ['unsubscribed', 1],
        ]),
      );
    });

    it('counts who follows what, of those who get mail or will again', async () => {
      const { store } = world;
      expect(await store.overview.followers()).toEqual({ topics: new Map(), queries: 0, readers: 0 });
      await store.subscribers.insertMany([
        reader('a@example.org', { topics: ['llm', 'vision'] }),
        reader('b@example.org', { topics: ['vision', 'llm'], queries: ['x'] }),
        reader('c@example.org', { topics: ['llm'], status: 'paused' }),
        reader('d@example.org', { topics: ['llm'], status: 'unsubscribed' }),
        reader('e@example.org', { queries: ['y', 'z'] }),
      ]);
      expect(await store.overview.followers()).toEqual({
        topics: new Map([
          ['llm', 3],
          ['vision', 2],
        ]),
        queries: 2,
        readers: 4,
      });
    });

    it('counts suppressions by reason and by day', async () => {
      const { suppressions, overview } = world.store;
      await suppressions.add('1', 'complaint', 10 * DAY_MS);
      await suppressions.add('2', 'complaint', 11 * DAY_MS - 1);
      await suppressions.add('3', 'by the operator', 11 * DAY_MS);
      await suppressions.add('4', 'by the operator', 1);
      const { reasons, days } = await overview.suppressed(5 * DAY_MS);
      expect(new Map(reasons.map(({ reason, count }) => [reason, count]))).toEqual(
        new Map([
          ['complaint', 2],
          ['by the operator', 2],
        ]),
      );
      expect(days).toEqual([
        { day: '1970-01-12', count: 1 },
        { day: '1970-01-11', count: 2 },
      ]);
    });

    it('lists the newest snapshots, and counts the letters that wait', async () => {
      const { snapshots, letters, overview } = world.store;
      for (const n of [1, 2, 3]) {
        await snapshots.insert({
          hash: `${n}`,
          source: `s${n}`,
          format: 'hf-text',
          capturedAt: EDITION,
          dateFrom: 'option',
          entries: n,
          remarks: [],
          storedAt: n,
        });
      }
      expect((await overview.snapshots(2)).map(({ source, storedAt }) => [source, storedAt])).toEqual([
        ['s3', 3],
        ['s2', 2],
      ]);
      expect(await overview.lettersWaiting(10)).toBe(0);
      await letters.add({ kind: 'link', subscriber: 1, expiresAt: 20 }, 1);
      await letters.add({ kind: 'link', subscriber: 1, expiresAt: 5 }, 1);
      expect(await overview.lettersWaiting(10)).toBe(1);
    });
  });
}
