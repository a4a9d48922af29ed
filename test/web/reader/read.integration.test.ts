import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageLinks } from '../../../src/audience/mail-links.ts';
import { paper as strayPaper } from '../../support/builders.ts';
import { mistakes } from '../../support/validate-html.ts';
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
    // Else the script would count it again while it stands in view.
    const back = await site.post(link, { opened: 'no' });
    expect(back.text).toContain('Taken back: that you opened this paper does not count.');
    expect(back.text).not.toContain('data-opened');
    expect(await opened()).toEqual([]);
  });

  it('counts, and promises to count, nothing that is brought by nothing they follow', async () => {
    await wish(true);
    await site.post(link, { opened: 'yes' });
    const kept = await opened();
    await site.world.parts.store.papers.insert([strayPaper({ id: 'stray', title: 'Owls at dusk' })]);
    const stray = link.replace(/p=.*/, 'p=stray');
    for (const { text } of [await site.get(stray), await site.post(stray, { opened: 'yes' })]) {
      expect(text).toContain('Nothing that you follow brings this paper');
      expect(text).not.toContain('data-opened');
      expect(await mistakes(text)).toEqual([]);
    }
    expect(await opened()).toEqual(kept);
  });

  it('is forgotten once they no longer wish that it counts', async () => {
    await wish(true);
    await site.post(link, { opened: 'yes' });
    const { store } = site.world.parts;
    await store.signals.set(1, { paper: 2, kind: 'more', group: { kind: 'topic', key: 'llm' }, at: 1 });
    await site.post(site.links.preferences, { learnOpened: '' });
    expect(await opened()).toEqual(['more llm']);
  });

  it('leads to the page for everybody, which is no link of theirs', async () => {
    const { text } = await site.get(link);
    expect(text).toContain(`href="/papers/${paper}"`);
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

  it('teaches what no link of a mail shows, and is forgotten by a fresh link alone', async () => {
    await wish(true);
    await site.post(link, { opened: 'yes' });
    const { store, clock } = site.world.parts;
    const { preferences } = site.links;
    for (const forget of ['ask', 'yes']) {
      expect((await site.post(preferences, { forget })).text).not.toContain('Opened: 1');
      expect(await opened()).toHaveLength(1);
    }
    const until = clock.now() + 1000;
    const letter = await store.letters.add({ kind: 'link', subscriber: 1, expiresAt: until }, clock.now());
    const account = pageLinks('http://localhost:8080', await site.world.app.tokens()).account(1, letter);
    const shown = await site.get(account);
    expect(shown.text).toContain('What we learned from it');
    expect(shown.text).toContain('Opened: 1');
    const gone = await site.post(account, { forget: 'yes' });
    expect(gone.text).not.toContain('What we learned from it');
    expect(await opened()).toEqual([]);
    expect((await site.reader()).topics).toEqual(['llm']);
  });
});
