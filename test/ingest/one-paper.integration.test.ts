import { afterEach, describe, expect, it } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { ingest } from '../../src/pipeline.ts';
import { DATABASES } from '../support/databases.ts';
import { header, rendering } from './snapshot-text.ts';

interface Listed {
  paper: {
    id: string;
    title: string;
    summary: string;
    authors: { name: string }[];
    upvotes: number;
    organization?: { fullname: string };
  };
  numComments: number;
}

/** A paper of a real answer of the API that has everything. */
const ANSWER = JSON.parse(rendering('hf-api-daily-papers-2026-06-12.json')) as Listed[];
const LISTED = ANSWER.find(({ paper }) => paper.organization && 'githubRepo' in paper) ?? ANSWER[0];
if (!LISTED) throw new Error('the answer of the API holds a paper');
const { id, title, summary, upvotes, authors } = LISTED.paper;
const flat = summary.replace(/\s+/g, ' ').trim();

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const html = (text: string) => xml(text).replaceAll('"', '&quot;');
const later = {
  ...LISTED,
  numComments: LISTED.numComments + 1,
  paper: { ...LISTED.paper, upvotes: upvotes + 5 },
};
const FIRST_AUTHOR = 'J\u00f6rg Weltz';

/** The same paper as four sources tell of it, the page a day later than the others. */
const TOLD: Readonly<Record<string, readonly [capturedAt: string, content: string]>> = {
  text: ['2026-06-12', `${header('Jun 12')}${title}\n\n${flat} This sentence no other source has.\n`],
  api: ['2026-06-12', JSON.stringify([LISTED])],
  page: [
    '2026-06-13',
    `<!doctype html><html><body><div data-target="DailyPapers" data-props="${html(JSON.stringify({ dateString: '2026-06-13', dailyPapers: [later] }))}"></div></body></html>`,
  ],
  arxiv: [
    '2026-06-12',
    `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query: id_list=${id}</title><id>http://arxiv.org/api/x</id><updated>2026-06-12T00:00:00Z</updated>
  <entry>
    <id>http://arxiv.org/abs/${id}v1</id><title>${xml(title)}</title>
    <updated>2026-06-10T17:59:00Z</updated><published>2026-06-10T17:59:00Z</published>
    <summary>  ${xml(flat)}</summary>
    <author><name>${FIRST_AUTHOR}</name></author>${authors
      .slice(1)
      .map(({ name }) => `<author><name>${xml(name)}</name></author>`)
      .join('')}
    <arxiv:journal_ref>Proceedings of Everything 2026</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/${id}v1" rel="alternate" type="text/html"/>
    <category term="cs.CL"/><arxiv:primary_category term="cs.CL"/>
  </entry>
</feed>`,
  ],
};

const ORDERS = [
  ['text', 'api', 'page', 'arxiv'],
  ['arxiv', 'page', 'text', 'api'],
  ['page', 'text', 'arxiv', 'api'],
];

for (const database of DATABASES) {
  describe(`one paper of four sources on ${database.name}`, () => {
    let world: Awaited<ReturnType<typeof database.open>>;
    afterEach(() => world.dispose());

    it.each(ORDERS)('told by %s, %s, %s and %s is one, with the best of each field', async (...order) => {
      world = await database.open();
      const parts = { store: world.store, clock: { now: () => Date.UTC(2026, 5, 14) }, timeZone: 'UTC' };
      for (const source of order) {
        const [capturedAt = '', content = ''] = TOLD[source] ?? [];
        const bytes = new TextEncoder().encode(content);
        const report = await ingest(parts, { source, bytes, mtime: null, capturedAt });
        expect(report).toMatchObject({ status: 'ingested', entries: 1, rejected: [] });
      }
      const papers: Paper[] = [];
      for await (const page of world.store.papers.pages(null, 10)) papers.push(...page);
      expect(papers).toHaveLength(1);
      const [paper] = papers;
      expect(paper).toMatchObject({
        title,
        abstract: flat,
        url: `https://arxiv.org/abs/${id}`,
        arxivId: id,
        arxivVersion: 1,
        venue: 'Proceedings of Everything 2026',
        publishedOn: '2026-06-10',
        organisation: LISTED.paper.organization?.fullname,
        upvotes: upvotes + 5,
        comments: LISTED.numComments + 1,
        firstSeen: '2026-06-12',
        lastSeen: '2026-06-13',
      });
      expect(paper?.authors).toEqual([FIRST_AUTHOR, ...authors.slice(1).map(({ name }) => name)]);
      expect(paper?.hints).toContain('arxiv:cs.CL');
      expect(paper?.hints.some(hint => hint.startsWith('keyword:'))).toBe(true);
      const by = (field: string) => paper?.origins[field] ?? paper?.origins.id;
      expect(['title', 'abstract', 'authors', 'url', 'venue'].map(by)).toEqual(Array(5).fill('arxiv-api v1'));
      expect(['upvotes', 'comments'].map(by)).toEqual(['hf-page', 'hf-page']);
      // What a source had all along is no news.
      expect(await world.store.updates.since('2026-01-01')).toEqual([]);
    });
  });
}
