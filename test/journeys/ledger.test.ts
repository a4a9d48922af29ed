import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport, type Transport } from '../../src/deliver/transport.ts';
import { openWorld, type World } from '../support/world.ts';

const LONG =
  'We study how language models reason, and we propose a method that makes large language models better. ';

/** A capture of papers about language models, as the page shows them. */
function digest(...titles: string[]): Uint8Array {
  const header = [
    'new',
    'Get trending papers in your email inbox!',
    'Subscribe',
    'Daily Papers',
    'byAK and the research community',
  ];
  const entries = titles.flatMap(title => [title, `${title}. ${LONG.repeat(5)}`]);
  return new TextEncoder().encode([...header, ...entries, ''].join('\n\n'));
}

const paper = (n: number) => `A Large Language Model Study Number ${n} on Reasoning of LLMs`;

describe('the ledger of editions', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.dispose());

  const statesOf = async () =>
    Object.fromEntries(
      (await world.parts.store.deliveries.list({})).map(row => [row.email, [row.state, row.reason]]),
    );

  it('reaches back to the last edition of somebody who gets mail once a week', async () => {
    await world.subscribe('weekly@example.org', { queries: ['"language models"'], cadence: 'mon' });
    await world.ingest(digest(paper(1)), '2026-05-18');
    await world.send('2026-05-18');
    // Nine days later, a Monday after a skipped one: older than the usual window, newer than the last edition.
    await world.ingest(digest(paper(2)), '2026-05-19');
    await world.ingest(digest(paper(3)), '2026-05-31');
    await world.send('2026-06-01');
    const rows = await world.parts.store.deliveries.list({ edition: '2026-06-01' });
    expect(rows).toHaveLength(1);
    expect(new Set(await world.carried()).size).toBe(3);
  });

  it('lets papers beyond the maximum compete again, and says nothing-new when all were carried', async () => {
    await world.subscribe('two@example.org', { queries: ['"language models"'], max: 2 });
    await world.ingest(digest(paper(1), paper(2), paper(3)), '2026-06-01');
    expect(await world.send('2026-06-01')).toMatchObject({ states: { accepted: 1 } });
    expect(await world.send('2026-06-02')).toMatchObject({ states: { accepted: 1 } });
    expect(await world.send('2026-06-03')).toMatchObject({ states: {}, skipped: { 'nothing-new': 1 } });
    expect(new Set(await world.carried()).size).toBe(3);
  });

  it('carries what a rejected delivery had named to the same reader again', async () => {
    await world.subscribe('bounced@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(paper(1)), '2026-06-01');
    const refusing: Transport = {
      ...nullTransport(),
      hand: async () => ({ state: 'rejected', code: 550, reply: 'no such user' }),
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
    await world.ingest(digest(paper(1)), '2026-06-01');
    let handed = 0;
    const breaking: Transport = {
      ...nullTransport(),
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

  it('hands nothing over to somebody who left, was suppressed or was erased after the freeze', async () => {
    const { subscribers } = world.parts.store;
    const nums = new Map<string, number>();
    for (const name of ['first', 'left', 'barred', 'erased']) {
      nums.set(name, await world.subscribe(`${name}@example.org`, { queries: ['"language models"'] }));
    }
    await world.ingest(digest(paper(1)), '2026-06-01');
    const stopping: Transport = { ...nullTransport(), hand: async () => Promise.reject(new Error('stop')) };
    await expect(world.send('2026-06-01', stopping)).rejects.toThrow('stop');
    await subscribers.update(nums.get('left') ?? 0, { status: 'unsubscribed' });
    await subscribers.update(nums.get('barred') ?? 0, { status: 'suppressed' });
    await subscribers.update(nums.get('erased') ?? 0, {
      email: null,
      addressKey: null,
      status: 'unsubscribed',
    });
    const report = await world.send('2026-06-01');
    expect(report).toMatchObject({ audience: 4, states: { accepted: 1, suppressed: 3 } });
    expect(await statesOf()).toMatchObject({
      'first@example.org': ['accepted', null],
      'left@example.org': ['suppressed', 'unsubscribed'],
      null: ['suppressed', 'erased'],
    });
  });

  it('accounts for somebody who subscribes while the edition is under way', async () => {
    await world.subscribe('early@example.org', { queries: ['"language models"'] });
    await world.ingest(digest(paper(1)), '2026-06-01');
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

  it('unites what was carried when a snapshot proves two stored papers one', async () => {
    await world.subscribe('reader@example.org', { queries: ['"language models"'] });
    const [byTitle, byId] = [paper(1), 'The Same Study of Large Language Models under Its First Name'];
    const linked = (title: string, words: string) =>
      new TextEncoder().encode(
        [
          '# Daily Papers',
          '## by AK and the research community',
          'Jun 1',
          '[-](https://huggingface.co/login)',
          `### [${title}](https://huggingface.co/papers/2605.01234)`,
          `[${words}](https://huggingface.co/papers/2605.01234)`,
          '[- 2 authors](https://huggingface.co/papers/2605.01234)',
          '·',
          'May 29',
          '',
        ].join('\n\n'),
      );
    await world.ingest(digest(byTitle), '2026-06-01');
    await world.ingest(linked(byId, `Something else entirely about LLMs. ${LONG.repeat(4)}`), '2026-06-01');
    await world.send('2026-06-01');
    expect((await world.carried()).length).toBe(2);
    await world.ingest(linked(byTitle, `${byTitle}. ${LONG.repeat(5)}`), '2026-06-02');
    expect(await world.send('2026-06-02')).toMatchObject({ skipped: { 'nothing-new': 1 } });
    const papers = await world.parts.store.papers.aliases();
    expect(papers).toEqual(new Map([[2, 1]]));
  });
});
