import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath, valuesAt } from '../../../src/ingest/formats/json-mapping/path.ts';
import type { JsonMapping } from '../../../src/model/source.ts';
import { readText } from '../snapshot-text.ts';

const NONE: JsonMapping = {
  items: '',
  title: 'title',
  abstract: null,
  url: null,
  arxiv: null,
  doi: null,
  authors: null,
  published: null,
  organisation: null,
  keywords: null,
  code: null,
  project: null,
  upvotes: null,
  comments: null,
  venue: null,
};
const read = (document: unknown, mapping: Partial<JsonMapping>) =>
  readText(typeof document === 'string' ? document : JSON.stringify(document), {
    mapping: { ...NONE, ...mapping },
  });

test('every field is found where the mapping says', () => {
  const paper = {
    meta: {
      title: 'A <b>Title</b> &amp; More of It',
      text: ['First.', 'Second.'],
      'dc.date': 'Mon, 2 Feb 2026 10:00:00 GMT',
    },
    links: [{ href: 'https://example.org/1' }, { href: 'https://example.org/2' }],
    ids: { arxiv: 2503.0213, doi: 'https://doi.org/10.1000/X' },
    people: [{ who: { name: 'Ada Example' } }, { who: { name: 'Bob Example' } }],
    lab: 'The Lab',
    tags: 'scaling; cs.LG',
    repo: 'https://github.com/a/b',
    home: 'https://a.example.org/',
    votes: '7',
    remarks: 3,
    journal: 'Nature',
  };
  const { entries, format, remarks } = read(
    { data: { items: [paper] } },
    {
      items: 'data.items',
      title: 'meta.title',
      abstract: 'meta.text',
      url: 'links[1].href',
      arxiv: 'ids.arxiv',
      doi: 'ids.doi',
      authors: 'people[].who.name',
      published: 'meta["dc.date"]',
      organisation: 'lab',
      keywords: 'tags',
      code: 'repo',
      project: 'home',
      upvotes: 'votes',
      comments: 'remarks',
      venue: 'journal',
    },
  );
  expect(format).toBe('json-mapping');
  expect(entries).toMatchObject([
    {
      title: 'A Title & More of It',
      abstract: 'First.\nSecond.',
      url: 'https://example.org/2',
      arxivId: '2503.02130',
      doi: '10.1000/x',
      authors: ['Ada Example', 'Bob Example'],
      publishedOn: '2026-02-02',
      organisation: 'The Lab',
      hints: ['keyword:scaling', 'arxiv:cs.LG'],
      codeUrl: 'https://github.com/a/b',
      projectUrl: 'https://a.example.org/',
      upvotes: 7,
      comments: 3,
      venue: 'Nature',
    },
  ]);
  expect(remarks).toEqual(['line 1, entry 1: the id 2503.0213 lost zeros: read as 2503.02130.']);
});

test.each<[written: unknown, names: string[]]>([
  ['Ada Example, Bob Example and Cy Example', ['Ada Example', 'Bob Example', 'Cy Example']],
  ['Example, Ada; Example, Bob', ['Example, Ada', 'Example, Bob']],
  [['Ada Example'], ['Ada Example']],
  [
    [{ name: 'Ada Example' }, { name: 'Bob' }, {}],
    ['Ada Example', 'Bob'],
  ],
  [null, []],
])('the authors %j', (authors, names) => {
  const { entries } = read([{ title: 'A Title of a Paper', authors }], { authors: 'authors' });
  expect(entries[0]?.authors).toEqual(names);
});

test('days as texts, seconds and milliseconds', () => {
  const days = ['2026-02-03', 1770076800, 1770076800000, 'soon', null].map(
    published =>
      read([{ title: 'A Title of a Paper', published }], { published: 'published' }).entries[0]?.publishedOn,
  );
  expect(days).toEqual(['2026-02-03', '2026-02-03', '2026-02-03', null, null]);
});

describe('lists', () => {
  const papers = [{ title: 'The First of Two Papers' }, { title: 'The Second of Two Papers' }];
  test.each<[items: string, document: unknown]>([
    ['', papers],
    ['a.b', { a: { b: papers } }],
    ['["a.b"]', { 'a.b': papers }],
    ['groups[].papers', { groups: papers.map(one => ({ papers: [one] })) }],
    ['groups[0].papers[]', { groups: [{ papers }] }],
    ['', papers.map(one => JSON.stringify(one)).join('\n')],
  ])('at "%s"', (items, document) => {
    expect(read(document, { items }).entries.map(({ title }) => title)).toEqual(
      papers.map(({ title }) => title),
    );
  });

  test.each<[items: string, reason: RegExp]>([
    ['results', /^line 1: no list at "results": the document has status, data$/],
    ['data.papers', /^line 1: no list at "data\.papers": "data" has rows, total; of these, lists are rows$/],
    ['status', /^line 1: no list at "status": "status" is a text$/],
  ])('nothing at "%s" is told, with what is there', (items, reason) => {
    expect(read({ status: 'ok', data: { rows: papers, total: 2 } }, { items }).refusal).toMatch(reason);
  });

  test('an empty one is quiet; what is no JSON is refused', () => {
    expect(read({ a: [] }, { items: 'a' })).toMatchObject({ quiet: 'its list is empty.', refusal: null });
    expect(read('<html>', {}).refusal).toMatch(/^line 1: no JSON/);
  });
});

test('an entry without its title is left out, with the names it has; a path that leads nowhere has a remark', () => {
  const document = [{ title: 'The First of the Papers', text: 'x' }, { name: 'y' }, { title: 5 }, 'z'];
  const { entries, rejected, remarks } = read(document, { abstract: 'abstrct' });
  expect(entries).toHaveLength(1);
  expect(rejected.map(({ reason }) => reason)).toEqual([
    'entry 2: no title: nothing stands at "title"; there are name',
    'entry 3: title: expected a text, found a number',
    'entry 4: no title: nothing stands at "title"; there are a text',
  ]);
  expect(remarks).toEqual([
    'nothing stands at "abstrct" (abstract) in any entry; the first has title, text.',
  ]);
});

test('a damaged entry costs no other', () => {
  const entry = (at: number) => JSON.stringify({ title: `The Paper Number ${at}`, tags: [{ a: 1 }] });
  const text = `{"rows":[${entry(1)},${entry(2).replace('[', '')},${entry(3)}],"total":3}`;
  expect(read(text, { items: 'rows' }).entries.map(({ title }) => title)).toEqual([
    'The Paper Number 1',
    'The Paper Number 3',
  ]);
});

describe('paths', () => {
  test.each(['a..b', '.a', 'a[', 'a[-1]', 'a[x]', 'a["b]', '[', ']', 'a.'])('%s is none', path => {
    expect(parsePath(path)).toBeNull();
  });

  test('any text is a path or none, and any path is followed through any value', () => {
    const piece = fc.constantFrom(
      'a',
      '.b',
      '[0]',
      '[]',
      '["c.d"]',
      '__proto__',
      '.constructor',
      'toString',
      '.length',
    );
    const path = fc.oneof(
      fc.string(),
      fc.array(piece).map(pieces => pieces.join('')),
    );
    fc.assert(
      fc.property(path, fc.jsonValue(), (text, value) => {
        const steps = parsePath(text);
        if (steps === null) return true;
        return valuesAt(value, steps).every(found => typeof found !== 'function');
      }),
      { numRuns: 300 },
    );
  });
});
