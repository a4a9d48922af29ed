import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverOwed } from '../../src/deliver/deliver.ts';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import type { Message } from '../../src/model/message.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { admit } from '../../src/pipeline/admit.ts';
import { compose } from '../../src/pipeline/compose.ts';
import { openFrozen } from '../../src/pipeline/day.ts';
import { freeze } from '../../src/pipeline/freeze.ts';
import { ingest, type SendHooks, send } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = { queries: ['"language models"'] };
const DAY = '2026-06-01';

/** What the world does while an edition is under way. */
describe.each(DATABASES)('meanwhile on $name', database => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(undefined, {}, database);
  });
  afterEach(() => world.dispose());

  /** Takes every message, and lets something happen after the first `after` of them. */
  function interrupted(after: number, happening: () => Promise<void>): Transport & { taken: Message[] } {
    const taken: Message[] = [];
    return {
      ...nullTransport(),
      taken,
      // One at a time: what happens after the first is before the second.
      concurrency: 1,
      hand: async (edition, message, commit) => {
        const reply = await nullTransport().hand(edition, message, commit);
        if (reply) taken.push(message);
        if (taken.length === after) await happening();
        return reply;
      },
    };
  }

  function run(edition: string, hooks: Partial<SendHooks>, at: number | null = null) {
    const defaults = { transport: nullTransport(), owner: 'test', sleep: async () => {} };
    return send(world.parts, { edition, at }, { ...defaults, ...hooks });
  }

  /** Breaks at the first message: the edition is frozen, nothing is out. */
  const stopping = (): Transport => ({ ...nullTransport(), hand: () => Promise.reject(new Error('stop')) });

  const rows = async (edition = DAY) =>
    Object.fromEntries(
      (await world.parts.store.deliveries.list({ edition })).map(row => [row.email, [row.state, row.reason]]),
    );

  it('two papers turn out to be one between two pages of a freeze: nobody gets both', async () => {
    const first = 'The Same Study of Large Language Models under Its First Name';
    for (let n = 0; n < 501; n++) await world.subscribe(`r${n}@example.org`, QUERY);
    await world.ingest(digest(title(1)), '2026-05-31');
    await run('2026-05-31', {});
    await world.ingest(
      linkedDigest(first, '2605.01234', `${first}. Of language models. ${'Other words. '.repeat(30)}`),
      DAY,
    );
    let pages = 0;
    let proof: Promise<unknown> = Promise.resolve();
    await run(DAY, {
      onFrozen: () => {
        // Its bytes need not be kept, which takes longer than a page.
        const { keep: _, ...parts } = world.parts;
        const bytes = linkedDigest(title(1), '2605.01234');
        if (++pages === 1) proof = ingest(parts, { source: 'test', bytes, mtime: null, capturedAt: DAY });
      },
    });
    await proof;
    // The first page could not know; the second had to.
    expect(await world.parts.store.papers.aliases()).toEqual(new Map([[2, 1]]));
    expect((await rows())['r500@example.org']).toBeUndefined();
    expect(await world.parts.store.skips.of(DAY)).toMatchObject([
      { email: 'r500@example.org', reason: 'nothing-new' },
    ]);
  });

  it('somebody leaves, is suppressed, pauses or is erased: the very next message is not theirs', async () => {
    const { subscribers, suppressions } = world.parts.store;
    const num = new Map<string, number>();
    for (const name of ['first', 'left', 'barred', 'listed', 'paused', 'erased', 'last']) {
      num.set(name, await world.subscribe(`${name}@example.org`, QUERY));
    }
    await world.ingest(digest(title(1)), DAY);
    const transport = interrupted(1, async () => {
      await subscribers.update(num.get('left') ?? 0, { status: 'unsubscribed' });
      await subscribers.update(num.get('barred') ?? 0, { status: 'suppressed' });
      await subscribers.update(num.get('paused') ?? 0, { status: 'paused', pausedUntil: '2026-07-01' });
      await subscribers.update(num.get('erased') ?? 0, {
        email: null,
        addressKey: null,
        status: 'unsubscribed',
      });
      const { suppressionHash } = await import('../../src/audience/suppression.ts');
      await suppressions.add(suppressionHash('listed@example.org', await suppressions.key()), 'complaint', 0);
    });
    const report = await run(DAY, { transport });
    expect(transport.taken.map(message => message.envelope.to)).toEqual([
      'first@example.org',
      'last@example.org',
    ]);
    expect(report).toMatchObject({ audience: 7, states: { accepted: 2, suppressed: 4, cancelled: 1 } });
    expect(await rows()).toMatchObject({
      'left@example.org': ['suppressed', 'unsubscribed'],
      'barred@example.org': ['suppressed', 'suppressed'],
      'listed@example.org': ['suppressed', 'suppressed'],
      'paused@example.org': ['cancelled', 'paused'],
      null: ['suppressed', 'erased'],
    });
  });

  it('a run is broken off: its accounts close, and a later run of the morning leaves the evening alone', async () => {
    for (const hour of [7, 8, 20]) await world.subscribe(`h${hour}@example.org`, { ...QUERY, hour });
    await world.ingest(digest(title(1)), DAY);
    const stop = new AbortController();
    const broken = await run(DAY, {
      signal: stop.signal,
      transport: interrupted(1, async () => stop.abort()),
    });
    expect(broken).toMatchObject({ state: 'sending', audience: 3, states: { accepted: 1, pending: 2 } });
    const morning = await run(DAY, {}, Date.parse(`${DAY}T09:00:00Z`));
    expect(morning).toMatchObject({ state: 'sending', states: { accepted: 2, pending: 1 } });
    expect((await rows())['h20@example.org']).toEqual(['pending', null]);
  });

  it('a worker dies over a delivery that then expires: its papers are not carried again', async () => {
    const { leases } = world.parts.store;
    await world.subscribe('reader@example.org', QUERY);
    await world.ingest(digest(title(1)), DAY);
    await expect(run(DAY, { transport: stopping() })).rejects.toThrow('stop');
    // The lease of a process that was killed while it handed over: nobody gives it back.
    const held = await leases.claim(DAY, { owner: 'killed', now: 0, until: 1, limit: 9, at: null });
    const handedOff = await leases.handOff(DAY, 'killed', held, { now: 0, margin: 0 });
    expect(handedOff).toEqual(new Set([1]));
    const late = await run(DAY, {}, Date.parse('2026-06-02T12:00:00Z'));
    expect(late).toMatchObject({ state: 'complete_with_unknown', states: { unknown: 1 } });
    expect(await run('2026-06-02', {})).toMatchObject({ skipped: { 'nothing-new': 1 } });
  });

  it('the ledger cannot be written after a hand-over: what may be out is not planned again', async () => {
    for (const name of ['a', 'b']) await world.subscribe(`${name}@example.org`, QUERY);
    await world.ingest(digest(title(1)), DAY);
    await expect(run(DAY, { transport: stopping() })).rejects.toThrow('stop');
    const { parts } = world;
    let written = 0;
    const full = {
      ...parts.store,
      // The hand-off is on record, the answers find no room.
      alongside: <T>(work: (tx: typeof parts.store) => Promise<T>): Promise<T> =>
        ++written === 1 ? parts.store.alongside(work) : Promise.reject(new Error('disk full')),
    };
    const order = { edition: DAY, at: null, retryBefore: null };
    const transport = nullTransport();
    const { mail } = await openFrozen(parts, DAY);
    const delivering = deliverOwed(
      {
        store: full,
        clock: parts.clock,
        transport,
        owner: 'unlucky',
        sleep: async () => {},
        admit,
        consequences: async () => {},
        open: async () => {},
        render: async ({ slot, name, preface, papers }, subscriber) => {
          const to = { edition: DAY, subscriber, slot, name, preface, note: '' };
          return compose(parts, mail, to, unpackSelection(papers));
        },
      },
      async () => [order],
    );
    expect(await delivering).toMatchObject({ problem: { error: new Error('disk full') } });
    const later = { ...parts, clock: { now: () => parts.clock.now() + 60_000 } };
    const hooks = { transport, owner: 'next', sleep: async () => {} };
    const report = await send(later, { edition: DAY, at: Date.parse('2026-06-02T12:00:00Z') }, hooks);
    expect(report).toMatchObject({ state: 'complete_with_unknown', states: { unknown: 2 } });
    expect(await run('2026-06-02', {})).toMatchObject({ skipped: { 'nothing-new': 2 } });
  });

  it('snapshots come in without an end: the edition is frozen all the same', async () => {
    await world.subscribe('reader@example.org', QUERY);
    await world.ingest(digest(title(1)), DAY);
    const { store } = world.parts;
    let more = 2;
    const busy = {
      ...store,
      transaction: async <T>(work: (tx: typeof store) => Promise<T>): Promise<T> => {
        await world.ingest(digest(title(more++)), DAY);
        return store.transaction(work);
      },
    };
    await store.editions.open(DAY, 0);
    await freeze({ ...world.parts, store: busy }, { edition: DAY, at: null }, {});
    expect(more).toBeLessThan(10);
  });

  it('waits for another worker, and carries on when that one dies', async () => {
    const { leases } = world.parts.store;
    await world.subscribe('reader@example.org', QUERY);
    await world.ingest(digest(title(1)), DAY);
    await expect(run(DAY, { transport: stopping() })).rejects.toThrow('stop');
    const now = world.parts.clock.now();
    await leases.claim(DAY, { owner: 'alive', now, until: now + 10_000, limit: 9, at: null });
    let waits = 0;
    let before: unknown;
    const report = await run(DAY, {
      // The other one dies while this one waits: its lease runs out.
      sleep: async () => {
        if (++waits !== 3) return;
        before = (await rows())['reader@example.org'];
        await leases.heartbeat(DAY, 'alive', now - 1);
      },
    });
    expect([before, report.states]).toEqual([['leased', null], { accepted: 1 }]);
  });

  it('a reader changes name, query, zone and cadence: the frozen mail keeps its bytes', async () => {
    const before = { ...QUERY, name: 'Ada', timezone: 'Europe/Berlin' };
    const num = await world.subscribe('reader@example.org', before);
    await world.ingest(digest(title(1)), DAY);
    const first = interrupted(1, async () => Promise.reject(new Error('stop')));
    await expect(run(DAY, { transport: first })).rejects.toThrow('stop');
    await world.parts.store.subscribers.update(num, {
      name: 'Countess Lovelace',
      queries: ['robots'],
      timezone: 'Asia/Tokyo',
      cadence: 'mon',
      max: 1,
    });
    await world.ingest(digest(title(2), title(3)), DAY);
    const second = interrupted(9, async () => {});
    await run(DAY, { transport: second });
    expect(second.taken[0]?.text).toContain('chosen for Ada\n');
    expect(second.taken[0]?.raw.equals(first.taken[0]?.raw ?? Buffer.alloc(0))).toBe(true);
  });
});
