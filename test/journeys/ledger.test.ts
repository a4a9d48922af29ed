import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport, type Reply, type Transport } from '../../src/deliver/transport.ts';
import { deliver, prepare, send } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

function said(means: Reply['class'], code: number | null, reply: string): Reply {
  return { class: means, phase: 'end', code, enhanced: null, reply };
}

describe.each(DATABASES)('the ledger of editions on $name', database => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(undefined, {}, database);
  });
  afterEach(() => world.dispose());

  const statesOf = async () =>
    Object.fromEntries(
      (await world.parts.store.deliveries.list({})).map(row => [row.email, [row.state, row.reason]]),
    );

  it('reaches back to the last edition of somebody who gets mail once a week', async () => {
    await world.subscribe('weekly@example.org', { queries: ['"language models"'], cadence: 'mon' });
    await world.ingest(digest(title(1)), '2026-05-18');
    await world.send('2026-05-18');
    // Nine days later, a Monday after a skipped one: older than the usual window, newer than the last edition.
    await world.ingest(digest(title(2)), '2026-05-19');
    await world.ingest(digest(title(3)), '2026-05-31');
    await world.send('2026-06-01');
    const rows = await world.parts.store.deliveries.list({ edition: '2026-06-01' });
    expect(rows).toHaveLength(1);
    expect(new Set(await world.carried()).size).toBe(3);
  });

  it('lets papers beyond the maximum compete again, and says nothing-new when all were carried', async () => {
    await world.subscribe('two@example.org', { queries: ['"language models"'], max: 2 });
    await world.ingest(digest(title(1), title(2), title(3)), '2026-06-01');
    expect(await world.send('2026-06-01')).toMatchObject({ states: { accepted: 1 } });
    expect(await world.send('2026-06-02')).toMatchObject({ states: { accepted: 1 } });
    expect(await world.send('2026-06-03')).toMatchObject({ states: {}, skipped: { 'nothing-new': 1 } });
    expect(new Set(await world.carried()).size).toBe(3);
  });

  it('carries what a rejected delivery had named to the same reader again', async () => {
    await world.subscribe('bounced@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    const refusing: Transport = {
      ...nullTransport(),
      hand: async () => ({ ...said('ours', 554, 'too large'), final: true }),
    };
    expect(await world.send('2026-06-01', refusing)).toMatchObject({
      state: 'complete_with_failures',
      states: { rejected: 1 },
    });
    expect(await world.send('2026-06-02')).toMatchObject({ state: 'complete', states: { accepted: 1 } });
  });

  it('keeps one failing mail from stopping the rest, and takes up again after the transport broke', async () => {
    for (const name of ['a', 'b', 'c'])
      await world.subscribe(`${name}@example.org`, { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    let handed = 0;
    const breaking: Transport = {
      ...nullTransport(),
      concurrency: 1,
      hand: async (...args) => {
        if (++handed === 2) throw new Error('disk full');
        return nullTransport().hand(...args);
      },
    };
    await expect(world.send('2026-06-01', breaking)).rejects.toThrow('disk full');
    expect(await statesOf()).toEqual({
      'a@example.org': ['accepted', null],
      'b@example.org': ['pending', null],
      'c@example.org': ['pending', null],
    });
    expect(await world.send('2026-06-01')).toMatchObject({ state: 'complete', states: { accepted: 3 } });
  });

  it('takes nobody for what went wrong when the edition was read: they get their mail the next time', async () => {
    for (const name of ['a', 'b'])
      await world.subscribe(`${name}@example.org`, { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    const { parts } = world;
    const order = { edition: '2026-06-01', at: null };
    await prepare(parts, order);
    let isDown = true;
    const papers: typeof parts.store.editions.papers = async edition => {
      if (isDown) throw new Error('connection lost');
      return parts.store.editions.papers(edition);
    };
    const broken = { ...parts, store: { ...parts.store, editions: { ...parts.store.editions, papers } } };
    const hooks = { transport: nullTransport(), owner: 'test', sleep: async () => {} };
    await expect(deliver(broken, async () => [order], hooks)).rejects.toThrow('connection lost');
    expect(await statesOf()).toEqual({
      'a@example.org': ['pending', null],
      'b@example.org': ['pending', null],
    });
    isDown = false;
    const [report] = await deliver(broken, async () => [order], hooks);
    expect(report).toMatchObject({ state: 'complete', states: { accepted: 2 } });
  });

  it('tries whom a server puts off once a run, however long ago the day was, and ends with it', async () => {
    for (const name of ['a', 'b'])
      await world.subscribe(`${name}@example.org`, { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    // Years later by the clock; by the calendar, one minute before the mails are too late.
    let now = Date.parse('2029-01-01T00:00:00Z');
    const clock = { now: () => now };
    const at = Date.parse('2026-06-02T02:59:00Z');
    const tried: string[] = [];
    const greylisting: Transport = {
      ...nullTransport(),
      concurrency: 1,
      hand: async (_edition, { envelope }) => {
        tried.push(envelope.to);
        if (tried.length > 9) throw new Error('tried again and again');
        now += 10 * 60_000;
        return said('soft', 451, 'later');
      },
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const run = () =>
      send(
        { ...world.parts, clock },
        { edition: '2026-06-01', at },
        { transport: greylisting, owner: 'test', sleep },
      );
    expect(await run()).toMatchObject({ states: { deferred: 1, expired: 1 } });
    expect(tried).toEqual(['a@example.org']);
  });

  it('delivers what was deferred by a clock that was ahead', async () => {
    await world.subscribe('a@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    const deferring: Transport = {
      ...nullTransport(),
      hand: async () => said('soft', 451, 'later'),
    };
    world.at('2027-06-02T08:00:00Z');
    expect(await world.send('2026-06-01', deferring)).toMatchObject({ states: { deferred: 1 } });
    world.at('2026-06-02T08:00:00Z');
    expect(await world.send('2026-06-01')).toMatchObject({ state: 'complete', states: { accepted: 1 } });
  });

  it('accounts for somebody who subscribes while the edition is under way', async () => {
    await world.subscribe('early@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    let joined = false;
    const joining: Transport = {
      ...nullTransport(),
      hand: async (...args) => {
        if (!joined) await world.subscribe('joins@example.org', { queries: ['"language models"'] });
        joined = true;
        return nullTransport().hand(...args);
      },
    };
    expect(await world.send('2026-06-01', joining)).toMatchObject({ audience: 2, states: { accepted: 2 } });
  });

  it('delivers once more what the operator says, however late for its day that is', async () => {
    await world.subscribe('reader@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(title(1)), '2026-06-01');
    const mute: Transport = {
      ...nullTransport(),
      hand: async (_edition, _message, commit) => {
        await commit();
        return said('unanswered', null, 'silence');
      },
    };
    expect(await world.send('2026-06-01', mute)).toMatchObject({ states: { unknown: 1 } });
    const late = Date.parse('2026-06-03T12:00:00Z');
    const word = { state: 'pending' as const, expiresAt: late + 1 };
    expect(await world.parts.store.deliveries.resolve('2026-06-01', 1, word, late)).toBe(true);
    const hooks = { transport: nullTransport(), owner: 'test', sleep: async () => {} };
    const report = await send(world.parts, { edition: '2026-06-01', at: late }, hooks);
    expect(report).toMatchObject({ state: 'complete', states: { accepted: 1 } });
  });

  it('unites what was carried when a snapshot proves two stored papers one', async () => {
    await world.subscribe('reader@example.org', { queries: ['"language models"'] });
    const firstName = 'The Same Study of Large Language Models under Its First Name';
    await world.ingest(digest(title(1)), '2026-06-01');
    await world.ingest(
      linkedDigest(
        firstName,
        '2605.01234',
        `${firstName}. Of language models. ${'Other words. '.repeat(30)}`,
      ),
      '2026-06-01',
    );
    await world.send('2026-06-01');
    expect((await world.carried()).length).toBe(2);
    await world.ingest(linkedDigest(title(1), '2605.01234'), '2026-06-02');
    expect(await world.send('2026-06-02')).toMatchObject({ skipped: { 'nothing-new': 1 } });
    expect(await world.parts.store.papers.aliases()).toEqual(new Map([[2, 1]]));
  });
});
