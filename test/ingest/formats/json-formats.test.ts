import { describe, expect, test } from 'vitest';
import { readText, rendering } from '../snapshot-text.ts';

const readJson = (value: unknown) => readText(JSON.stringify(value));

describe('JSON Feed', () => {
  const feed = (item: object, rest: object = {}) =>
    readJson({ version: 'https://jsonfeed.org/version/1.1', title: 'x', ...rest, items: [item] });

  test('1.1: addresses, text of HTML, authors of the item or else of the feed', () => {
    const read = readText(rendering('jsonfeed-1.1.handwritten.json'));
    expect(read).toMatchObject({
      format: 'json-feed',
      rejected: [{ line: 44, reason: 'entry 3: no title' }],
    });
    expect(read.entries).toMatchObject([
      {
        arxivId: '2104.12369',
        arxivVersion: 1,
        authors: ['Wei Zeng', 'Xiaozhe Ren'],
        hints: ['arxiv:cs.CL'],
        publishedOn: '2021-04-26',
      },
      {
        arxivId: '2407.21783',
        url: 'https://arxiv.org/pdf/2407.21783',
        abstract: 'Modern AI systems are powered by foundation models & more.',
        authors: ['Deprecated v1 single author'],
      },
    ]);
    const [entry] = feed(
      { title: 'A Paper of the Feed', url: 'https://example.org/1' },
      { author: { name: 'The Feed' } },
    ).entries;
    expect(entry?.authors).toEqual(['The Feed']);
  });

  test('the summary stands for what is too long to be an abstract, or missing', () => {
    const long = { title: 'A Long Article', content_text: 'word '.repeat(3000), summary: 'In short.' };
    expect(feed(long).entries[0]?.abstract).toBe('In short.');
    expect(feed({ title: 'No Content at All', summary: 'In short.' }).entries[0]?.abstract).toBe('In short.');
  });

  test('an empty one is quiet, one without items is none', () => {
    const empty = { version: 'https://jsonfeed.org/version/1', items: [] };
    expect(readJson(empty)).toMatchObject({ format: 'json-feed', refusal: null, quiet: expect.any(String) });
    expect(readJson({ version: empty.version }).refusal).toMatch(/^line 1: /);
  });

  test('numbers are ids, too, and a DOI is found wherever it stands', () => {
    const [entry] = feed({
      id: 3,
      title: 'A Paper with a Number',
      url: 'https://doi.org/10.1000/ABC',
    }).entries;
    expect(entry?.doi).toBe('10.1000/abc');
  });
});

describe('Semantic Scholar', () => {
  test('a search: ids, days, how many there are on the page; no day is made of a year', () => {
    const read = readText(rendering('semanticscholar-search-2026.json'));
    expect(read).toMatchObject({ format: 'semantic-scholar', declared: 5, rejected: [] });
    expect(read.entries.map(({ arxivId, publishedOn }) => [arxivId, publishedOn])).toEqual([
      ['2103.14030', null],
      ['2012.07436', '2020-12-14'],
      ['2004.05150', '2020-04-10'],
      ['2111.09881', '2021-11-18'],
      ['2108.10257', '2021-08-23'],
    ]);
    expect(read.entries[1]).toMatchObject({ doi: '10.1609/aaai.v35i12.17325', authorCount: 7 });
  });

  test('a batch with one that is unknown, a journal, a DOI alone', () => {
    const paper = {
      paperId: 'a1',
      title: 'A Paper that Is in a Journal',
      externalIds: { DOI: '10.1/x', CorpusId: 7 },
    };
    const read = readJson([null, { ...paper, venue: '', journal: { name: 'Nature' }, abstract: null }]);
    expect(read.entries).toMatchObject([
      { venue: 'Nature', abstract: null, url: 'https://www.semanticscholar.org/paper/a1' },
    ]);
    expect(read.rejected).toHaveLength(1);
    expect(readJson([{ ...paper, venue: 'arXiv.org' }]).entries[0]?.venue).toBeNull();
  });

  test('nothing found is quiet', () => {
    expect(readJson({ total: 0, offset: 0 })).toMatchObject({ format: 'semantic-scholar', refusal: null });
    expect(readJson({ total: 0, offset: 0, data: [] }).quiet).toBe('the search finds nothing.');
  });
});

describe('OpenReview', () => {
  test('version 2: accepted with its venue, rejected left out, under review without venue and authors', () => {
    const read = readText(rendering('openreview-notes-v2.handwritten.json'));
    expect(read).toMatchObject({ format: 'openreview', refusal: null });
    expect(read.entries).toMatchObject([
      {
        title: 'An Example Accepted Submission with α-Scaling',
        venue: 'ICLR 2026 Poster',
        url: 'https://openreview.net/forum?id=abC1dEfG2h',
        authors: ['Ada Example', 'Bob Example'],
        hints: ['keyword:scaling', 'keyword:parallelism'],
        abstract: 'Hand-written abstract for testing.\nIt has two paragraphs.',
        publishedOn: '2026-01-21',
      },
      { title: 'An Anonymous Submission Under Review', venue: null, authors: [], authorCount: null },
    ]);
    expect(read.rejected).toEqual([
      { line: 70, reason: 'entry 2: "A Rejected Submission": it was rejected, left out' },
    ]);
  });

  test('version 1: bare values; answers and withdrawn submissions are left out', () => {
    const note = (content: object, rest: object = {}) => ({ id: 'a', forum: 'a', content, ...rest });
    const title = 'A Submission of Version One';
    const read = readJson({
      notes: [
        note({
          title,
          authors: ['A B'],
          venue: 'Submitted to ICLR 2022',
          venueid: 'ICLR.cc/2022/Conference',
        }),
        note({ title, venueid: 'ICLR.cc/2022/Conference/Withdrawn_Submission' }),
        note({ title: 'Official Review' }, { id: 'b', replyto: 'a' }),
      ],
    });
    expect(read.entries).toMatchObject([{ title, authors: ['A B'], venue: null }]);
    expect(read.rejected.map(({ reason }) => reason)).toEqual([
      `entry 2: "${title}": its authors withdrew it, left out`,
      'entry 3: "Official Review" is an answer to a submission, left out',
    ]);
    expect(readJson({ notes: [], count: 0 })).toMatchObject({ format: 'openreview', refusal: null });
  });
});

test('bioRxiv: new preprints, and those a journal published', () => {
  const details = {
    messages: [{ status: 'ok', count: 2, total: '100' }],
    collection: [
      {
        title: 'Cells of <i>Drosophila</i> &amp; Friends that Do Something New',
        authors: 'Kukla, D.; Crampton, A. M.; Consortium',
        doi: '10.1101/2026.01.02.123456',
        date: '2026-1-2',
        version: '2',
        category: 'cell biology',
        abstract: '<jats:p>We saw it: p < 0.05.</jats:p>',
        server: 'biorxiv',
      },
    ],
  };
  expect(readJson(details)).toMatchObject({ format: 'biorxiv', declared: 2 });
  expect(readJson(details).entries).toMatchObject([
    {
      title: 'Cells of Drosophila & Friends that Do Something New',
      abstract: 'We saw it: p < 0.05.',
      doi: '10.1101/2026.01.02.123456',
      url: 'https://doi.org/10.1101/2026.01.02.123456',
      authors: ['D. Kukla', 'A. M. Crampton', 'Consortium'],
      publishedOn: '2026-01-02',
      hints: ['keyword:cell biology'],
    },
  ]);
  const published = {
    preprint_doi: '10.1101/1',
    preprint_title: 'Cells that Did Something',
    published_journal: 'Cell',
  };
  expect(readJson({ collection: [published] }).entries).toMatchObject([{ venue: 'Cell', doi: '10.1101/1' }]);
  const none = { messages: [{ status: 'no posts found' }], collection: [] };
  expect(readJson(none)).toMatchObject({ format: 'biorxiv', refusal: null, quiet: expect.any(String) });
});

test('Papers with Code: the version, the proceedings without their month, tasks', () => {
  const read = readText(rendering('paperswithcode-papers-with-abstracts.json'));
  expect(read).toMatchObject({ format: 'papers-with-code', rejected: [] });
  expect(read.entries).toMatchObject([
    {
      arxivId: '1805.10616',
      arxivVersion: 4,
      url: 'https://arxiv.org/abs/1805.10616v4',
      venue: 'NeurIPS 2018',
      publishedOn: '2018-05-27',
      hints: ['keyword:model', 'keyword:Open-Ended Question Answering'],
      authorCount: 4,
    },
  ]);
  const numeric = {
    paper_url: 'https://x.org/1',
    arxiv_id: 2503.0213,
    title: 'A Paper with a Number for an Id',
  };
  expect(readJson([numeric]).entries[0]?.arxivId).toBe('2503.02130');
});

test('what is JSON and none of these is refused', () => {
  for (const foreign of [
    { error: 'Invalid date' },
    { items: [{ id: 1 }] },
    [1, 2],
    [[]],
    [null],
    { data: [] },
    { messages: ['hi'] },
  ])
    expect(readJson(foreign)).toMatchObject({
      format: null,
      entries: [],
      refusal: expect.stringMatching(/^line 1: /),
    });
});
