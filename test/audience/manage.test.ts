import { describe, expect, it } from 'vitest';
import { exportSubscriber } from '../../src/audience/export.ts';
import {
  addSubscriber,
  eraseSubscriber,
  pauseSubscriber,
  showSubscriber,
  suppressSubscriber,
  unsuppressSubscriber,
  updateSubscriber,
} from '../../src/audience/manage.ts';
import { UserError } from '../../src/errors.ts';
import { memoryStore } from './memory-store.ts';

const NOW = Date.UTC(2025, 7, 11, 22, 30);
const LATER = NOW + 86_400_000;
const email = 'ada@example.org';
const rules = { topicIds: ['llm', 'rl', 'vision'], checkQuery: () => {} };

function audience() {
  const store = memoryStore();
  return { store, now: NOW, rules, timezone: 'UTC' };
}

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error;
  throw new Error(`expected a UserError, got ${error}`);
}

describe('addSubscriber', () => {
  it('adds a pending subscriber with defaults for what is not given', async () => {
    const deps = audience();
    const { subscriber: added, hadDeparted } = await addSubscriber(
      { email: 'Ada@Example.org', topics: 'llm' },
      deps,
    );
    expect(hadDeparted).toBe(false);
    expect(deps.store.record()).toEqual([]);
    expect(added).toEqual({
      num: 1,
      email: 'Ada@example.org',
      name: null,
      status: 'pending',
      topics: ['llm'],
      queries: [],
      excluded: [],
      signOfLife: false,
      outside: false,
      learnOpened: false,
      updates: false,
      welcomeAt: null,
      origin: 'command',
      cadence: 'daily',
      hour: 7,
      timezone: null,
      max: 12,
      pausedUntil: null,
      createdAt: NOW,
      confirmedAt: null,
    });
    expect(await showSubscriber('ADA@example.ORG', deps)).toEqual(added);
  });

  it('adds a confirmed one as active', async () => {
    const deps = audience();
    const { subscriber } = await addSubscriber({ email, confirmed: true }, deps);
    expect(subscriber).toMatchObject({ status: 'active', confirmedAt: NOW });
    expect(deps.store.record()).toEqual(['1 vouched subscribers add --confirmed']);
  });

  it('tells the problems of address and preferences at once and stores nothing', async () => {
    const deps = audience();
    const error = await failure(addSubscriber({ email: 'ada', topics: 'lm', hour: '25' }, deps));
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/^3 problems:\n- "ada".*\n- topic "lm".*\n- hour "25"/);
    expect(deps.store.all()).toEqual([]);
  });

  it.each(['pending', 'active', 'paused'] as const)('refuses an address that is %s already', async status => {
    const deps = audience();
    await addSubscriber({ email, topics: 'llm' }, deps);
    await deps.store.update(1, { status });
    const error = await failure(addSubscriber({ email: 'ADA@example.org', topics: 'rl' }, deps));
    expect(error.exitCode).toBe(1);
    expect(error.message).toMatch(/subscribed already.*subscribers update/);
    expect(deps.store.all()).toMatchObject([{ status, topics: ['llm'] }]);
  });

  it('refuses when somebody else adds the address at the same moment', async () => {
    const deps = audience();
    deps.store.insert = async () => null;
    expect((await failure(addSubscriber({ email }, deps))).exitCode).toBe(1);
  });

  it.each([
    [false, 'pending', null],
    [true, 'active', LATER],
  ])(
    'brings who unsubscribed back in the same row (confirmed: %s)',
    async (confirmed, status, confirmedAt) => {
      const deps = audience();
      await addSubscriber({ email, name: 'Ada', topics: 'llm', max: 3, confirmed: true }, deps);
      await deps.store.update(1, { status: 'unsubscribed' });
      const again = { email, topics: 'rl', confirmed };
      const { subscriber: back } = await addSubscriber(again, { ...deps, now: LATER });
      expect(back).toMatchObject({ num: 1, name: 'Ada', status, confirmedAt, createdAt: NOW });
      expect(back).toMatchObject({ topics: ['rl'], max: 12 });
      expect(await showSubscriber(email, deps)).toEqual(back);
    },
  );
});

describe('updateSubscriber', () => {
  it('changes what is given and keeps the rest', async () => {
    const deps = audience();
    const loose = { email, topics: 'llm', max: 3, timezone: 'Asia/Tokyo' };
    const { subscriber: added } = await addSubscriber(loose, deps);
    const updated = await updateSubscriber({ email, topics: 'rl', timezone: '' }, deps);
    expect(updated).toEqual({ ...added, topics: ['rl'], timezone: null });
    expect(await showSubscriber(email, deps)).toEqual(updated);
  });

  it('confirms who is pending, once', async () => {
    const deps = audience();
    await addSubscriber({ email }, deps);
    const confirm = (now: number) => updateSubscriber({ email, confirmed: true }, { ...deps, now });
    expect(await confirm(NOW)).toMatchObject({ status: 'active', confirmedAt: NOW });
    expect(await confirm(LATER)).toMatchObject({ status: 'active', confirmedAt: NOW });
    expect(deps.store.record()).toEqual(['1 vouched subscribers update --confirmed']);
  });

  it.each(['unsubscribed', 'suppressed'] as const)('does not bring back who is %s', async status => {
    const deps = audience();
    await addSubscriber({ email, confirmed: true }, deps);
    await deps.store.update(1, { status });
    expect((await failure(updateSubscriber({ email, confirmed: true }, deps))).exitCode).toBe(1);
    expect(await updateSubscriber({ email, topics: 'rl' }, deps)).toMatchObject({ status, topics: ['rl'] });
  });

  it('refuses an address that is nobody’s', async () => {
    expect((await failure(updateSubscriber({ email, max: 3 }, audience()))).exitCode).toBe(1);
  });
});

describe('pauseSubscriber', () => {
  it('keeps the day that mail resumes, and leaves it to the edition to judge it', async () => {
    const deps = audience();
    await addSubscriber({ email, confirmed: true }, deps);
    for (const pausedUntil of ['2099-09-01', '2025-08-11', '2020-01-01']) {
      expect(await pauseSubscriber(email, pausedUntil, deps)).toMatchObject({
        status: 'paused',
        pausedUntil,
      });
    }
  });

  it('refuses who gets no mail anyway, and what is no date', async () => {
    const deps = audience();
    await addSubscriber({ email }, deps);
    expect((await failure(pauseSubscriber(email, '2025-09-01', deps))).exitCode).toBe(1);
    await updateSubscriber({ email, confirmed: true }, deps);
    expect((await failure(pauseSubscriber(email, '2025-02-30', deps))).exitCode).toBe(2);
    expect((await failure(pauseSubscriber(email, 'tomorrow', deps))).exitCode).toBe(2);
    expect((await failure(pauseSubscriber('bob@example.org', '2025-09-01', deps))).exitCode).toBe(1);
  });
});

describe('suppressSubscriber', () => {
  it('suppresses a subscriber and keeps the first reason', async () => {
    const deps = audience();
    await addSubscriber({ email, confirmed: true }, deps);
    const { subscriber } = await suppressSubscriber(email, 'asked by phone', deps);
    expect(subscriber).toMatchObject({ num: 1, status: 'suppressed' });
    await suppressSubscriber(email, 'again', deps);
    expect(deps.store.record()).toEqual([
      '1 vouched subscribers add --confirmed',
      '1 withdrew asked by phone',
    ]);
    expect(await exportSubscriber(email, deps)).toMatchObject({
      status: 'suppressed',
      suppression: 'asked by phone',
    });
    expect((await failure(addSubscriber({ email }, deps))).message).toContain('asked by phone');
  });

  it('suppresses an address that is nobody’s, in any spelling', async () => {
    const deps = audience();
    const suppressed = await suppressSubscriber('Ada@BÜCHER.example', 'complaint', deps);
    expect(suppressed).toEqual({ email: 'Ada@xn--bcher-kva.example', subscriber: null });
    const error = await failure(addSubscriber({ email: 'ada@xn--bcher-kva.example', confirmed: true }, deps));
    expect(error.exitCode).toBe(1);
    expect(deps.store.all()).toEqual([]);
  });
});

describe('unsuppressSubscriber', () => {
  const nobody = async () => false;

  it.each([
    [true, 'active'],
    [false, 'pending'],
  ] as const)('lifts what came of bounces (confirmed: %s)', async (confirmed, status) => {
    const deps = { ...audience(), hasComplained: nobody };
    await addSubscriber({ email, confirmed: true }, deps);
    await suppressSubscriber(email, 'bounced: 5.1.1, no such mailbox', deps);
    const later = { ...deps, now: deps.now + 1 };
    const { subscriber } = await unsuppressSubscriber(email, confirmed, later);
    const vouched = deps.store.record().includes('1 vouched subscribers unsuppress --confirmed');
    expect(vouched).toBe(confirmed);
    expect(subscriber).toMatchObject({ status, confirmedAt: confirmed ? later.now : null });
    expect((await failure(unsuppressSubscriber(email, confirmed, later))).message).toContain(
      'not suppressed',
    );
  });

  it('frees an address that is nobody’s', async () => {
    const deps = { ...audience(), hasComplained: nobody };
    await suppressSubscriber(email, 'bounced: 5.1.1, no such mailbox', deps);
    expect(await unsuppressSubscriber(email, true, deps)).toEqual({ email, subscriber: null });
    await addSubscriber({ email }, deps);
  });

  it.each([
    ['complaint', false],
    ['by the operator', false],
    ['bounced: 5.1.1, no such mailbox', true],
  ])('lifts no other one: %s, and a complaint: %s', async (reason, complained) => {
    const deps = { ...audience(), hasComplained: async () => complained };
    await addSubscriber({ email, confirmed: true }, deps);
    await suppressSubscriber(email, reason, deps);
    const error = await failure(unsuppressSubscriber(email, true, deps));
    expect([error.exitCode, error.message]).toEqual([1, expect.stringContaining('only what bounced')]);
    expect(await exportSubscriber(email, deps)).toMatchObject({ status: 'suppressed', suppression: reason });
  });
});

describe('eraseSubscriber', () => {
  it('leaves a number that names nobody, and frees the address', async () => {
    const deps = audience();
    await addSubscriber(
      { email, name: 'Ada', topics: 'llm', queries: 'my secret', timezone: 'Asia/Tokyo' },
      deps,
    );
    const erased = await eraseSubscriber(email, deps);
    expect(erased).toMatchObject({ num: 1, email: null, name: null, status: 'unsubscribed' });
    expect(erased).toMatchObject({ topics: [], queries: [], timezone: null });
    expect(JSON.stringify(erased)).not.toMatch(/ada|secret/i);
    for (const work of [showSubscriber, eraseSubscriber]) {
      expect((await failure(work(email, deps))).exitCode).toBe(1);
    }
    expect(await addSubscriber({ email }, deps)).toMatchObject({ subscriber: { num: 2 }, hadDeparted: true });
    await deps.store.update(2, { email: null, addressKey: null });
    expect(await addSubscriber({ email }, deps)).toMatchObject({ hadDeparted: false });
  });

  it.each(['by list', 'by row'])('keeps the suppression of who was suppressed (%s)', async how => {
    const deps = audience();
    await addSubscriber({ email }, deps);
    if (how === 'by list') await suppressSubscriber(email, 'complaint', deps);
    else await deps.store.update(1, { status: 'suppressed' });
    await eraseSubscriber(email, deps);
    expect((await failure(addSubscriber({ email, confirmed: true }, deps))).message).toContain('suppressed');
  });
});
