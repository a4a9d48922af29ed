import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePaper, paperOf, unitePapers } from '../../../src/ingest/identity/merge-paper.ts';
import type { Entry, Paper } from '../../../src/model/paper.ts';
import { paper } from '../../support/builders.ts';
import { abstractOf } from '../snapshot-text.ts';
import { entry } from './entry.ts';

const TRUST: Readonly<Record<string, number>> = {
  'arxiv-api': 4,
  'arxiv-rss': 4,
  'hf-api': 3,
  rss: 2,
  'hf-text': 1,
};
const trustOf = (format: string) => TRUST[format] ?? 0;
const ID = '2508.01415';

/** A stored paper after an entry of this format, captured on this day, told of it. */
const told = (known: Paper, format: string, seen: Entry, capturedAt = '2026-02-01') =>
  mergePaper(known, seen, { format, capturedAt }, trustOf);

const stored: Paper = {
  ...paper({ id: 'abc', title: 'A Title as First Seen', abstract: abstractOf('long'), comments: 3 }),
  num: 5,
  origins: { id: 'hf-text' },
};
const longer = `${stored.abstract} And more.`;

describe('a merged paper', () => {
  test('keeps number and id, fills gaps, and takes the longer abstract and the shorter title of two that are believed alike', () => {
    const seen = entry('A Title as First Seen | A Site', {
      abstract: longer,
      organisation: 'Google',
      authorCount: 4,
    });
    expect(told(stored, 'hf-text', seen)).toMatchObject({
      num: 5,
      id: 'abc',
      title: 'A Title as First Seen',
      abstract: longer,
      organisation: 'Google',
      authorCount: 4,
      firstSeen: '2026-01-05',
      lastSeen: '2026-02-01',
    });
    expect(told(stored, 'hf-text', entry('x', { abstract: 'Short.' })).abstract).toBe(stored.abstract);
  });

  test('has its text from whom is believed most, however short, and its votes from Hugging Face', () => {
    const arxiv = entry('Title', {
      abstract: abstractOf('a').slice(0, 250),
      arxivId: ID,
      authors: ['Ada Lovelace'],
      upvotes: 1,
    });
    const hub = entry('A Much Longer Title', {
      abstract: longer,
      arxivId: ID,
      authors: ['A. Lovelace', 'B.'],
      upvotes: 70,
    });
    const merged = told(told(stored, 'arxiv-api', arxiv, '2026-02-02'), 'hf-api', hub);
    expect(merged).toMatchObject({
      title: 'Title',
      abstract: arxiv.abstract,
      authors: ['Ada Lovelace'],
      upvotes: 70,
      origins: { id: 'hf-text', title: 'arxiv-api', authors: 'arxiv-api', upvotes: 'hf-api' },
    });
    expect(merged.origins.comments).toBeUndefined();
  });

  test('takes no teaser for an abstract while it has a whole one', () => {
    for (const teaser of ['Only so much.', `${abstractOf('cut')}…`, `${abstractOf('cut')}..`]) {
      expect(told(stored, 'rss', entry('x', { abstract: teaser })).abstract).toBe(stored.abstract);
    }
    expect(
      told({ ...stored, abstract: 'Only so much.' }, 'rss', entry('x', { abstract: longer })).abstract,
    ).toBe(longer);
  });

  test('has title and abstract of its newest version, whoever of equals tells it, and says so', () => {
    const version = (arxivVersion: number, title: string) =>
      entry(title, { arxivId: ID, arxivVersion, abstract: abstractOf(title) });
    const second = told(
      told(stored, 'arxiv-rss', version(1, 'For Lifelong Learning')),
      'arxiv-api',
      version(2, 'For Life'),
    );
    expect(second).toMatchObject({ title: 'For Life', arxivVersion: 2, origins: { title: 'arxiv-api v2' } });
    expect(told(second, 'arxiv-rss', version(1, 'For Lifelong Learning'))).toMatchObject({
      title: 'For Life',
      arxivVersion: 2,
    });
  });

  test('has what it is about from everybody, each once', () => {
    const known = told(stored, 'hf-api', entry('x', { hints: ['keyword:LLM', 'arxiv:cs.CL'] }));
    expect(known.hints).toEqual(['arxiv:cs.CL', 'keyword:LLM']);
    const merged = told(
      known,
      'arxiv-rss',
      entry('x', { hints: ['arxiv:cs.CL', 'arxiv:cs.AI', 'keyword:llm'] }),
    );
    expect(merged).toMatchObject({
      hints: ['arxiv:cs.AI', 'arxiv:cs.CL', 'keyword:LLM'],
      origins: { hints: 'arxiv-rss + hf-api' },
    });
    // The very same lists: a paper that says nothing new is not written again.
    const again = told(merged, 'hf-api', entry('x', { hints: ['keyword:LLM'] }));
    expect(again.hints).toBe(merged.hints);
    expect(again.authors).toBe(merged.authors);
    expect(again.origins).toBe(merged.origins);
  });

  test('has comments and votes of the newest snapshot, whatever the order', () => {
    expect(told(stored, 'hf-text', entry('x', { comments: 1 })).comments).toBe(1);
    expect(told(stored, 'hf-text', entry('x', { comments: 1, upvotes: 2 }), '2025-12-01')).toMatchObject({
      comments: 3,
      upvotes: 2,
      firstSeen: '2025-12-01',
      lastSeen: '2026-01-05',
    });
  });

  test('prefers any link to one of a mirror, a publisher to a preprint server, and the highest version', () => {
    const old = {
      ...stored,
      codeUrl: 'https://hf-mirror.com/a/b',
      arxivId: ID,
      arxivVersion: 2,
      doi: '10.1101/1',
    };
    const seen = entry('x', {
      codeUrl: 'https://huggingface.co/a/b',
      arxivId: ID,
      arxivVersion: 1,
      doi: '10.1145/1',
    });
    const expected = { codeUrl: 'https://huggingface.co/a/b', arxivVersion: 2, doi: '10.1145/1' };
    expect(told(old, 'hf-text', seen)).toMatchObject(expected);
    expect(told(told(old, 'hf-text', seen), 'arxiv-api', entry('x', { doi: '10.1101/1' }))).toMatchObject(
      expected,
    );
  });

  test('is not seen anew in a new version, nor published on its day', () => {
    const revised = entry('A New Title of It', {
      role: 'revision',
      arxivId: ID,
      arxivVersion: 3,
      publishedOn: '2026-02-01',
    });
    expect(told(stored, 'arxiv-rss', revised)).toMatchObject({
      title: 'A New Title of It',
      arxivVersion: 3,
      publishedOn: null,
      firstSeen: '2026-01-05',
      lastSeen: '2026-01-05',
    });
  });
});

describe('a withdrawn paper', () => {
  const known = { ...stored, arxivId: ID, arxivVersion: 2 };
  const gone = (arxivVersion: number | null) =>
    entry('x', { role: 'withdrawn', arxivId: ID, arxivVersion, abstract: 'This paper has been withdrawn.' });
  const shown = (arxivVersion: number | null) => entry('Shown Again', { arxivId: ID, arxivVersion });

  test('keeps its text, and is back with a later version only', () => {
    const withdrawn = told(known, 'arxiv-api', gone(3), '2026-02-03');
    expect(withdrawn).toMatchObject({
      title: known.title,
      abstract: known.abstract,
      arxivVersion: 3,
      withdrawnOn: '2026-02-03',
      lastSeen: known.lastSeen,
    });
    expect(told(withdrawn, 'hf-api', shown(null), '2026-03-01').withdrawnOn).toBe('2026-02-03');
    expect(told(withdrawn, 'arxiv-rss', shown(3), '2026-03-01').withdrawnOn).toBe('2026-02-03');
    const back = told(withdrawn, 'arxiv-rss', shown(4), '2026-03-01');
    expect(back).toMatchObject({ withdrawnOn: null, arxivVersion: 4 });
    expect(told(back, 'arxiv-api', gone(3), '2026-03-02')).toMatchObject({
      withdrawnOn: null,
      arxivVersion: 4,
    });
  });

  test('that has no versions is back when who said so shows it again on a later day', () => {
    const submitted = told(stored, 'openreview', entry('x', { venue: 'Submitted to a Conference' }));
    const taken = entry('x', { role: 'withdrawn' });
    const withdrawn = told(submitted, 'openreview', taken, '2026-02-03');
    expect(withdrawn).toMatchObject({ withdrawnOn: '2026-02-03', title: stored.title });
    expect(told(withdrawn, 'rss', entry('x'), '2026-02-09').withdrawnOn).toBe('2026-02-03');
    expect(told(withdrawn, 'openreview', entry('x'), '2026-02-02').withdrawnOn).toBe('2026-02-03');
    expect(told(withdrawn, 'openreview', entry('x'), '2026-02-09').withdrawnOn).toBeNull();
    // What is taken back from a conference stays what others told of, and what arXiv has.
    expect(told(stored, 'openreview', taken).withdrawnOn).toBeNull();
    expect(told({ ...submitted, arxivId: ID }, 'openreview', taken).withdrawnOn).toBeNull();
  });
});

describe('entries of one paper', () => {
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
  const any = fc.record({
    format: fc.constantFrom(...Object.keys(TRUST)),
    capturedAt: fc.constantFrom('2026-01-05', '2026-01-06', '2026-02-01'),
    title: fc.constantFrom('One Title', 'Other Title', 'A Title Cut Short…'),
    abstract: maybe(
      fc.constantFrom(abstractOf('one'), abstractOf('two'), abstractOf('three three'), 'A teaser.'),
    ),
    arxivVersion: maybe(fc.integer({ min: 1, max: 3 })),
    url: maybe(
      fc.constantFrom('https://hf-mirror.com/papers/x', 'https://arxiv.org/abs/x', 'https://example.org/x'),
    ),
    codeUrl: maybe(fc.constantFrom('https://github.com/a/b', 'https://github.com/a/c')),
    doi: maybe(fc.constantFrom('10.1145/1', '10.1145/2', '10.1101/1')),
    authors: fc.constantFrom<string[]>([], ['Ada Lovelace'], ['A. Lovelace', 'C. Babbage']),
    hints: fc.subarray(['arxiv:cs.CL', 'keyword:LLM', 'keyword:llm', 'keyword:Agents']),
    publishedOn: maybe(fc.constantFrom('2026-01-01', '2026-01-02')),
    venue: maybe(fc.constantFrom('NeurIPS 2026', 'ICLR 2026')),
  });

  /** What is said of the paper. */
  const text = ({
    title,
    abstract,
    authors,
    hints,
    publishedOn,
    url,
    codeUrl,
    doi,
    venue,
    arxivVersion,
  }: Paper) => ({
    ...{ title, abstract, authors, hints, publishedOn, url, codeUrl, doi, venue, arxivVersion },
  });

  test('make the same paper in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc
          .array(any, { minLength: 2, maxLength: 5 })
          .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const merged = (list: typeof all) => {
            const papers = list.map(({ format, capturedAt, title, ...fields }) =>
              paperOf(entry(title, { arxivId: ID, ...fields }), { format, capturedAt }),
            );
            return text(papers.reduce((known, seen) => unitePapers(known, seen, trustOf)));
          };
          expect(merged(shuffled)).toEqual(merged(all));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('change nothing when they come again', () => {
    fc.assert(
      fc.property(any, any, (first, second) => {
        const tell = (known: Paper, { format, capturedAt, title, ...fields }: typeof first) =>
          told(known, format, entry(title, { arxivId: ID, ...fields }), capturedAt);
        const once = tell(tell(stored, first), second);
        expect(tell(once, second)).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});
