import { afterEach, beforeEach, expect, test } from 'vitest';
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
    const said = { state: 'unknown', class: 'dead', enhanced: '5.1.1', reply: WORDS } as const;
    await store.attempts.add(nums.map(subscriber => ({ ...attempt, ...said, subscriber })));
    await store.leases.claim(EDITION, { owner: 'w', until: 99, now: 1, limit: 9, at: null });
    await store.leases.settle(
      EDITION,
      nums.map(subscriber => ({
        subscriber,
        fence: 1,
        ...said,
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
    expect(his).toMatchObject({ name: `Reader ${ben}`, reply: WORDS, papers });
    expect((await store.attempts.of(ben, [EDITION]))[0]).toMatchObject({ reply: WORDS });
    const hold = (await store.editions.holds([EDITION])).get(EDITION);
    expect(hold?.pausedWhy).toBe('too many refusals. The last one: 550 5.1.1 <(erased)>: no such user');
    expect(JSON.stringify(await store.incidents.recent(9))).not.toMatch(/ada/i);
  });
}
