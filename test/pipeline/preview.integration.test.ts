import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reachable } from '../../src/model/subscriber.ts';
import { MADE_UP, openPreviewer, type Preview } from '../../src/pipeline/preview.ts';
import { ingest, prepare } from '../../src/pipeline.ts';
import { subscriber } from '../support/builders.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

const FIRST = '2026-06-01';
const SECOND = '2026-06-02';
const QUERY = '"language models"';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.dispose());

async function known(email: string): Promise<Reachable> {
  const found = (await world.parts.store.subscribers.page(0, 100)).find(one => one.email === email);
  if (!found) throw new Error(`${email} is nobody`);
  return { ...found, email };
}

const madeUp = (changes: Partial<Reachable> = {}): Reachable => {
  const email = 'made-up@example.org';
  return { ...subscriber({ num: MADE_UP }), email, ...changes };
};

const look = (reader: Reachable, edition = SECOND, asFrozen = false) =>
  openPreviewer().preview(world.parts, reader, edition, { asFrozen });

const fates = ({ why }: Preview) => why.papers.map(({ title, fate }) => `${fate} ${title.match(/\d+/)?.[0]}`);

describe('a preview', () => {
  it('is made for somebody who is nobody, without a history, in any edition', async () => {
    await world.ingest(digest(title(1), title(2)), FIRST);
    const { outcome, why, recorded } = await look(madeUp({ queries: [QUERY] }), FIRST);
    expect(outcome).toMatchObject({
      kind: 'delivery',
      state: null,
      message: { envelope: { to: 'made-up@example.org' } },
    });
    expect(why.papers.map(({ fate }) => fate)).toEqual(['card', 'card']);
    expect(why.groups).toMatchObject([
      { kind: 'query', key: QUERY, matched: 2, carried: 0, shown: 2, ahead: 0 },
    ]);
    expect(recorded).toBeNull();
  });

  it('tells the reason where there is no mail', async () => {
    expect((await look(madeUp({ queries: [QUERY] }))).outcome).toEqual({
      kind: 'skip',
      reason: 'nothing-new',
    });
    await world.ingest(digest(title(1)), FIRST);
    expect((await look(madeUp({ queries: ['volcano'] }))).outcome).toEqual({
      kind: 'skip',
      reason: 'nothing-matched',
    });
    expect((await look(madeUp({ queries: [QUERY], cadence: 'mon' }))).outcome).toEqual({
      kind: 'skip',
      reason: 'not-due',
    });
    const left = await look(madeUp({ queries: [QUERY], status: 'unsubscribed' }));
    expect(left.outcome).toEqual({ kind: 'skip', reason: 'unsubscribed' });
  });

  it('shows what is frozen as it was frozen, whatever somebody chose since', async () => {
    await world.subscribe('ada@example.org', { queries: [QUERY], name: 'Ada' });
    await world.ingest(digest(title(1)), FIRST);
    await world.send(FIRST);
    const ada = await known('ada@example.org');
    await world.parts.store.subscribers.update(ada.num, { queries: ['volcano'], name: 'Countess' });
    const { outcome } = await look(await known('ada@example.org'), FIRST, true);
    expect(outcome).toMatchObject({ kind: 'delivery', state: 'accepted' });
    expect(outcome.kind === 'delivery' && outcome.message.text).toContain('chosen for Ada');
    // What changed preferences would bring is another question, and knows nothing of that mail.
    expect((await look(ada, FIRST)).outcome).toMatchObject({ kind: 'delivery', state: null });
  });

  it('knows of an edition what was carried before it, and no more', async () => {
    await world.subscribe('ada@example.org', { queries: [QUERY] });
    await world.ingest(digest(title(1)), FIRST);
    await world.send(FIRST);
    await world.ingest(digest(title(1), title(2)), SECOND);
    await world.send(SECOND);
    const ada = await known('ada@example.org');
    expect(fates(await look(ada))).toEqual(['card 2', 'carried 1']);
    expect((await look(ada)).why.papers[1]).toMatchObject({ fate: 'carried', carriedOn: FIRST });
    expect(fates(await look(ada, FIRST))).toEqual(['card 1']);
    // As everybody stands by now there is nothing left for them.
    expect(fates(await look(ada, SECOND, true))).toEqual(['card 2', 'carried 1']);
  });

  it('tells of every paper why it is left out', async () => {
    await world.ingest(digest(title(1), title(2), title(3), title(4)), SECOND);
    const limited = await look(madeUp({ queries: [QUERY], max: 2 }));
    expect(fates(limited).map(fate => fate.split(' ')[0])).toEqual(['card', 'card', 'limit', 'limit']);
    const wary = await look(madeUp({ queries: [QUERY], excluded: ['Number 3'] }));
    const excluded = wary.why.papers.filter(({ fate }) => fate === 'excluded');
    expect(excluded).toMatchObject([{ excludedBy: 'Number 3', title: title(3) }]);
    const other = await look(madeUp({ queries: ['volcano'] }));
    expect(other.why).toMatchObject({ papers: [], unmatched: 4 });
  });

  it('tells of a mail that is frozen why it was made like that, whatever came later', async () => {
    await world.subscribe('ada@example.org', { queries: [QUERY], max: 1 });
    await world.ingest(digest(title(1), title(2)), FIRST);
    await world.send(FIRST);
    await world.send(SECOND);
    const ada = await known('ada@example.org');
    const first = fates(await look(ada, FIRST, true));
    expect([first, fates(await look(ada, SECOND, true))]).toEqual([
      ['card 1', 'limit 2'],
      ['card 2', 'carried 1'],
    ]);
    // A mail with room to spare was not full: what it lacks was not there yet.
    await world.parts.store.subscribers.update(ada.num, { max: 5 });
    await world.ingest(digest(title(3)), '2026-06-03');
    await world.send('2026-06-03');
    await world.ingest(digest(title(4)), '2026-06-03', 'other');
    expect(fates(await look(await known('ada@example.org'), '2026-06-03', true))).toEqual([
      'card 3',
      'since 4',
      'carried 1',
      'carried 2',
    ]);
  });

  it('tells of an edition that was frozen after later ones what those had carried', async () => {
    await world.subscribe('ada@example.org', { queries: [QUERY], max: 5 });
    await world.ingest(digest(title(1)), FIRST);
    await world.send(SECOND);
    await world.ingest(digest(title(2)), FIRST, 'other');
    await world.send(FIRST);
    const { why } = await look(await known('ada@example.org'), FIRST, true);
    expect(why.papers.map(({ fate, carriedOn }) => [fate, carriedOn])).toEqual([
      ['card', null],
      ['carried', SECOND],
    ]);
  });

  it('tells of a paper once that turned out to be another one since', async () => {
    const late = 'Of language models and other words';
    await world.subscribe('ada@example.org', { queries: [QUERY], excluded: ['Number 1'] });
    await world.ingest(digest(title(1)), FIRST);
    await world.ingest(linkedDigest(late, '2605.01234', `${late}. ${'Other words. '.repeat(30)}`), FIRST);
    await world.send(FIRST);
    await world.ingest(linkedDigest(title(1), '2605.01234'), FIRST);
    expect(await world.parts.store.papers.aliases()).toEqual(new Map([[2, 1]]));
    const { why } = await look(await known('ada@example.org'), FIRST, true);
    expect(why.papers.map(one => `${one.fate} ${one.title}`)).toEqual([`card ${late}`]);
    expect(why.groups).toMatchObject([{ matched: 1, shown: 1 }]);
  });

  it('says of no mail that it was full', async () => {
    await world.ingest(digest(title(1)), SECOND);
    const paused = await look(madeUp({ queries: [QUERY], status: 'paused', pausedUntil: '2027-01-01' }));
    expect(fates(paused)).toEqual(['no-mail 1']);
    expect(fates(await look(madeUp({ queries: [QUERY], cadence: 'mon' })))).toEqual(['no-mail 1']);
  });

  it('tells that a mail which is frozen and owed goes to nobody who left since', async () => {
    await world.subscribe('ada@example.org', { queries: [QUERY] });
    await world.ingest(digest(title(1)), FIRST);
    await prepare(world.parts, { edition: FIRST, at: null });
    const ada = await known('ada@example.org');
    expect((await look(ada, FIRST, true)).outcome).toMatchObject({ state: 'pending', barred: null });
    const left: Reachable = { ...ada, status: 'unsubscribed' };
    expect((await look(left, FIRST, true)).outcome).toMatchObject({
      state: 'pending',
      barred: 'unsubscribed',
    });
    const rests: Reachable = { ...ada, status: 'paused', pausedUntil: '2027-01-01' };
    expect((await look(rests, FIRST, true)).outcome).toMatchObject({ barred: 'paused' });
    await world.send(FIRST);
    expect((await look(left, FIRST, true)).outcome).toMatchObject({ state: 'accepted', barred: null });
  });

  it('tells of papers that come near a topic', async () => {
    const [topic] = world.parts.catalogue.topics;
    if (!topic) throw new Error('no topic');
    await world.ingest(digest(title(1), title(2)), SECOND);
    const { why } = await look(madeUp({ topics: world.parts.catalogue.topics.map(({ id }) => id) }));
    for (const one of why.papers) {
      if (one.fate === 'below') expect(one.score).toBeLessThan(one.threshold);
      else expect(one.score).toBeGreaterThanOrEqual(one.threshold);
    }
    const seen = why.papers.length + why.unmatched;
    expect(seen).toBe(2);
  });

  it('takes templates as they are by now, and reads the papers once', async () => {
    await world.ingest(digest(title(1)), SECOND);
    const previewer = openPreviewer();
    const person = madeUp({ queries: [QUERY] });
    const before = await previewer.preview(world.parts, person, SECOND, { asFrozen: true });
    const fresh = await world.app.freshParts();
    const after = await previewer.preview(fresh, person, SECOND, { asFrozen: true });
    expect(after).toEqual(before);
    // A line of the editor's that came since is in it.
    await world.parts.store.notes.set(SECOND, 'Good morning', 0);
    const noted = await previewer.preview(fresh, person, SECOND, { asFrozen: true });
    expect(noted.outcome.kind === 'delivery' && noted.outcome.message.text).toContain('Good morning');
    // And so is a paper.
    await world.ingest(digest(title(2)), SECOND, 'other');
    expect(fates(await previewer.preview(fresh, person, SECOND, { asFrozen: true }))).toHaveLength(2);
  });

  it('follows a capture date that is corrected, though no snapshot is new', async () => {
    const { parts } = world;
    const order = { source: 'test', bytes: digest(title(1)), mtime: Date.parse(`${FIRST}T08:00:00Z`) };
    expect((await ingest(parts, order)).capturedAt).toBe(FIRST);
    await world.ingest(digest(title(2)), SECOND);
    const previewer = openPreviewer();
    const person = madeUp({ queries: [QUERY] });
    const first = () => previewer.preview(parts, person, FIRST, { asFrozen: true });
    expect(fates(await first())).toEqual(['card 1']);
    expect((await ingest(parts, { ...order, capturedAt: SECOND })).reason).toMatch(/was corrected/);
    expect(await first()).toEqual(await openPreviewer().preview(parts, person, FIRST, { asFrozen: true }));
    expect(fates(await first())).toHaveLength(2);
  });
});
