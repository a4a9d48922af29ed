import { afterEach, describe, expect, it } from 'vitest';
import { digest, linkedDigest, title } from '../../support/digest.ts';
import { DAY, EMAIL, openSiteWorld, type SiteWorld } from '../site.ts';

const SITE = 'http://localhost:8080';

describe('the archive', () => {
  let site: SiteWorld;
  afterEach(() => site.world.dispose());

  const paperLinks = (text: string) =>
    [...text.matchAll(/href="\/papers\/([^"/]+)"/g)].map(([, id]) => id ?? '');
  /** Opens the edition of another date, with nobody in it. */
  const open = (date: string) => site.world.parts.store.editions.open(date, 0);

  it('shows an edition with every paper of its day, each once, and nothing of who got what', async () => {
    site = await openSiteWorld();
    await site.world.ingest(
      linkedDigest('On the taste of cheese', '2605.00001', 'Cheese is better the higher the meadow.'),
      DAY,
    );
    const { status, text } = await site.get(site.links.edition);
    expect(status).toBe(200);
    expect(text).toContain('<title>Monday, 1 June 2026 – Paperboy</title>');
    const stored: string[] = [];
    for await (const page of site.world.parts.store.papers.pages(null, 500))
      stored.push(...page.map(({ id }) => id));
    expect(stored.length).toBeGreaterThan(site.papers.length);
    expect(paperLinks(text).sort()).toEqual(stored.sort());
    expect(text).toContain(`${stored.length} papers`);
    expect(text).toMatch(/<h2 id="topic-llm"[^>]*><a href="\/topics\/llm">Large language models<\/a><\/h2>/);
    expect(text.lastIndexOf('<h2')).toBe(text.indexOf('<h2 id="other"'));
    for (const secret of [
      EMAIL,
      'Vera',
      'number 2&quot;',
      '/preferences',
      '/unsubscribe',
      '/view/',
      '/tune/',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('shows what came since the edition before, and leads on to the next', async () => {
    site = await openSiteWorld();
    await site.world.ingest(digest('Krill of the Sea'), '2026-06-02');
    await site.world.ingest(digest('Moss of the Hills'), '2026-06-03');
    for (const date of ['2026-06-03', '2026-06-04', '2030-01-01']) await open(date);
    site.world.at('2026-06-04T08:00:00Z');
    const third = await site.get(`${SITE}/editions/2026-06-03`);
    expect(paperLinks(third.text)).toHaveLength(2);
    expect(third.text).toContain('rel="prev" href="/editions/2026-06-01"');
    expect(third.text).toContain('rel="next" href="/editions/2026-06-04"');
    const last = await site.get(`${SITE}/editions/2026-06-04`);
    expect(last.text).toContain('This edition carried no paper.');
    expect(last.text).not.toContain('rel="next"');
    expect((await site.get(`${SITE}/editions/2030-01-01`)).status).toBe(404);
    // A digest that comes in late belongs to its day.
    await site.world.ingest(digest('Honey of the Bees'), '2026-06-03');
    expect(paperLinks((await site.get(`${SITE}/editions/2026-06-03`)).text)).toHaveLength(3);
  });

  it('shows an edition from the moment its day begins anywhere: a mail of it may be out', async () => {
    site = await openSiteWorld({ env: { TIMEZONE: 'America/Los_Angeles' } });
    await open('2026-06-02');
    site.world.at('2026-06-01T09:59:00Z');
    expect((await site.get(`${SITE}/editions/2026-06-02`)).status).toBe(404);
    site.world.at('2026-06-01T10:00:00Z');
    expect((await site.get(`${SITE}/editions/2026-06-02`)).status).toBe(200);
  });

  it('shows a paper that turned out to be another one once, under the elder', async () => {
    site = await openSiteWorld();
    const [elder = '', younger = ''] = site.papers;
    const nums = await Promise.all(site.papers.slice(0, 2).map(id => site.world.parts.store.papers.byId(id)));
    const before = paperLinks((await site.get(site.links.edition)).text);
    await site.world.parts.store.papers.makeAlias(nums[1]?.paper.num ?? 0, nums[0]?.paper.num ?? 0);
    await site.world.ingest(digest('Anything New'), '2026-05-01');
    const after = paperLinks((await site.get(site.links.edition)).text);
    expect(after.filter(id => id === elder)).toHaveLength(1);
    expect(after).not.toContain(younger);
    expect(after).toHaveLength(before.length - 1);
  });

  it('lists editions by month, the newest first', async () => {
    site = await openSiteWorld();
    await site.world.ingest(digest('Krill of the Sea', 'Moss of the Hills'), '2026-03-30');
    for (const date of ['2026-03-31', '2026-03-02', '2026-05-31', '2030-01-01']) await open(date);
    const newest = await site.get(`${SITE}/editions`);
    expect(newest.status).toBe(200);
    expect(newest.text).toContain('<h2>June 2026</h2>');
    expect(newest.text).toContain('href="/editions/2026-06-01"');
    expect(newest.text).not.toMatch(/2030-01|2026-05-31/);
    expect(newest.text).toContain('rel="next" href="/editions?before&#x3D;2026-06">May 2026');
    // Nothing came in in May.
    const may = await site.get(`${SITE}/editions?before=2026-06`);
    expect(may.text).toContain('Nothing came in this month.');
    expect(may.text).toContain('rel="prev" href="/editions">');
    const march = await site.get(`${SITE}/editions?before=2026-05`);
    expect(march.text).toContain('<h2>March 2026</h2>');
    expect(march.text).toContain('2 papers');
    expect(march.text).toContain('Krill of the Sea');
    expect(march.text).toContain('rel="prev" href="/editions?before&#x3D;2026-06">');
    const none = await site.get(`${SITE}/editions?before=2026-03`);
    expect([none.status, none.text.includes('Nothing came out before.')]).toEqual([200, true]);
    for (const odd of ['x', '2026-13', '9999-99', "'", '2026-06-01', '%00']) {
      expect((await site.get(`${SITE}/editions?before=${odd}`)).status).toBe(200);
    }
  });

  it('says so when nothing has come out', async () => {
    site = await openSiteWorld();
    site.world.at('2025-01-01T08:00:00Z');
    expect((await site.get(`${SITE}/editions`)).text).toContain('Nothing has come out yet.');
  });

  it('keeps its pages small however many papers there are and whatever they are called', async () => {
    site = await openSiteWorld();
    const titles = Array.from(
      { length: 300 },
      (_, n) => `${title(n + 100)} ${'and very much more '.repeat(8)}`,
    );
    await site.world.ingest(digest(...titles), '2026-06-02');
    await open('2026-06-02');
    site.world.at('2026-06-02T12:00:00Z');
    const seen = new Set<string>();
    let link: string | undefined = '/editions/2026-06-02';
    for (let pages = 0; link && pages < 20; pages++) {
      const { text } = await site.get(SITE + link);
      expect(Buffer.byteLength(text)).toBeLessThan(60_000);
      for (const id of paperLinks(text)) seen.add(id);
      link = /rel="next" href="([^"]+page&#x3D;\d+)"/.exec(text)?.[1]?.replace('&#x3D;', '=');
    }
    expect(seen.size).toBe(300);
    for (const path of ['/editions', '/topics', '/topics/reasoning']) {
      expect(Buffer.byteLength((await site.get(SITE + path)).text)).toBeLessThan(60_000);
    }
  });

  it('lets its pages be kept for a minute, and tells when one did not change', async () => {
    site = await openSiteWorld();
    for (const path of [
      '/editions',
      `/editions/${DAY}`,
      '/topics',
      `/papers/${site.papers[0]}`,
      '/feed.atom',
    ]) {
      const { headers } = await site.get(SITE + path);
      expect([path, headers.get('cache-control')]).toEqual([path, 'public, max-age=60']);
      const again = await site.get(SITE + path, { 'If-None-Match': headers.get('etag') ?? '' });
      expect([path, again.status, again.text]).toEqual([path, 304, '']);
    }
    expect((await site.get(`${SITE}/editions/2001-01-01`)).headers.get('cache-control')).toBeNull();
    expect((await site.get(site.links.preferences)).headers.get('cache-control')).toBe('no-store');
  });

  it('tells where one is, below a path as well', async () => {
    site = await openSiteWorld({ env: { PUBLIC_URL: 'http://localhost:8080/daily' } });
    for (const base of ['http://localhost:8080/daily', 'http://localhost:8080']) {
      const { text } = await site.get(`${base}/editions`);
      expect(text).toContain('<a class="place" href="/daily/editions" aria-current="page">Archive</a>');
      expect(text).toContain('<a class="place" href="/daily/topics">Topics</a>');
      expect(text).toContain('<a class="place" href="/daily/">Subscribe</a>');
      expect(text).toContain('type="application/atom+xml" title="Paperboy" href="/daily/feed.atom"');
      expect((await site.get(`${base}/topics/llm`)).text).toContain(
        '<a class="place" href="/daily/topics" aria-current="true">Topics</a>',
      );
    }
  });
});
