import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packSelection, withoutQueries } from '../../src/model/packed-selection.ts';
import type { Store } from '../../src/store/store.ts';
import { delivery, reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const EDITION = '2026-01-05';
const ADDRESS = 'ada+x@example.org';
const WORDS = `550 5.1.1 <ADA+x@example.org>: no such user`;

for (const database of DATABASES) {
  let world: Awaited<ReturnType<typeof database.open>>;
  let store: Store;
  beforeEach(async () => {
    world = await database.open();
    store = world.store;
  });
  afterEach(() => world.dispose());

  test(`${database.name}: whoever is forgotten leaves what they were carried, and no word of or about them`, async () => {
    const papers = packSelection({
      groups: [{ kind: 'query', key: 'her words', papers: [{ num: 4, form: 'card' }] }],
      best: 4,
      more: 0,
      again: { editions: [{ edition: '2026-01-04', papers: [9] }], more: 1 },
      updates: null,
    });
    const nums: number[] = [];
    for (const email of [ADDRESS, 'ben@example.org']) {
      nums.push((await store.subscribers.insert(reader(email)))?.num ?? 0);
    }
    const [ada = 0, ben = 0] = nums;
    await store.editions.open(EDITION, 0);
    const rows = nums.map(num => delivery(num, { papers, name: `Reader ${num}` }));
    await store.deliveries.freezePage(EDITION, rows, [], 1);
    const attempt = {
      edition: EDITION,
      fence: 1,
      at: 1,
      worker: 'w',
      relay: 'r',
      phase: null,
      code: 550,
    } as const;
    const answer = { state: 'unknown', class: 'dead', enhanced: '5.1.1', reply: WORDS } as const;
    await store.attempts.add(nums.map(subscriber => ({ ...attempt, ...answer, subscriber })));
    await store.leases.claim(EDITION, { owner: 'w', until: 99, now: 1, limit: 9, at: null });
    await store.leases.settle(
      EDITION,
      nums.map(subscriber => ({
        subscriber,
        fence: 1,
        ...answer,
        state: 'rejected',
        code: 550,
        reason: `about ${ADDRESS}`,
        attempted: true,
        notBefore: 0,
      })),
      2,
    );
    await store.editions.pause(EDITION, `too many refusals. The last one: ${WORDS}`, 3);
    await store.incidents.open('relay r', WORDS, 3);

    await store.transaction(tx => tx.erasure.forget(ada, ADDRESS, withoutQueries));

    const [hers, his] = (await store.deliveries.list({ edition: EDITION })).sort(
      (a, b) => a.subscriber - b.subscriber,
    );
    expect(hers).toMatchObject({ state: 'rejected', code: 550, name: null, reply: null, reason: null });
    expect(hers?.papers).toEqual(withoutQueries(papers));
    expect((await store.attempts.of(ada, [EDITION]))[0]).toMatchObject({ code: 550, reply: null });
    const said = '550 5.1.1 <(erased)>: no such user';
    expect(his).toMatchObject({ name: `Reader ${ben}`, reply: said, papers });
    expect((await store.attempts.of(ben, [EDITION]))[0]).toMatchObject({ reply: WORDS });
    const hold = (await store.editions.holds([EDITION])).get(EDITION);
    expect(hold?.pausedWhy).toBe(`too many refusals. The last one: ${said}`);
    expect(JSON.stringify(await store.incidents.recent(9))).not.toMatch(/ada/i);
  });

  describe(`${database.name}: a domain of one's own`, () => {
    const HERS = 'ada@mail.lovelace.example';
    const incidentsOf = async () =>
      (await store.incidents.recent(9)).map(({ key, what }) => [key, what]).sort();

    beforeEach(async () => {
      await store.subscribers.insertMany([
        reader(HERS),
        reader('ben@lovelace.example'),
        reader('cy@gmail.com'),
      ]);
      await store.editions.open(EDITION, 0);
      const groups = ['lovelace.example', 'lovelace.example', 'google'];
      const rows = groups.map((domainGroup, at) => delivery(at + 1, { domainGroup }));
      await store.deliveries.freezePage(EDITION, rows, [], 1);
      for (const group of ['lovelace.example', 'google']) {
        const words = { why: `421 <${HERS}> slow down`, perMinute: null, nextAt: 0, pacedAt: 0 };
        const key = `mx.example.net:25 ${group}`;
        await store.throttles.change(key, () => ({
          key,
          failures: 1,
          fault: 'relay',
          pausedUntil: 9,
          ...words,
        }));
        await store.incidents.open(`relay ${key}`, 'too fast', 3);
      }
      await store.incidents.open('returned mail', 'mx.lovelace.example and notlovelace.example hung up', 3);
      // What one was told held up another one, in the same words.
      const [, held] = await store.leases.claim(EDITION, {
        owner: 'w',
        until: 99,
        now: 1,
        limit: 2,
        at: null,
      });
      const answer = {
        class: 'throttle',
        code: 421,
        enhanced: null,
        reply: `421 <${HERS}> slow down`,
      } as const;
      const rest = { state: 'deferred', reason: null, attempted: false, notBefore: 9 } as const;
      if (held) await store.leases.settle(EDITION, [{ ...held, ...answer, ...rest }], 2);
    });

    const forget = (num: number, address: string) =>
      store.transaction(async tx => {
        await tx.subscribers.update(num, { email: null, addressKey: null });
        await tx.erasure.forget(num, address, papers => papers);
      });
    const throttled = async () =>
      (await store.throttles.of('mx.example.net:25')).map(({ key }) => key).sort();

    test('stays while somebody else has it', async () => {
      await forget(1, HERS);
      expect(await throttled()).toEqual(['mx.example.net:25 google', 'mx.example.net:25 lovelace.example']);
      const replies = (await store.deliveries.list({ edition: EDITION })).map(({ reply }) => reply);
      expect(replies.filter(Boolean)).toEqual(['421 <(erased)> slow down']);
    });

    test('goes with the last who has it, wherever it is written; a provider stays', async () => {
      await forget(2, 'ben@lovelace.example');
      await forget(1, HERS);
      await forget(3, 'cy@gmail.com');
      expect(await throttled()).toEqual(['mx.example.net:25 google']);
      expect(await incidentsOf()).toEqual([
        ['relay mx.example.net:25 google', 'too fast'],
        ['returned mail', '(erased) and notlovelace.example hung up'],
      ]);
    });

    test('is to be taken out of the files: owed until a scrub has worked', async () => {
      expect(await store.erasure.scrubOwed()).toBeNull();
      await forget(1, HERS);
      const owed = await store.erasure.scrubOwed();
      expect(owed).not.toBeNull();
      await forget(2, 'ben@lovelace.example');
      // A scrub that began before the second one was forgotten.
      await store.erasure.scrubbed(owed ?? '');
      expect(await store.erasure.scrubOwed()).not.toBeNull();
      await world.store.scrub();
      expect(await store.erasure.scrubOwed()).toBeNull();
    });
  });
}
