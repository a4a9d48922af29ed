import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { myData } from '../../src/pipeline/my-data.ts';
import { storiesOf } from '../../src/pipeline/story.ts';
import { mailViewer } from '../../src/pipeline/view-mail.ts';
import { plan } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { type Fate, fates } from '../support/fates.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = { queries: ['"language models"'] };
const HEADING = 'Updated since you saw it';
const ADA = 'ada@example.org';

/** What arXiv answers of one paper. */
function arxiv(n: number, version: number, more = ''): Uint8Array {
  const about = 'We study language models and how they reason, step by step, in twelve tasks. '.repeat(3);
  const entry = `<id>http://arxiv.org/abs/2601.0000${n}v${version}</id><title>${title(n)}</title>
    <updated>2026-01-0${n}T00:00:00Z</updated><published>2026-01-0${n}T00:00:00Z</published>
    <summary>${about}</summary><author><name>Ada Lovelace</name></author>${more}`;
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
  xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>http://arxiv.org/api/x</id>
  <title>ArXiv Query</title><updated>2026-06-01T00:00:00Z</updated><opensearch:totalResults>1</opensearch:totalResults>
  <entry>${entry}</entry></feed>`);
}

describe.each(DATABASES)('$name: what is new about papers carried before', database => {
  let world: World;
  afterEach(() => world.dispose());

  async function send(edition: string, fate: Fate = 'accepted'): Promise<Map<string, Message>> {
    world.at(`${edition}T08:00:00Z`);
    const transport = fates(() => fate);
    await world.send(edition, transport);
    return transport.messages;
  }

  const toldIn = (mail: Message | undefined) =>
    (mail?.text ?? '').split(HEADING)[1]?.split('-----\nYou receive')[0]?.replaceAll(/\s+/g, ' ') ?? '';

  async function row(edition: string) {
    const found = await world.parts.store.deliveries.find(edition, 1);
    return found ? unpackSelection(found.papers) : null;
  }

  it('stands at the end of the next mail, once, for whoever wishes it', async () => {
    world = await openWorld(Date.parse('2026-06-01T08:00:00Z'), {}, database);
    const { store } = world.parts;
    await world.subscribe(ADA, { ...QUERY, updates: true });
    await world.subscribe('ben@example.org', QUERY);
    await world.ingest(arxiv(1, 1), '2026-06-01', 'a');
    await world.ingest(arxiv(2, 1), '2026-06-01', 'b');
    expect(toldIn((await send('2026-06-01')).get(ADA))).toBe('');
    expect((await row('2026-06-01'))?.updates).toEqual({ until: 2, papers: [], more: 0 });

    // News alone brings no mail.
    await world.ingest(arxiv(1, 2), '2026-06-04', 'a');
    expect((await send('2026-06-04')).size).toBe(0);
    await world.ingest(
      arxiv(1, 3, '<arxiv:journal_ref>Nature 650, 2026</arxiv:journal_ref>'),
      '2026-06-05',
      'a',
    );
    await world.ingest(digest(title(3)), '2026-06-05');
    world.at('2026-06-05T08:00:00Z');
    let planned: Message | undefined;
    for await (const page of plan(world.parts, { edition: '2026-06-05', at: null }))
      for (const line of page)
        if (line.kind === 'delivery' && line.email === ADA) {
          expect([line.papers, line.again]).toEqual([[3], []]);
          planned = await line.message();
        }
    const mails = await send('2026-06-05', 'unknown');
    const mail = mails.get(ADA);
    expect(mail?.raw.equals(planned?.raw ?? Buffer.alloc(0))).toBe(true);
    expect(toldIn(mail)).toContain(`${title(1)} https://`);
    expect(toldIn(mail)).toContain('now version 3 appeared in Nature 650, 2026');
    expect(toldIn(mail)).not.toContain(title(2));
    expect(mail?.text).toContain('1 paper chosen for');
    expect(mails.get('ben@example.org')?.text).not.toContain(HEADING);
    expect((await store.editions.carriedPapers('2026-06-05')).map(({ paper }) => paper)).toEqual([3]);

    // The same bytes again, whatever came since.
    await world.ingest(arxiv(1, 4), '2026-06-06', 'a');
    await store.subscribers.update(1, { updates: false });
    await store.deliveries.resolve('2026-06-05', 1, { state: 'pending', expiresAt: 9e12 }, 0);
    expect((await send('2026-06-05')).get(ADA)?.raw.equals(mail?.raw ?? Buffer.alloc(0))).toBe(true);
    const [ada] = await store.subscribers.byNums([1]);
    if (!ada) throw new Error('Ada is gone');
    expect(await mailViewer(world.parts)({ ...ada, email: ADA }, '2026-06-05')).toBe(mail?.html);

    const told = { title: title(1), news: [{ kind: 'version', detail: '3' }, { kind: 'published' }] };
    const [story] = await storiesOf(world.parts, ada, ['2026-06-05']);
    expect(story?.updates).toMatchObject([told]);
    const mine = (await myData(store, { ...ada, email: ADA })).deliveries;
    expect(mine.map(({ updates }) => updates)).toMatchObject([[told], []]);

    // What was told is not told again; what came since is.
    await store.subscribers.update(1, { updates: true });
    await world.ingest(digest(title(4)), '2026-06-06');
    const next = toldIn((await send('2026-06-06')).get(ADA));
    expect(next).toContain('now version 4');
    expect(next).not.toContain('Nature');
    await world.ingest(digest(title(5)), '2026-06-07');
    expect(toldIn((await send('2026-06-07')).get(ADA))).toBe('');
    const carried = await world.carried();
    expect(new Set(carried).size).toBe(carried.length);
  });

  it('is told by the next mail when one came to nothing, and not of what somebody has no wish for any more', async () => {
    world = await openWorld(Date.parse('2026-06-01T08:00:00Z'), {}, database);
    const { store } = world.parts;
    await world.subscribe(ADA, { ...QUERY, updates: true });
    await world.ingest(arxiv(1, 1), '2026-01-10', 'a');
    await send('2026-01-10');
    // Months ago, by an edition that nothing else leads to; news that came in late on the day of their last edition.
    await world.ingest(digest(title(4)), '2026-06-01');
    await send('2026-06-01');
    await world.ingest(arxiv(1, 2), '2026-06-01', 'a');
    await world.ingest(digest(title(5)), '2026-06-02');
    expect(toldIn((await send('2026-06-02', 'rejected')).get(ADA))).toContain('now version 2');
    expect(toldIn((await send('2026-06-03')).get(ADA))).toContain('now version 2');

    const said = async (edition: string, n: number, version: number) => {
      await world.ingest(arxiv(1, version), edition, 'a');
      await world.ingest(digest(title(n)), edition);
      return toldIn((await send(edition)).get(ADA));
    };
    await store.subscribers.update(1, { excluded: ['number 1'] });
    expect(await said('2026-06-04', 6, 3)).toBe('');
    await store.subscribers.update(1, { excluded: [] });
    await store.takenBack.hide(1, null, 0);
    expect(await said('2026-06-05', 7, 4)).toBe('');
    await store.takenBack.unhide(1);
    const group = { kind: 'query' as const, key: '"language models"' };
    await store.signals.set(1, { paper: 1, kind: 'less', group, at: 0 });
    expect(await said('2026-06-06', 8, 5)).toBe('');
    await store.signals.take(1, 1, 'less');
    // Muted is what it stood under, which they follow no more.
    await store.subscribers.update(1, { queries: ['"study number"'] });
    await store.signals.set(1, { paper: 2, kind: 'mute', group, at: 0 });
    expect(await said('2026-06-07', 12, 6)).toBe('');
    await store.signals.take(1, 2, 'mute');
    expect(await said('2026-06-08', 9, 7)).toContain('now version 7');
    // Whoever did not wish it is told of what came since their last edition, not of all that was.
    await store.subscribers.update(1, { updates: false });
    expect(await said('2026-06-09', 10, 8)).toBe('');
    await store.subscribers.update(1, { updates: true });
    await world.ingest(digest(title(11)), '2026-06-10');
    expect(toldIn((await send('2026-06-10')).get(ADA))).toBe('');
  });
});
