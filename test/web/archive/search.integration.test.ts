import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexPapers } from '../../../src/pipeline/index-papers.ts';
import { digest } from '../../support/digest.ts';
import { openSiteWorld, type Page, type SiteWorld } from '../site.ts';

const HOSTILE =
  'Zebra </title><script>alert(1)</script> "quoted" {{{site.css}}} <img src=x onerror=alert(1)>';

describe('the search of the archive', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld();
    await site.world.ingest(digest('Whales of the Sea', 'Krill and Whales', HOSTILE), '2026-05-02');
    await indexPapers(site.world.parts);
  });
  afterEach(() => site.world.dispose());

  const search = (query: string, more = ''): Promise<Page> =>
    site.get(`http://localhost:8080/editions?q=${encodeURIComponent(query)}${more}`);
  /** Titles found, with what is marked in brackets. */
  const titles = ({ text }: Page) =>
    [...text.matchAll(/<li><a href="\/papers\/[^"]+" dir="auto">(.*?)<\/a>/g)].map(([, title = '']) =>
      title.replace(/<\/?mark>/g, found => (found === '<mark>' ? '[' : ']')),
    );

  it('finds papers of any day by the language of queries, the newest first, marked', async () => {
    const found = await search('whales');
    expect(found.status).toBe(200);
    expect(titles(found)).toEqual(['Krill and [Whales]', '[Whales] of the Sea']);
    expect(found.text).toContain('2 May 2026');
    expect(titles(await search('title:whale -krill'))).toEqual(['[Whales] of the Sea']);
    expect(titles(await search('"of the sea" OR "number 2"'))).toHaveLength(2);
    expect(titles(await search('"sea the"'))).toEqual([]);
    expect((await search('nothingofthekind')).text).toContain('No paper in the archive matches');
  });

  it('leads to the edition that carried a paper', async () => {
    const { text } = await search('"number 2"');
    expect(text).toContain('<a href="/editions/2026-06-01">Edition of 1 June 2026</a>');
  });

  it('leads on to older papers, and loses none', async () => {
    const all: string[] = [];
    let page = await search('we');
    for (let pages = 0; pages < 10; pages++) {
      const found = [...page.text.matchAll(/<li><a href="\/papers\/([^"]+)"/g)].map(([, id]) => id ?? '');
      expect(found.length).toBeLessThanOrEqual(20);
      all.push(...found);
      const next = /rel="next" href="([^"]+)"/.exec(page.text)?.[1];
      if (!next) break;
      page = await site.get(
        `http://localhost:8080${next.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')}`,
      );
    }
    const bits = (await site.world.parts.store.search.holding(['we'])).get('we') ?? new Uint8Array();
    const holding = [...bits].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(holding).toBeGreaterThan(40);
    expect(all).toHaveLength(holding);
    expect(new Set(all).size).toBe(all.length);
  });

  it('finds the elder of two papers that are one, and words that came later', async () => {
    const { papers } = site.world.parts.store;
    const ids = [...(await search('whales')).text.matchAll(/<li><a href="\/papers\/([^"]+)"/g)].map(
      ([, id]) => id,
    );
    const [krill, whales] = await Promise.all(ids.map(id => papers.byId(id ?? '')));
    if (!krill || !whales) throw new Error('papers are missing');
    await papers.makeAlias(krill.paper.num, whales.paper.num);
    await papers.update([{ ...whales.paper, abstract: 'They sing in Icelandic.' }]);
    expect(titles(await search('whales'))).toEqual(['[Whales] of the Sea']);
    expect(titles(await search('icelandic'))).toEqual([]);
    expect((await search('whales')).text).toContain('cannot be found yet');
    await indexPapers(site.world.parts);
    expect(titles(await search('icelandic'))).toEqual(['[Whales] of the Sea'.replace(/[[\]]/g, '')]);
    // The index remembers the words of before; the papers do not.
    expect(titles(await search('propose whales'))).toEqual([]);
  });

  it('leaves nothing out for a word that a paper has lost since', async () => {
    const { papers } = site.world.parts.store;
    const [, id = ''] =
      /\/papers\/([^"]+)" dir="auto"><mark>Whales/.exec((await search('whales')).text) ?? [];
    const { paper } = (await papers.byId(id)) ?? {};
    if (!paper) throw new Error('there is no such paper');
    for (const abstract of ['A survey of them.', 'A study of them.']) {
      await papers.update([{ ...paper, abstract }]);
      await indexPapers(site.world.parts);
    }
    expect(titles(await search('whales survey'))).toEqual([]);
    expect(titles(await search('whales -survey'))).toEqual(['Krill and [Whales]', '[Whales] of the Sea']);
    expect(titles(await search('whales -krill'))).toEqual(['[Whales] of the Sea']);
  });

  it('says what is wrong with a query at the field, and keeps it', async () => {
    const { status, text } = await search('whales "of the');
    expect(status).toBe(400);
    expect(text).toContain('the quote is not closed');
    expect(text).toContain('value="whales &quot;of the"');
    expect(text).toMatch(/aria-describedby="q-hint q-error" aria-invalid="true"/);
    for (const odd of [
      '-',
      'OR',
      '"',
      'title:',
      '\u0000',
      'x:y',
      '(',
      '%'.repeat(99),
      'a'.repeat(5_000),
      '字'.repeat(600),
    ]) {
      const answer = await search(odd);
      expect([odd.slice(0, 9), answer.status]).toEqual([odd.slice(0, 9), 400]);
      expect(Buffer.byteLength(answer.text)).toBeLessThan(60_000);
    }
    expect((await search('  ')).text).toContain('<h1>Archive</h1>');
  });

  it('shows what strangers typed, and what papers are called, as text', async () => {
    for (const query of ['zebra', '"<script>alert(1)</script>" OR zebra', 'zebra -"}}{{{pages}}}"']) {
      const { status, text } = await search(query);
      expect(status).toBe(200);
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toMatch(/<script>|<script (?!src="\/page\.js)|<img/i);
    }
  });

  it('takes any number for a place to go on at', async () => {
    for (const before of ['0', '-1', 'x', '1e9', '99999999999999999999', '1', '']) {
      expect((await search('whales', `&before=${before}`)).status).toBe(200);
    }
    expect(titles(await search('whales', '&before=1'))).toEqual([]);
  });

  it('changes nothing, and stands in no index of others', async () => {
    const before = site.fingerprint();
    const { headers } = await search('whales');
    expect(site.fingerprint()).toBe(before);
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('cache-control')).toBe('private, max-age=60');
  });

  it('makes a client wait that searches without end, and nobody else', async () => {
    const from = (remoteAddress: string) =>
      site.web.fetch(new Request('http://localhost:8080/editions?q=-'), {
        incoming: { socket: { remoteAddress } },
      });
    for (let count = 0; count < 120; count++) expect((await from('192.0.2.1')).status).toBe(400);
    const refused = await from('192.0.2.1');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect((await from('192.0.2.2')).status).toBe(400);
    site.world.at('2026-06-01T09:00:00Z');
    expect((await from('192.0.2.1')).status).toBe(400);
  });
});
