import { describe, expect, test } from 'vitest';
import { abstractOf, header, readText } from '../../snapshot-text.ts';

const paper = (title: string, meta = '') => `${title}\n\n${abstractOf(title)}\n\n${meta}${meta && '\n\n'}`;
const meta = (lead: string, date: string) => `${lead}\n·\n${date}`;
const titles = (text: string) => readText(text).entries.map(({ title }) => title);
const only = (text: string) => {
  const { entries } = readText(text);
  expect(entries).toHaveLength(1);
  return entries[0];
};

describe('the page header', () => {
  const papers = paper('First Paper of the Day') + paper('Second Paper of the Day');

  test('may lack the page name, the date, or everything but the banner', () => {
    for (const gone of ['Daily Papers\n\n', 'Jun 2\n\n', 'new\n\n', 'byAK and the research community\n\n']) {
      expect(titles(header('Jun 2').replace(gone, '') + papers)).toHaveLength(2);
    }
    expect(titles(`Get trending papers in your email inbox once a day!\n${papers}`)).toHaveLength(2);
  });

  test('glues "Subscribe" to the first title when it has no line of its own', () => {
    const banner = 'Get trending papers in your email inbox!\n';
    expect(titles(`${banner}Subscribe${papers}`)[0]).toBe('First Paper of the Day');
    expect(titles(`${banner}Subscribe\n${paper('Subscribe to Me: Learning What Readers Want')}`)).toEqual([
      'Subscribe to Me: Learning What Readers Want',
    ]);
    expect(titles(`${papers}${paper('SubscribeNet: Graphs')}${paper('Another Paper of the Day')}`)[2]).toBe(
      'SubscribeNet: Graphs',
    );
  });

  test('is not looked for among the papers', () => {
    const read = readText(header('Jun 2') + papers + paper('Daily') + paper('A Last Paper of the Day'));
    expect(read.entries.map(({ title }) => title)).toContain('Daily');
  });
});

describe('metadata', () => {
  test('a number after the date counts comments, it is no year', () => {
    const entry = only(
      header('Jun 2') + paper('AgentSwing: Adaptive Routing', meta('  • 6 authors', 'Mar 28 2')),
    );
    expect(entry).toMatchObject({
      publishedOn: '2026-03-28',
      comments: 2,
      authorCount: 6,
      organisation: null,
    });
    const dated = only(
      header('Jun 2') + paper('PYRA: Parallel Yielding', meta('  • 9 authors', 'Mar 14, 2024 2')),
    );
    expect(dated).toMatchObject({ publishedOn: '2024-03-14', comments: 2 });
  });

  test('one author is also counted in the plural, and months may be written out', () => {
    const entry = only(
      header('Jun 2') + paper('A Lonely Paper of Mine', meta('• 1 authors', 'March 11, 2025')),
    );
    expect(entry).toMatchObject({ authorCount: 1, publishedOn: '2025-03-11', comments: null });
  });

  test('an organisation is named without its slug, and is no number', () => {
    const organisation = (lead: string) =>
      only(header('Jun 2') + paper('A Paper of Someone', meta(lead, 'May 10')))?.organisation;
    expect(organisation('google Google')).toBe('Google');
    expect(organisation('PersonalAILab OPPO-Personal-AI-Lab')).toBe('OPPO-Personal-AI-Lab');
    expect(organisation('CarnegieMellonU Carnegie Mellon University')).toBe('Carnegie Mellon University');
    expect(organisation('lab42 4242')).toBeNull();
    expect(organisation('  • 671 authors')).toBeNull();
  });

  test('may be missing for one paper among others', () => {
    const { entries } = readText(
      header('Jun 2') +
        paper('One Paper with Data', meta('  • 2 authors', 'May 1')) +
        paper('One Paper without Data') +
        paper('One More with Data', meta('kyutai Kyutai', 'May 2')),
    );
    expect(entries.map(({ publishedOn }) => publishedOn)).toEqual(['2026-05-01', null, '2026-05-02']);
  });

  test.each([
    ['no date', '  • 6 authors\n·'],
    ['no dot', '  • 6 authors\nAug 28, 2023'],
    ['no lead', '·\nAug 28, 2023'],
    ['only a lead', 'google Google'],
    ['only a date', 'Aug 28, 2023'],
    ['an organisation without a date', 'CarnegieMellonU Carnegie Mellon University\n·'],
  ])('broken (%s) costs no paper and makes none', (_what, block) => {
    const read = readText(header('Jun 2') + paper('A Paper Before It', block) + paper('A Paper After It'));
    expect(read.entries.map(({ title }) => title)).toEqual(['A Paper Before It', 'A Paper After It']);
    expect(read.rejected).toEqual([]);
    expect(read.remarks.join()).toContain('incomplete block of authors and date');
  });
});

describe('titles and abstracts', () => {
  test('an indented short line goes on with the title', () => {
    const read = readText(
      `${header('Jun 2')}The Noisy Path from Source\n  to Citation\n\n${abstractOf('noise')}\n`,
    );
    expect(read.entries.map(({ rawTitle }) => rawTitle)).toEqual(['The Noisy Path from Source to Citation']);
  });

  test('an entry without an abstract is kept, with a remark, and takes nothing of the next', () => {
    const read = readText(`${header('Jun 2')}A Title Without Abstract\n\n${paper('A Title With Abstract')}`);
    expect(read.entries.map(({ abstract }) => abstract === null)).toEqual([true, false]);
    expect(read.remarks).toContain('line 13: no abstract for "A Title Without Abstract".');
  });

  test('two long lines are two paragraphs of one abstract', () => {
    const entry = only(
      `${header('Jun 2')}A Paper in Two Paragraphs\n\n${abstractOf('one')}\n\n${abstractOf('two')}\n`,
    );
    expect(entry?.abstract?.split('\n')).toEqual([abstractOf('one'), abstractOf('two')]);
  });
});

describe('the end of a capture', () => {
  const whole = header('Jun 2') + paper('The First Paper of All');

  test('inside a title rejects that title', () => {
    const read = readText(`${whole}A Title That Is Cu`);
    expect(read.entries).toHaveLength(1);
    expect(read.rejected).toEqual([
      { line: 17, reason: expect.stringMatching(/^the capture ends inside this entry/) },
    ]);
    expect(readText(`${whole}A Title That Is Whole\n`).entries).toHaveLength(2);
  });

  test('inside an abstract keeps its paper', () => {
    const short = readText(`${whole}A Title That Is Whole\n\nWe propo`);
    expect(short.entries.map(({ title }) => title)).toEqual([
      'The First Paper of All',
      'A Title That Is Whole',
    ]);
    expect(short.rejected).toEqual([{ line: 19, reason: expect.stringContaining('We propo') }]);
    const long = readText(`${whole}A Title That Is Whole\n\n${abstractOf('cuts').slice(0, 400)}`);
    expect(long).toMatchObject({
      rejected: [],
      entries: [{}, { abstract: expect.stringContaining('cuts') }],
    });
    expect(long.remarks.join()).toMatch(/line 17: the last abstract ends without a full stop/);
  });

  test('inside its metadata costs no paper', () => {
    const text = (whole + paper('A Second Paper of All', '  • 3 authors\n·\nMar 28 2')).trimEnd();
    expect(readText(text).entries[1]).toMatchObject({ publishedOn: '2026-03-28', comments: 2 });
    for (let end = text.lastIndexOf('•') + 12; end < text.length; end++) {
      expect(readText(text.slice(0, end)).entries).toHaveLength(2);
    }
  });

  test('is no cut where no entry has an abstract', () => {
    expect(titles(`${header('Jun 2')}A First Title Alone\nA Second Title Alone`)).toHaveLength(2);
  });
});
