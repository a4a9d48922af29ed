import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSiteWorld, type SiteWorld } from '../site.ts';

describe('a paper opened from a mail', () => {
  let site: SiteWorld;
  let link: string;
  let paper: string;
  const opened = async () =>
    (await site.world.parts.store.signals.of(1)).map(({ kind, group }) => `${kind} ${group.key}`);
  const wish = (learnOpened: boolean) => site.world.parts.store.subscribers.update(1, { learnOpened });
  beforeEach(async () => {
    site = await openSiteWorld();
    paper = site.papers[0] ?? '';
    link = site.world.parts.links(1, '2026-06-01', true).paper(paper);
  });
  afterEach(() => site.world.dispose());

  it('has a page of its own only for who wishes that it counts', async () => {
    expect(site.links.paper(paper)).toBe(`http://localhost:8080/papers/${paper}`);
    expect(link).toMatch(/^http:\/\/localhost:8080\/read\/v1\./);
    const own = site.world.parts.links(1, '2026-06-01', true);
    expect({ ...own, paper: null, tune: null, viewOf: null }).toEqual({
      ...site.links,
      paper: null,
      tune: null,
      viewOf: null,
    });
  });

  it('counts by a request of its own, never by being looked at, once, and can be taken back', async () => {
    await wish(true);
    const before = site.fingerprint();
    const looked = await site.get(link);
    expect(looked.text).toContain('data-opened="10"');
    expect(looked.headers.get('Cache-Control')).toBe('no-store');
    expect(site.fingerprint()).toBe(before);
    for (let times = 0; times < 2; times++) {
      const counted = await site.post(link, { opened: 'yes' });
      expect(counted.text).toContain('Counted: you opened this paper');
      expect(counted.text).not.toContain('data-opened');
      expect(await opened()).toEqual([expect.stringMatching(/^opened ./)]);
    }
    expect((await site.post(link, { opened: 'no' })).text).toContain('data-opened="10"');
    expect(await opened()).toEqual([]);
  });

  it('counts nothing of who does not wish it, or no longer does, and says so', async () => {
    const { text } = await site.get(link);
    expect(text).toContain('Nothing is recorded of what you open.');
    expect(text).not.toContain('data-opened');
    expect((await site.post(link, { opened: 'yes' })).status).toBe(200);
    expect(await opened()).toEqual([]);
    expect((await site.get(link.replace(/p=.*/, 'p=nothing'))).status).toBe(404);
    expect((await site.post(link.replace(/v1\.....\./, 'v1.aaaa.'), { opened: 'yes' })).status).toBe(404);
  });

  it('lets its reader follow who wrote it, under a query', async () => {
    const done = await site.post(site.links.tune(paper), { 'follow-query': 'org:"Larch Lab"' });
    expect(done.text).toContain('Larch Lab');
    expect((await site.reader()).queries).toContain('org:"Larch Lab"');
  });

  it('is forgotten with all that was said, after a question', async () => {
    await wish(true);
    await site.post(link, { opened: 'yes' });
    const { preferences } = site.links;
    expect((await site.get(preferences)).text).toContain('What we learned from you');
    const asked = await site.post(preferences, { forget: 'ask' });
    expect(asked.text).toContain('Forget what was learned?');
    expect(await opened()).toHaveLength(1);
    const gone = await site.post(preferences, { forget: 'yes' });
    expect(gone.text).toContain('Forgotten');
    expect(gone.text).not.toContain('What we learned from you');
    expect(await opened()).toEqual([]);
    expect((await site.reader()).topics).toEqual(['llm']);
  });
});
