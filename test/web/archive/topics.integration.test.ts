import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecent } from '../../../src/pipeline/recent.ts';
import { childrenOf, readXml } from '../../support/xml.ts';
import { openSiteWorld, type SiteWorld } from '../site.ts';

const SITE = 'http://localhost:8080';
const HOSTILE = 'The Reasoning of Language Models </title> & <script>alert(1)</script> ]]> "x"';

describe('topics and feeds', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld({ titles: [HOSTILE] });
  });
  afterEach(() => site.world.dispose());

  it('every topic is listed with what it brought', async () => {
    const { topics } = await openRecent(site.world.parts).month();
    const { status, text } = await site.get(`${SITE}/topics`);
    expect(status).toBe(200);
    for (const { id, description } of site.world.parts.catalogue.topics) {
      expect(text).toContain(`href="/topics/${id}"`);
      expect(text).toContain(description.replaceAll('&', '&amp;').replaceAll("'", '&#x27;'));
    }
    const counts = [...text.matchAll(/(\d+) papers?<\/p><\/li>/g)].map(([, count]) => Number(count));
    expect(counts).toEqual([...topics.values()].map(papers => papers.length));
    expect(Math.max(...counts)).toBeGreaterThan(3);
    expect(text).toMatch(/<path d="M\d+ 24v-24"\/>/);
  });

  it('a topic shows its papers by day, its feeds, and a way to subscribe to it', async () => {
    const { topics } = await openRecent(site.world.parts).month();
    const papers = topics.get('llm') ?? [];
    const { status, text } = await site.get(`${SITE}/topics/llm`);
    expect(status).toBe(200);
    expect(papers.length).toBeGreaterThan(1);
    const links = [...text.matchAll(/href="\/papers\/([^"]+)"/g)].map(([, id]) => id);
    expect(links).toEqual(papers.map(({ id }) => id));
    expect(text).toContain('<h2>Monday, 1 June 2026</h2>');
    expect(text).toContain('href="/?topic&#x3D;llm"');
    expect(text).toMatch(
      /<link rel="alternate" type="application\/atom\+xml" title="[^"]+" href="\/topics\/llm\/feed.atom">/,
    );
    for (const path of [
      '/topics/nothing',
      '/topics/__proto__',
      '/topics/llm/x',
      '/topics/nothing/feed.atom',
    ]) {
      expect([path, (await site.get(SITE + path)).status]).toEqual([path, 404]);
    }
  });

  it('feeds hold the newest papers under their own addresses', async () => {
    const { papers, topics } = await openRecent(site.world.parts).month();
    for (const [path, expected] of [
      ['', papers],
      ['/topics/llm', topics.get('llm') ?? []],
    ] as const) {
      const ids = expected
        .slice(0, 50)
        .map(({ id }) => `${SITE}/papers/${id}`)
        .sort();
      const atom = await site.get(`${SITE}${path}/feed.atom`);
      expect(atom.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
      const feed = readXml(atom.text);
      expect(childrenOf(feed, 'id')[0]?.text).toBe(`${SITE}${path}/feed.atom`);
      const entries = childrenOf(feed, 'entry');
      expect(entries.map(entry => childrenOf(entry, 'id')[0]?.text).sort()).toEqual(ids);
      const json = await site.get(`${SITE}${path}/feed.json`);
      expect(json.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
      const items = (JSON.parse(json.text) as { items: { id: string; url: string }[] }).items;
      expect(items.map(({ id }) => id).sort()).toEqual(ids);
      expect(items.map(({ url }) => url)).toEqual(items.map(({ id }) => id));
    }
    const titles = childrenOf(readXml((await site.get(`${SITE}/feed.atom`)).text), 'entry').map(
      entry => childrenOf(entry, 'title')[0]?.text,
    );
    expect(titles).toContain(HOSTILE);
  });

  it('feeds of an archive without papers are feeds', async () => {
    site.world.at('2020-01-01T08:00:00Z');
    expect((await site.get(`${SITE}/feed.atom`)).status).toBe(200);
    expect((await site.get(`${SITE}/feed.json`)).status).toBe(200);
  });
});
