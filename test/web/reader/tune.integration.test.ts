import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    expect(first.text).not.toContain('value="llm"');
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
    expect(text).not.toContain('<button');
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
