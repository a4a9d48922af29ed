import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaningOf } from '../../../src/model/signal.ts';
import { title } from '../../support/digest.ts';
import { openSiteWorld, type SiteWorld } from '../site.ts';

/** Brought by a topic and by both queries. */
const PAPER =
  'Number 2 on Scaling Laws and Instruction Tuning: Language Model Pre-Training and the Reasoning of LLMs';

describe('tuning', () => {
  let site: SiteWorld;
  let tuned: string;
  beforeEach(async () => {
    site = await openSiteWorld({ titles: [title(1), PAPER] });
    for (const id of site.papers) {
      if ((await site.get(site.links.paper(id))).text.includes(PAPER)) tuned = id;
    }
  });
  afterEach(() => site.world.dispose());

  it('tells what brought a paper, and changes nothing by looking', async () => {
    const before = site.fingerprint();
    const { status, text } = await site.get(site.links.tune(tuned));
    expect(status).toBe(200);
    expect(text).toContain(PAPER);
    expect(text).toContain('name="topic" value="llm"');
    expect(text).toContain('name="query" value="&quot;number 2&quot;"');
    expect(site.fingerprint()).toBe(before);
  });

  it('stops following a topic, then a query; again is harmless, and then nothing is left', async () => {
    const link = site.links.tune(tuned);
    const first = await site.post(link, { topic: 'llm' });
    expect(first.status).toBe(200);
    expect(first.text).toContain('You no longer follow Large language models');
    expect(first.text).not.toContain('name="topic" value="llm"');
    expect(await site.reader()).toMatchObject({
      topics: [],
      queries: ['"number 2"', '"reasoning of"'],
      status: 'active',
    });
    expect((await site.post(link, { topic: 'llm' })).status).toBe(200);
    await site.post(link, { query: '"number 2"' });
    const last = await site.post(link, { query: '"reasoning of"' });
    expect(last.text).toContain('no mail comes until you choose something');
    expect(await site.reader()).toMatchObject({ topics: [], queries: [], status: 'active' });
    expect((await site.get(link)).status).toBe(200);
  });

  it('still tells what brought it a year later, when the reader has long followed something else', async () => {
    site.world.at('2027-06-01T08:00:00Z');
    await site.world.parts.store.subscribers.update(1, { topics: ['hardware'], queries: [] });
    const { text } = await site.get(site.links.tune(tuned));
    expect(text).toContain('You do not follow this any more.');
    expect(text.match(/<button[^>]*>/g)).toEqual([
      expect.stringContaining('name="follow-topic" value="llm"'),
    ]);
  });

  it('notes more and less of what it stood under, one at a time, and takes it back', async () => {
    const { signals } = site.world.parts.store;
    const link = site.links.tune(tuned);
    const paper = (await site.world.parts.store.papers.byId(tuned))?.paper.num;
    const noted = { paper, group: { kind: 'topic', key: 'llm' }, at: site.world.app.clock.now() };
    const before = await site.reader();
    expect((await site.get(link)).text.match(/name="say"/g)).toHaveLength(2);
    for (const kind of ['more', 'less', 'less']) {
      const page = await site.post(link, { say: kind });
      expect(page.status).toBe(200);
      expect(page.text).toContain(`Noted: ${kind} like this`);
      expect(page.text).toContain(`You asked for ${kind} like this.`);
      expect(await signals.of(1)).toEqual([{ ...noted, kind }]);
    }
    const back = await site.post(link, { back: 'less' });
    expect(back.text).toContain('Taken back');
    expect(back.text.match(/name="say"/g)).toHaveLength(2);
    expect(await signals.of(1)).toEqual([]);
    expect(await site.reader()).toEqual(before);
  });

  it('takes back what was said before the paper proved to be another one', async () => {
    const { papers, signals } = site.world.parts.store;
    const link = site.links.tune(tuned);
    const { paper } = (await papers.byId(tuned)) ?? {};
    if (!paper) throw new Error('there is no such paper');
    const twins = await papers.insert(['twin', 'elder'].map(id => ({ ...paper, id })));
    const [twin = 0, elder = 0] = twins;
    await papers.makeAlias(twin, elder);
    await site.post(link, { say: 'more' });
    await papers.makeAlias(paper.num, elder);

    expect((await site.get(link)).text).toContain('You asked for more like this.');
    const back = await site.post(link, { back: 'more' });
    expect(back.text).not.toContain('You asked for more like this.');
    expect(await signals.of(1)).toEqual([]);

    // And the other way around: the two replace each other, whichever number they were said of.
    const said = { group: { kind: 'topic', key: 'llm' }, at: 1 } as const;
    await signals.set(1, { paper: paper.num, kind: 'more', ...said });
    await site.post(link, { say: 'less' });
    expect(await signals.of(1)).toMatchObject([{ paper: elder, kind: 'less' }]);

    await signals.set(1, { paper: paper.num, kind: 'mute', ...said });
    await site.world.parts.store.subscribers.update(1, { topics: [] });
    await site.post(link, { 'follow-topic': 'llm' });
    expect((await signals.of(1)).map(({ kind }) => kind)).toEqual(['less']);
  });

  it('keeps what was said where it is seen next time, and moves the heading by it', async () => {
    await site.post(site.links.tune(tuned), { say: 'more' });
    expect((await site.get(site.links.tune(tuned))).text).toContain('You asked for more like this.');
    const said = (await site.world.parts.store.signals.lessons([1])).get(1) ?? [];
    const leaning = leaningOf(said, { topics: ['llm'], queries: [] });
    expect([...leaning]).toEqual([['topic llm', 1]]);
  });

  it('mutes by a button and keeps that as a signal; another button follows again', async () => {
    const { signals } = site.world.parts.store;
    const link = site.links.tune(tuned);
    const muted = await site.post(link, { query: '"reasoning of"' });
    expect(muted.text).toContain('name="follow-query" value="&quot;reasoning of&quot;"');
    expect(await signals.of(1)).toMatchObject([
      { kind: 'mute', group: { kind: 'query', key: '"reasoning of"' } },
    ]);
    const back = await site.post(link, { 'follow-query': '"reasoning of"' });
    expect(back.text).toContain('You follow the query &quot;reasoning of&quot; again');
    expect(await signals.of(1)).toEqual([]);
    expect(await site.reader()).toMatchObject({ queries: ['"number 2"', '"reasoning of"'] });
    expect((await site.post(link, { 'follow-query': '"reasoning of"' })).status).toBe(200);
    expect((await site.reader()).queries).toHaveLength(2);
  });

  it('follows nothing that cannot be followed, and notes nothing of what is not followed', async () => {
    const link = site.links.tune(tuned);
    const before = site.fingerprint();
    for (const fields of [{ 'follow-topic': 'astrology' }, { 'follow-query': '"open <b>' }]) {
      const page = await site.post(link, fields);
      expect(page.text).toContain('That cannot be followed');
      expect(page.text).not.toContain('<b>&');
      expect(page.text).not.toContain('open <b>');
    }
    for (const fields of [{ say: 'nothing' }, { back: 'mute' }, { other: 'x' }] as Record<string, string>[]) {
      expect((await site.post(link, fields)).status).toBe(200);
    }
    expect(site.fingerprint()).toBe(before);
    await site.world.parts.store.subscribers.update(1, { topics: [], queries: [] });
    await site.post(link, { say: 'more' });
    expect(await site.world.parts.store.signals.of(1)).toEqual([]);
  });

  it('refuses more queries than anybody keeps', async () => {
    const queries = Array.from({ length: 100 }, (_, n) => `word${n}`);
    await site.world.parts.store.subscribers.update(1, { queries });
    const page = await site.post(site.links.tune(tuned), { 'follow-query': '"reasoning of"' });
    expect(page.text).toContain('100 queries already');
    expect((await site.reader()).queries).toEqual(queries);
  });

  it('works for a paper that was not in the mail', async () => {
    await site.world.parts.store.papers.insert([
      {
        ...((await site.world.parts.store.papers.byId(tuned))?.paper ?? raise()),
        id: 'elsewhere',
        title: `${PAPER} Elsewhere`,
      },
    ]);
    const { status, text } = await site.get(site.links.tune('elsewhere'));
    expect(status).toBe(200);
    expect(text).toContain('name="topic" value="llm"');
  });

  it('leads on where there is no such paper, or none was named', async () => {
    const link = site.links.tune('nothing');
    for (const one of [link, link.replace(/\?.*/, '')]) {
      const page = await site.get(one);
      expect(page.status).toBe(404);
      expect(page.text).toContain('href="/preferences/');
      expect(await site.post(one, { topic: 'llm' })).toMatchObject({ status: 404 });
    }
    expect(await site.reader()).toMatchObject({ topics: ['llm'] });
  });
});

function raise(): never {
  throw new Error('a paper was expected');
}
