import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abstractOf, readText, rendering } from '../snapshot-text.ts';

const DAY_2024 = rendering('hf-papers-page-2024-08-01.trimmed.html');
const DAY_2026 = rendering('hf-papers-page-2026-09-24.trimmed.html');
const CARDS = rendering('hf-papers-articles-only-2026-10-05.trimmed.html');

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const listed = (id: string, title: string) => ({
  paper: {
    id,
    title,
    summary: abstractOf(title),
    authors: [{ name: 'Ada Lovelace', hidden: true }],
    upvotes: 3,
    publishedAt: '2026-09-22T00:00:00.000Z',
  },
  title,
  numComments: 2,
});
const page = (props: unknown, { head = '', body = '' } = {}) =>
  `<!doctype html>\n<html><head>${head}</head>\n<body class="DailyPapersPage">\n<div data-target="DailyPapers" class="x" data-props="${escaped(typeof props === 'string' ? props : JSON.stringify(props))}"></div>${body}</body></html>`;
const ids = (text: string) => readText(text).entries.map(({ arxivId }) => arxivId);

describe('a page of Hugging Face', () => {
  test('of 2024 and of 2026 is read from its data, whichever attribute comes first', () => {
    const old = readText(DAY_2024);
    expect(old).toMatchObject({
      format: 'hf-page',
      capturedAt: '2024-08-01',
      dateFrom: 'content',
      refusal: null,
      rejected: [],
    });
    expect(old.entries).toHaveLength(4);
    expect(old.entries[0]).toMatchObject({
      title: 'The Llama 3 Herd of Models',
      arxivId: '2407.21783',
      url: 'https://huggingface.co/papers/2407.21783',
      upvotes: 94,
      comments: 5,
      publishedOn: '2024-07-31',
      abstract: expect.stringMatching(/^Modern artificial intelligence.*still under development\.$/),
    });
    const recent = readText(DAY_2026);
    expect(recent).toMatchObject({ capturedAt: '2026-09-24', dateFrom: 'content', remarks: [] });
    expect(recent.entries).toMatchObject([
      {
        arxivId: '2609.26780',
        organisation: 'Zhejiang University',
        codeUrl: 'https://github.com/2022hpsk/SpeakerMemR1',
        projectUrl: 'https://2022hpsk.github.io/SpeakerMemR1/',
        authors: expect.arrayContaining(['Haobo Zheng', 'Yingcai Wu']),
        publishedOn: '2026-09-22',
        upvotes: 79,
      },
      { arxivId: '2609.24308' },
    ]);
  });

  test('without data is read from its cards, each once', () => {
    const read = readText(CARDS);
    expect(read).toMatchObject({
      format: 'hf-page',
      capturedAt: '2026-10-05',
      dateFrom: 'content',
      rejected: [],
    });
    expect(read.entries).toMatchObject([
      {
        title: 'World Embedding Benchmark',
        arxivId: '2610.03632',
        upvotes: 23,
        comments: 2,
        organisation: 'World Representation Lab',
        abstract: null,
      },
      { arxivId: '2610.03195', upvotes: 22, comments: 1, organisation: 'Seoul National University' },
    ]);
    expect(read.remarks.join()).toContain('without its data');
    const twice = CARDS.replace(/<article[\s\S]*<\/article>/, cards => cards + cards);
    expect(ids(twice)).toEqual(ids(CARDS));
    expect(readText(DAY_2026.replace(/data-props="[^"]*dailyPapers[^"]*"/, '')).entries).toMatchObject([
      { arxivId: '2609.26780', upvotes: 79, comments: 3 },
      { arxivId: '2609.27657' },
      { arxivId: '2609.24815', upvotes: 0 },
    ]);
    expect(readText(DAY_2024.replace(/data-props="[^"]*"/, '')).entries).toMatchObject([
      { arxivId: '2407.21783', upvotes: 94, authorCount: expect.any(Number) },
      {},
      {},
      { comments: 8, authorCount: 7, organisation: null },
    ]);
  });

  test('tells votes in thousands, dates and abstracts of cards, where they stand', () => {
    const abstract = abstractOf('cards');
    const card = (inside: string) =>
      `<!doctype html><body class="DailyPapersPage"><article>${inside}</article><article><h3>No paper</h3></article></body>`;
    const found = card(
      `<div class="leading-none">Submitted by 7</div><div class="leading-none">1.2k</div><h3><a href="https://huggingface.co/papers/2606.00683#community"><!--[-1-->A Title<!--]--> of a Card</a></h3>
       <p>${abstract}</p><ul><li>• 12 authors</li><li>·</li><li>May 29, 2025</li></ul><a href="https://github.com/a/b">3.29k</a>`,
    );
    expect(readText(found).entries).toMatchObject([
      {
        title: 'A Title of a Card',
        arxivId: '2606.00683',
        upvotes: 1200,
        abstract,
        authorCount: 12,
        publishedOn: '2025-05-29',
        codeUrl: 'https://github.com/a/b',
      },
    ]);
    expect(readText(card('<a href="/papers/2606.00683"></a>'))).toMatchObject({
      entries: [],
      refusal: expect.stringContaining('a card without a title'),
    });
  });

  test('of a search holds what was found, and is of no day of its own', () => {
    const search = page({
      query: { q: 'parallel' },
      dateString: '2026-09-24',
      dailyPapers: [listed('2609.00001', 'Another Matter Altogether')],
      searchResults: [
        listed('1706.03762', 'A Paper That Was Found'),
        { id: '1706.03763', title: 'Another One Bare' },
      ],
    });
    expect(readText(search)).toMatchObject({
      entries: [{ arxivId: '1706.03762' }, { arxivId: '1706.03763' }],
      dateFrom: 'today',
    });
    expect(readText(page({ query: { q: 'x' }, dailyPapers: [] })).refusal).toMatch(
      /^line 4: .*"searchResults"/,
    );
    expect(readText(page({ query: { q: 'x' }, searchResults: [] }))).toMatchObject({
      quiet: 'the search finds no papers.',
    });
  });

  test('with an empty list is quiet; with data of another kind it is refused, with a line and why', () => {
    expect(readText(page({ dailyPapers: [], dateString: '2026-09-26' }))).toMatchObject({
      quiet: 'no papers on this page.',
      refusal: null,
      capturedAt: '2026-09-26',
    });
    for (const props of [
      {},
      '',
      '{}',
      'undefined',
      '[]',
      { papers: [] },
      { dailyPapers: null },
      { dailyPapers: 'none' },
    ]) {
      const read = readText(page(props, { body: CARDS }));
      expect(read).toMatchObject({ format: 'hf-page', entries: [], quiet: null });
      expect(read.refusal).toMatch(/^line 4: the data of the page.*changed its pages/);
    }
  });

  test('that shows another day than was asked for says so', () => {
    const head = '<meta property="og:url" content="https://huggingface.co/papers/date/2026-09-27">';
    const read = readText(
      page({ dailyPapers: [listed('2609.00001', 'Friday in the List')], dateString: '2026-09-25' }, { head }),
    );
    expect(read.capturedAt).toBe('2026-09-25');
    expect(read.remarks).toContain('it was asked for 2026-09-27 and shows the list of 2026-09-25.');
  });

  test('that a browser saved, or a program wrote once more, is the same', () => {
    const saved =
      `<!-- saved from url=(0047)https://huggingface.co/papers/date/2026-09-24 -->\n${DAY_2026}`.replaceAll(
        'href="/',
        'href="https://huggingface.co/',
      );
    expect(ids(saved)).toEqual(ids(DAY_2026));
    expect(ids(DAY_2026.replaceAll('&quot;', '&#34;'))).toEqual(ids(DAY_2026));
    expect(ids(DAY_2026.replaceAll('&quot;', '&amp;quot;'))).toEqual(ids(DAY_2026));
    expect(ids(page({ dailyPapers: [listed('2609.00001', 'Tom & <b>Jerry</b> "quoted"')] }))).toEqual([
      '2609.00001',
    ]);
  });

  test('that is cut keeps what came', () => {
    const whole = page({
      dailyPapers: [
        listed('2609.00001', 'The First of the List'),
        listed('2609.00002', 'The Second of the List'),
      ],
    });
    const cut = readText(whole.slice(0, whole.indexOf('Second of the List') + 4));
    expect(cut.entries).toMatchObject([{ arxivId: '2609.00001' }]);
    expect(cut.rejected).toEqual([{ line: 4, reason: expect.stringMatching(/^entry 2: /) }]);
  });

  test.each([
    [
      'a challenge',
      '<title></title><script>window.gokuProps={}</script><script src="https://x.token.awswaf.com/challenge.js"></script>',
      /blocks programs \(AWS WAF\)/,
    ],
    [
      'another one',
      '<title>Just a moment...</title><p>huggingface.co/papers</p>',
      /blocks programs \(Cloudflare\)/,
    ],
    [
      'a login',
      '<title>Log In – Hugging Face</title><form action="/login"><input type="password"></form><a href="https://huggingface.co/login">',
      /a page to log in/,
    ],
    [
      'a limit',
      '<title>429 Too Many Requests</title><a href="https://huggingface.co/papers/">papers</a>',
      /asked too often/,
    ],
    ['another page', '<title>About DailyPapers</title>', /titled "About DailyPapers"/],
  ])('that is %s in the place of papers is refused, and says so', (_what, body, reason) => {
    const read = readText(`<!DOCTYPE html>\n<html>${body}</html>`);
    expect(read).toMatchObject({ format: 'hf-page', entries: [], quiet: null });
    expect(read.refusal).toMatch(reason);
  });
});

describe('whatever a page holds', () => {
  const many = 10_000;
  test.each([
    ['nested elements', '<div>'.repeat(many)],
    ['nested elements that never match', '<div>'.repeat(1900) + '</b>'.repeat(many)],
    ['very many elements', '<b></b>'.repeat(30 * many)],
    ['scripts that never end', '<script>'.repeat(many)],
    ['comments that never end', '<!--'.repeat(many)],
    ['very many attributes', `<div ${Array.from({ length: many }, (_, at) => `a${at}=x`).join(' ')}>`],
    [
      'nested links',
      `<article>${'<a href="/papers/2606.00683">'.repeat(1900)}${'x'.repeat(100_000)}</article>`,
    ],
    [
      'elements that nobody closes, in a card',
      `<article><h3><a href="/papers/2606.00683">A title</a></h3>${'<path>x'.repeat(many)}</article>`,
    ],
    [
      'much text, deep in a card',
      `<article><h3><a href="/papers/2606.00683">A title</a></h3>${'<div>'.repeat(1900)}${'x '.repeat(many)}</article>`,
    ],
    [
      'data that never end',
      `<div data-target="DailyPapers" data-props="${'[{&quot;paper&quot;:'.repeat(many)}`,
    ],
  ])('%s are read to an end, or refused', (_what, body) => {
    expect(readText(`<!doctype html><body class="DailyPapersPage">${body}`)).toMatchObject({
      format: 'hf-page',
      refusal: expect.stringMatching(/^line \d+: /),
    });
  });

  test('a page damaged anywhere never throws, and gives entries or a reason', () => {
    const damage = fc.tuple(
      fc.constantFrom(DAY_2026, CARDS),
      fc.nat(),
      fc.nat({ max: 400 }),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(damage, ([text, at, length, instead]) => {
        const from = at % text.length;
        const read = readText(text.slice(0, from) + instead + text.slice(from + length));
        return read.refusal === null ? read.entries.length > 0 : /^line \d+: /.test(read.refusal);
      }),
      { numRuns: 25 },
    );
  });
});
