import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comeBack, leave } from '../../src/audience/by-link.ts';
import { confirmMove } from '../../src/audience/confirm.ts';
import { loadList } from '../../src/audience/folder.ts';
import type { EachPage } from '../../src/audience/import.ts';
import {
  type AudienceDeps,
  addSubscriber,
  eraseSubscriber,
  pauseSubscriber,
  suppressSubscriber,
  unsuppressSubscriber,
  updateSubscriber,
} from '../../src/audience/manage.ts';
import { audienceStore } from '../../src/audience/subscriber-store.ts';
import { UserError } from '../../src/errors.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import type { OpenStore, Store } from '../../src/store/store.ts';
import { reader } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';

const rules = { topicIds: ['llm', 'rl'], checkQuery: () => {} };
const NAMES = ['ada', 'ben', 'cleo'] as const;
const LISTED = ['', 'active', 'paused', 'pending', 'unsubscribed', 'suppressed'] as const;
/** Somebody, and all whom no file may bring back. */
interface Scene {
  tx: Store;
  audience: AudienceDeps;
  email: string;
  /** 0: nobody has the address. */
  num: number;
  now: number;
  gone: Set<string>;
}

/** What happens to somebody, beside files. */
const EVENTS = {
  'sign up': ({ tx, email }) => tx.subscribers.insert(reader(email, { status: 'pending' })),
  async add({ audience, email, gone }) {
    await addSubscriber({ email, topics: 'llm', confirmed: true }, audience);
    gone.delete(email);
  },
  update: ({ audience, email }) => updateSubscriber({ email, topics: 'rl', max: 3 }, audience),
  pause: ({ audience, email }) => pauseSubscriber(email, '2031-01-01', audience),
  leave: ({ tx, num }) => leave(tx, num),
  'come back': ({ tx, num, now }) => comeBack(tx, num, now, 'page'),
  async complain({ audience, email, gone }) {
    await suppressSubscriber(email, 'complaint', audience);
    gone.add(email);
  },
  async bounce({ audience, email, gone }) {
    await suppressSubscriber(email, 'bounced: 5.1.1', audience);
    gone.add(email);
  },
  async lift({ audience, email, gone }) {
    await unsuppressSubscriber(email, true, { ...audience, hasComplained: async () => false });
    gone.delete(email);
  },
  async move({ tx, email, num, now, gone }) {
    const move = { kind: 'move', subscriber: num, address: `new-${email}` } as const;
    const letter = await tx.letters.byNum(await tx.letters.add({ ...move, expiresAt: now + 1 }, now));
    const moved = letter && (await confirmMove(tx, letter, { now, wording: '' }));
    if (moved?.came === 'done') gone.add(email);
  },
  async erase({ audience, email, gone }) {
    await eraseSubscriber(email, audience);
    gone.add(email);
  },
} satisfies Record<string, (scene: Scene) => Promise<unknown>>;
type Event = keyof typeof EVENTS;

const load = fc.record({
  kind: fc.constant('load' as const),
  list: fc.constantFrom('a.csv', 'b.csv'),
  rows: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      topics: fc.constantFrom('', 'llm', 'rl'),
      status: fc.constantFrom(...LISTED),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});
const event = fc.record({
  kind: fc.constant('event' as const),
  what: fc.constantFrom(...(Object.keys(EVENTS) as Event[])),
  name: fc.constantFrom(...NAMES),
});
const happenings = fc.array(fc.oneof(load, event), { minLength: 4, maxLength: 16 });

for (const { name: database, open } of DATABASES) {
  describe(`lists of the folder on ${database}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let store: OpenStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.dispose());

    it('change no row, whatever happened before, and bring back nobody', async () => {
      let runs = 0;
      // Rows of earlier runs are out of reach.
      let first = 1;
      await fc.assert(
        fc.asyncProperty(happenings, async all => {
          const domain = `run${runs++}.example`;
          const gone = new Set<string>();
          let now = 0;
          for (const one of all) {
            now += 1000;
            if (one.kind === 'event') {
              await happen(store, one.what, `${one.name}@${domain}`, now, gone);
              continue;
            }
            const before = await everything(store, first);
            const rows = one.rows.map(({ name, topics, status }) =>
              [`${name}@${domain}`, topics, status, status === 'paused' ? '2030-01-01' : ''].join(','),
            );
            const list = {
              name: one.list,
              bytes: Buffer.from(['email,topics,status,pausedUntil', ...rows].join('\n')),
            };
            await loadList(list, { ...deps(store, now), lists: store.lists, eachPage: inTurn(store) });
            const after = await everything(store, first);
            expect(after.slice(0, before.length)).toEqual(before);
            const added = after.slice(before.length).map(({ row }) => row.email ?? '');
            expect(added.filter(email => gone.has(email))).toEqual([]);
          }
          first += (await everything(store, first)).length;
        }),
        { numRuns: 40 },
      );
    });

    it('are added to once, whoever reads them first', async () => {
      const list = { name: 'twice.csv', bytes: Buffer.from('email\ntwice@example.org\n') };
      const load = () => loadList(list, { ...deps(store, 1), lists: store.lists, eachPage: inTurn(store) });
      const reports = await Promise.all([load(), load()]);
      expect(reports.map(report => report?.added).sort()).toEqual([0, 1]);
      expect(await load()).toBeNull();
    });

    it('let others write while a long one is read, and are read to the end after a death', async () => {
      const rows = Array.from({ length: 1_200 }, (_, at) => `long-${at}@example.org`);
      const list = { name: 'long.csv', bytes: Buffer.from(['email', ...rows].join('\n')) };
      let pages = 0;
      const dying: EachPage = async work => {
        if (++pages === 3) throw new Error('killed');
        return store.transaction(tx => work(audienceStore(tx)));
      };
      const loadWith = (eachPage: EachPage) =>
        loadList(list, { ...deps(store, 1), lists: store.lists, eachPage });
      await expect(loadWith(dying)).rejects.toThrow('killed');
      const left = await store.subscribers.byKey('long-0@example.org');
      await leave(store, left?.num ?? 0);

      expect(await loadWith(inTurn(store))).toMatchObject({ rows: 1_200, added: 200 });
      expect((await store.subscribers.byKey('long-0@example.org'))?.status).toBe('unsubscribed');
      expect(await loadWith(inTurn(store))).toBeNull();
    });
  });
}

/** Each page in a transaction of its own. */
function inTurn(store: Store): EachPage {
  return work => store.transaction(tx => work(audienceStore(tx)));
}

function deps(store: Store, now: number): AudienceDeps {
  return { store: audienceStore(store), now, rules };
}

/** Every row from this number on, and how much is on record with it. */
async function everything(store: OpenStore, first: number): Promise<{ row: Subscriber; consents: number }[]> {
  const rows = await store.subscribers.byNums(Array.from({ length: 100 }, (_, at) => first + at));
  return Promise.all(rows.map(async row => ({ row, consents: (await store.consents.of(row.num)).length })));
}

/** One thing that happens to somebody; what may not happen now does not. */
async function happen(store: OpenStore, what: Event, email: string, now: number, gone: Set<string>) {
  const existing = await store.subscribers.byKey(email);
  try {
    await store.transaction<unknown>(tx =>
      EVENTS[what]({ tx, audience: deps(tx, now), email, num: existing?.num ?? 0, now, gone }),
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
