import { afterEach, describe, expect, it } from 'vitest';
import { learn } from '../../../src/pipeline/learn.ts';
import { linkedDigest, title } from '../../support/digest.ts';
import { DAY, openSiteWorld, type SiteWorld } from '../site.ts';

const HOSTILE =
  'The Reasoning of Language Models </title><script>alert(1)</script> "quoted" {{{site.css}}} & \'single\' <img src=x onerror=alert(1)>';

describe('papers and editions', () => {
  let site: SiteWorld;
  afterEach(() => site.world.dispose());

  it('a paper has a page with its whole abstract and what is known of it', async () => {
    site = await openSiteWorld();
    await site.world.ingest(linkedDigest('A Linked Language Model', '2605.01234'), DAY);
    const id = (await idsByTitle()).get('A Linked Language Model') ?? '';
    const { status, text } = await site.get(site.links.paper(id));
    expect(status).toBe(200);
    expect(text).toContain('We study how language models reason');
    expect(text).toContain('href="https://huggingface.co/papers/2605.01234"');
    expect(text).toContain('2 authors');
    expect(text).toContain('arXiv 2605.01234');
  });

  it('the id of an alias leads to the elder, for good', async () => {
    site = await openSiteWorld();
    const [elder = '', younger = ''] = site.papers;
    const nums = await Promise.all(site.papers.map(id => site.world.parts.store.papers.byId(id)));
    await site.world.parts.store.papers.makeAlias(nums[1]?.paper.num ?? 0, nums[0]?.paper.num ?? 0);
    const moved = await site.get(site.links.paper(younger));
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `/papers/${elder}`]);
    expect(await site.get(site.links.paper(elder))).toMatchObject({ status: 200 });
    expect(await site.get(site.links.tune(younger))).toMatchObject({ status: 200 });
  });

  it('a paper leads to its topics and to the editions that carried it', async () => {
    site = await openSiteWorld();
    const [paper = ''] = site.papers;
    const { text } = await site.get(site.links.paper(paper));
    expect(text).toContain('href="/editions/2026-06-01">1 June 2026</a>');
    const topics = [...text.matchAll(/href="\/topics\/([a-z0-9-]+)"/g)].map(([, id]) => id ?? '');
    const found = await site.world.parts.store.papers.byId(paper);
    const { matcher } = await learn(site.world.parts);
    const decided = found ? matcher.match(found.paper).filter(match => match.decided) : [];
    expect(topics).toEqual(decided.map(match => match.topic));
  });

  it('a paper can be cited, as a file of the right kind', async () => {
    site = await openSiteWorld();
    const [paper = ''] = site.papers;
    const link = site.links.paper(paper);
    const page = await site.get(link);
    const kinds = [
      ['bibtex', 'application/x-bibtex; charset=utf-8', 'bib', '@misc{'],
      ['ris', 'application/x-research-info-systems; charset=utf-8', 'ris', 'TY  - GEN\r\n'],
    ];
    for (const [path, type, ending, start = ''] of kinds) {
      expect(page.text).toContain(`href="/papers/${paper}/${path}"`);
      const { status, headers, text } = await site.get(`${link}/${path}`);
      expect([status, headers.get('content-type')]).toEqual([200, type]);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="paper-${paper}.${ending}"`);
      expect(text.startsWith(start)).toBe(true);
      expect((await site.get(`http://localhost:8080/papers/nothing/${path}`)).status).toBe(404);
    }
  });

  it('what does not exist is a page that says so', async () => {
    site = await openSiteWorld();
    for (const path of ['papers/nothing', 'editions/2026-05-01', 'editions/2026-02-30', 'editions/x', 'x']) {
      const page = await site.get(`http://localhost:8080/${path}`);
      expect([path, page.status]).toEqual([path, 404]);
      expect(page.text).toContain('</html>');
    }
  });

  it('a hostile title is text everywhere', async () => {
    site = await openSiteWorld({ titles: [HOSTILE, title(2)] });
    const paper = (await idsByTitle()).get(HOSTILE) ?? site.papers[0] ?? '';
    for (const link of [site.links.paper(paper), site.links.edition, site.links.tune(paper)]) {
      const { status, text } = await site.get(link);
      expect([link, status]).toEqual([link, 200]);
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toMatch(/<script>|<script (?!src="\/page\.js)|<img/i);
      expect(text.match(/<\/title>/g)).toHaveLength(1);
    }
  });

  async function idsByTitle(): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for await (const page of site.world.parts.store.papers.pages(null, 100)) {
      for (const paper of page) ids.set(paper.title, paper.id);
    }
    return ids;
  }
});
