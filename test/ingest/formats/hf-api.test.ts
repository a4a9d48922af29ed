import { describe, expect, test } from 'vitest';
import { readText, rendering } from '../snapshot-text.ts';

/** One element of the API's list; what is given goes into `paper`, `outer` around it. */
function listed(paper: object, outer: object = {}): object {
  return {
    paper: {
      id: '2602.23229',
      authors: [{ _id: '1', name: 'Ada Example', hidden: false }],
      publishedAt: '2026-02-26T23:59:59.000Z',
      title: 'A Title of a Paper that Is Long Enough',
      summary: 'What it is about.',
      upvotes: 10,
      ...paper,
    },
    publishedAt: '2026-02-26T12:08:18.000Z',
    title: 'A Title of a Paper that Is Long Enough',
    numComments: 1,
    ...outer,
  };
}

const readList = (...list: unknown[]) => readText(JSON.stringify(list));
const only = (...of: Parameters<typeof listed>) => readList(listed(...of)).entries[0];

describe('what the API answered', () => {
  test('2026, a whole day: every paper with its votes, organisation, hints and code', () => {
    const read = readText(rendering('hf-api-daily-papers-2026-06-12.json'));
    expect(read).toMatchObject({ format: 'hf-api', capturedAt: '2026-06-12', dateFrom: 'content' });
    expect(read).toMatchObject({ rejected: [], remarks: [], refusal: null });
    expect(read.entries).toHaveLength(30);
    expect(read.entries.filter(({ organisation }) => organisation !== null)).toHaveLength(16);
    expect(read.entries[0]).toMatchObject({
      arxivId: '2606.00467',
      url: 'https://huggingface.co/papers/2606.00467',
      organisation: 'California institute of technology',
      authors: ['Etienne Casanova', 'Rafal Kocielnik', 'R. Michael Alvarez'],
      authorCount: 3,
      upvotes: 0,
      publishedOn: '2026-05-30',
    });
    expect(read.entries[0]?.hints).toContain('keyword:decision stickiness');
    expect(read.entries.find(({ arxivId }) => arxivId === '2606.13120')?.abstract?.split('\n')).toHaveLength(
      2,
    );
  });

  test('July 2026 and March 2026: the day of the list in UTC, whatever its clock; the outer date does not count', () => {
    const july = readText(rendering('hf-api-daily-papers-2026-07-31.json'));
    expect(july).toMatchObject({ format: 'hf-api', capturedAt: '2026-07-31' });
    expect(july.entries.map(({ publishedOn }) => publishedOn)).toEqual([
      '2026-07-28',
      '2026-07-30',
      '2026-07-30',
      '2026-07-30',
      '2026-07-18',
    ]);
    const march = readText(rendering('hf-api-entry-2026-03.json'));
    expect(march).toMatchObject({ capturedAt: '2026-03-06' });
    expect(march.entries[0]).toMatchObject({
      publishedOn: '2026-02-26',
      comments: 1,
      upvotes: 10,
      codeUrl: 'https://github.com/marco-garosi/CIRCLE',
      projectUrl: 'https://circle-lmm.github.io/',
      organisation: 'Multimedia and Human Understanding Group',
    });
  });

  test('2024: no day of the list, no organisation, wrapped lines', () => {
    const [entry] = readList({
      paper: {
        id: '2407.21770',
        authors: [{ name: 'Xi Victoria Lin', hidden: false, user: { name: 'VictoriaLinML' } }],
        publishedAt: '2024-07-31T17:46:51.000Z',
        title: 'MoMa: Efficient Early-Fusion Pre-training with Mixture of Modality-Aware\n  Experts',
        summary: 'We introduce MoMa, a novel\narchitecture.\n  It is efficient.',
        upvotes: 19,
        discussionId: '66aaeffeadfd339ee6e4a12f',
      },
      publishedAt: '2024-08-01T00:52:19.819Z',
      title: 'MoMa: Efficient Early-Fusion Pre-training with Mixture of Modality-Aware Experts',
      numComments: 5,
      upvoted: false,
    }).entries;
    expect(entry).toMatchObject({
      title: 'MoMa: Efficient Early-Fusion Pre-training with Mixture of Modality-Aware Experts',
      abstract: 'We introduce MoMa, a novel architecture.\nIt is efficient.',
      publishedOn: '2024-07-31',
      comments: 5,
      organisation: null,
    });
  });

  test('the newest day of a list that holds several', () => {
    const days = ['2026-03-05T23:59:59.999Z', '2026-03-06T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
    const read = readList(
      ...days.map((submittedOnDailyAt, at) => listed({ submittedOnDailyAt, id: `2602.0000${at + 1}` })),
    );
    expect(read.capturedAt).toBe('2026-03-06');
  });

  test('a day that is still to come is not believed', () => {
    const read = readList(listed({ submittedOnDailyAt: '2999-01-01T00:00:00.000Z' }));
    expect(read).toMatchObject({ capturedAt: '2026-11-20', dateFrom: 'today' });
    expect(read.remarks.join()).toContain('2999-01-01, which is still to come');
  });

  test.each(['[]', ' [ ] ', '{"papers":[]}', '{"dailyPapers":[]}'])('%s is a quiet day', text => {
    expect(readText(text)).toMatchObject({
      format: 'hf-api',
      quiet: 'no papers on this day.',
      refusal: null,
    });
  });

  test.each([
    ['one element', listed({})],
    ['a wrap', { papers: [listed({})] }],
    ['another wrap', { status: 'ok', result: [listed({})] }],
    ['a paper by itself', (listed({ discussionId: 'x' }) as { paper: object }).paper],
  ])('%s is read', (_what, document) => {
    expect(readText(JSON.stringify(document)).entries).toMatchObject([{ arxivId: '2602.23229' }]);
  });

  test('lines of JSON are a list', () => {
    const lines = [1, 2, 3].map(at => JSON.stringify(listed({ id: `2602.0000${at}` })));
    const read = readText(`${lines.join('\n')}\n`);
    expect(read.entries.map(({ line, arxivId }) => [line, arxivId])).toEqual([
      [1, '2602.00001'],
      [2, '2602.00002'],
      [3, '2602.00003'],
    ]);
  });
});

describe('fields', () => {
  test('what stands around the paper is asked where the paper says nothing', () => {
    const read = readList(
      listed(
        { title: undefined, summary: null, organization: undefined },
        { summary: 'Outer.', organization: { name: 'lab' } },
      ),
    );
    expect(read.entries[0]).toMatchObject({ abstract: 'Outer.', organisation: 'lab' });
  });

  test('hidden authors keep their name, nameless ones are passed over', () => {
    const authors = [{ name: 'A Person', hidden: true }, { hidden: false }, null, { name: ' ' }, 'B Person'];
    expect(only({ authors })).toMatchObject({ authors: ['A Person', 'B Person'] });
  });

  test('unknown names pass, also those that programs trip over', () => {
    const text = JSON.stringify([listed({ later: { very: ['deep'] } })]).replace(
      '"upvotes"',
      '"__proto__":{"title":"polluted"},"constructor":{"prototype":{"x":1}},"upvotes"',
    );
    expect(readText(text).entries).toMatchObject([{ upvotes: 10 }]);
    expect(({} as Record<string, unknown>).title).toBeUndefined();
  });

  test.each([
    ['2503.0213', '2503.02130'],
    [2503.0213, '2503.02130'],
    [2503.021, '2503.02100'],
    [704.0001, '0704.0001'],
    [1412.1, '1412.1000'],
    [2412, '2412.00000'],
  ])('the id %j lost zeros', (id, whole) => {
    const read = readList(listed({ id }));
    const known = whole.endsWith('.00000') ? null : whole;
    expect(read.entries[0]?.arxivId).toBe(known);
    if (known) expect(read.remarks.join()).toContain(known);
  });

  test.each(['2024.12345', '12503.02130', 'x/y', '', null, -1, 1e21, {}])(
    '%j is no id, and costs no paper',
    id => {
      const read = readList(listed({ id }));
      const kept = read.entries.length === 1 && read.entries[0]?.arxivId === null;
      expect(kept || read.rejected.length === 1).toBe(true);
    },
  );

  test('numbers that are none are left out', () => {
    for (const upvotes of [-1, 1.5, '12k', null, {}, 1e300]) expect(only({ upvotes })?.upvotes).toBeNull();
    expect(only({ upvotes: '12' })?.upvotes).toBe(12);
  });

  test('days that are in no calendar are left out', () => {
    for (const publishedAt of ['2026-02-30', 'yesterday', 5, '', '2026-02-26x'])
      expect(only({ publishedAt })?.publishedOn).toBeNull();
  });
});

test.each([
  ['a title that is a number', listed({ title: 5 }), 'paper.title: expected a text, found a number'],
  ['authors in one text', listed({ authors: 'A, B' }), 'paper.authors: expected a list, found a text'],
  ['no paper', { paper: null, title: 'x' }, 'paper: expected an object, found nothing'],
  ['a text', 'paper', 'expected an object, found a text'],
  ['null', null, 'expected an object, found nothing'],
  ['no title at all', listed({ title: '' }, { title: '' }), 'no title'],
])('%s is left out with line and reason, the others are kept', (_what, wrong, reason) => {
  const list = [listed({ id: '2602.00001' }), wrong, listed({ id: '2602.00003' })];
  const read = readText(`[\n${list.map(one => JSON.stringify(one)).join(',\n')}\n]`);
  expect(read.entries.map(({ line, arxivId }) => [line, arxivId])).toEqual([
    [2, '2602.00001'],
    [4, '2602.00003'],
  ]);
  expect(read.rejected).toEqual([{ line: 3, reason: `entry 2: ${reason}` }]);
});
