import { describe, expect, test } from 'vitest';
import { readText, rendering } from '../snapshot-text.ts';

const read = (name: string) => readText(rendering(name));
const entriesOf = (name: string) => read(name).entries;
const byTitle = (name: string, part: string) => entriesOf(name).find(({ title }) => title.includes(part));

const ANNOUNCED = 'arxiv-announce-atom-2025-08-20.xml';
const ANNOUNCED_RSS = 'arxiv-rss-2025-08-20.reconstructed.xml';
const ANSWERED = 'arxiv-api-query-2026-04-12.xml';
const ANSWERED_2016 = 'arxiv-api-legacy-2016.xml';

const EXPECTED: readonly [file: string, format: string, entries: number, declared: number | null][] = [
  [ANNOUNCED, 'arxiv-atom', 14, null],
  [ANNOUNCED_RSS, 'arxiv-rss', 7, null],
  [ANSWERED, 'arxiv-api', 12, 100],
  [ANSWERED_2016, 'arxiv-api', 5, 10],
  ['biorxiv-rdf-2019-11.xml', 'rdf', 1, 1],
  ['generic-atom-1.0.handwritten.xml', 'atom', 2, null],
  ['generic-rss-2.0.handwritten.xml', 'rss', 2, null],
];

test.each(EXPECTED)('%s is %s with %i entries', (file, format, entries, declared) => {
  const snapshot = read(file);
  expect(snapshot).toMatchObject({ format, refusal: null, quiet: null, declared, remarks: [] });
  expect(snapshot.entries).toHaveLength(entries);
  expect(
    snapshot.entries.every(({ abstract }) => abstract !== null && !/<\/?\w+>|&\w+;/.test(abstract)),
  ).toBe(true);
});

describe('an announcement of arXiv', () => {
  test('is captured on the day it announces, and its papers have no other', () => {
    for (const file of [ANNOUNCED, ANNOUNCED_RSS]) {
      expect(read(file)).toMatchObject({ capturedAt: '2025-08-20', dateFrom: 'content' });
      expect(entriesOf(file).every(({ publishedOn }) => publishedOn === null)).toBe(true);
    }
  });

  test('says the same in RSS as in Atom', () => {
    const told = (file: string) =>
      new Map(entriesOf(file).map(({ line: _, ...entry }) => [entry.arxivId, entry]));
    const atom = told(ANNOUNCED);
    for (const [id, entry] of told(ANNOUNCED_RSS))
      if (id !== '2203.01250') expect(atom.get(id)).toEqual(entry);
  });

  test('names authors as people write them', () => {
    const authors = entriesOf(ANNOUNCED).flatMap(entry => entry.authors);
    for (const name of [
      'Nikola Pižurica',
      'Nikola Milović',
      'Igor Jovančević',
      'Miguel de Prado',
      'Jörg Deigmöller',
      'Jan Jakubův',
      'Mikoláš Janota',
      'Hendrik Kraß',
      'Alán Aspuru-Guzik',
      'Anders Søgaard',
      'Inès Blin',
      'Paulo André Lima de Castro',
    ])
      expect(authors).toContain(name);
    expect(authors.filter(name => /[\\{}"$]/.test(name))).toEqual([]);
    expect(byTitle(ANNOUNCED, 'Chain-of-Agents')?.authors).toHaveLength(30);
  });

  test('has ids, versions, DOIs, journals, topics and paragraphs', () => {
    expect(byTitle(ANNOUNCED, 'GPAI')).toMatchObject({
      arxivId: '2508.00875',
      arxivVersion: 1,
      doi: '10.7249/pea3971-1',
      url: 'https://arxiv.org/abs/2508.00875',
      hints: ['arxiv:cs.CY', 'arxiv:cs.AI'],
      role: 'paper',
    });
    expect(byTitle(ANNOUNCED, 'Diff-MSM')?.venue).toBe(
      '2025 IEEE/RSJ international conference on intelligent robots and systems (IROS)',
    );
    expect(
      byTitle(ANNOUNCED, 'QuickMerge')
        ?.abstract?.split('\n')
        .map(text => text.slice(0, 12)),
    ).toEqual(['As generativ', 'QuickMerge d', 'We evaluate ']);
  });

  test('tells revisions from papers', () => {
    expect(byTitle(ANNOUNCED_RSS, 'Mass concentration')).toMatchObject({
      role: 'revision',
      arxivId: '2203.01250',
      arxivVersion: 3,
      doi: '10.5802/jep.257',
      venue: "Journal de l'École polytechnique - Mathématiques, Tome 11 (2024), pp. 431-472",
    });
    const roleAs = (from: string, to: string) =>
      readText(rendering(ANNOUNCED_RSS).replaceAll(from, to)).entries.at(-1)?.role;
    expect(roleAs('replace-cross', 'absonly')).toBe('revision');
    expect(roleAs('replace-cross', 'cross')).toBe('paper');
    expect(roleAs('<arxiv:announce_type>replace-cross</arxiv:announce_type>', '')).toBe('revision');
  });

  test('without its kind is kept as a paper, with a remark', () => {
    const without = rendering(ANNOUNCED).replace(
      /<arxiv:announce_type>.*?<\/arxiv:announce_type>|Announce Type: \w+/g,
      '',
    );
    const { entries, remarks } = readText(without);
    expect(entries.map(({ role }) => role)).toEqual(Array.from({ length: 14 }, () => 'paper'));
    expect(remarks).toEqual(['14 entries without an announce type, taken as a paper.']);
    const unknown = readText(rendering(ANNOUNCED).replaceAll('>cross<', '>mirrored<'));
    expect(unknown.remarks.join()).toContain('8 entries of the unknown announce type "mirrored"');
  });

  test('of a weekend or a holiday is empty, which is in order', () => {
    const empty = rendering('arxiv-rss-weekend-empty-2026-08-01.xml');
    expect(readText(empty)).toMatchObject({
      format: 'arxiv-rss',
      refusal: null,
      entries: [],
      capturedAt: '2026-08-01',
      quiet: 'arXiv announces nothing at the weekend: its feed of Saturday, 2026-08-01 is empty.',
    });
    const friday = empty.replaceAll('Sat, 01 Aug 2026', 'Fri, 03 Jul 2026');
    expect(readText(friday).quiet).toContain('nothing on Friday, 2026-07-03, as on its holidays');
    const atom = rendering(ANNOUNCED).replace(/<entry>[\s\S]*<\/entry>/, '');
    expect(readText(atom)).toMatchObject({ format: 'arxiv-atom', refusal: null });
    expect(readText(atom).quiet).toContain('Wednesday, 2025-08-20');
  });

  test('that is an error is refused', () => {
    const error = rendering('arxiv-rss-weekend-empty-2026-08-01.xml')
      .replace('cs.CL updates on arXiv.org', 'Feed error for query: cs.XX')
      .replace('cs.CL updates on the arXiv.org e-print archive.', 'Bad archive &quot;cs.XX&quot;');
    expect(readText(error)).toMatchObject({
      quiet: null,
      refusal: 'line 1: arXiv answered with an error: Feed error for query: cs.XX: Bad archive "cs.XX"',
    });
  });

  test('whose id and address are of two papers is rejected alone', () => {
    const torn = rendering(ANNOUNCED).replace('abs/2508.13171"', 'abs/2508.13172"');
    const { entries, rejected } = readText(torn);
    expect(entries).toHaveLength(13);
    expect(rejected).toEqual([{ line: 22, reason: expect.stringContaining('name two papers') }]);
  });
});

describe('an answer of arXiv', () => {
  test('dates papers by their first version, and itself by its own day', () => {
    expect(read(ANSWERED)).toMatchObject({ capturedAt: '2026-04-12', dateFrom: 'content' });
    expect(read(ANSWERED_2016).capturedAt).toBe('2016-10-09');
    expect(byTitle(ANSWERED, 'Active Fuzzing')).toMatchObject({
      publishedOn: '2020-05-28',
      arxivId: '2005.14124',
      arxivVersion: 2,
      url: 'https://arxiv.org/abs/2005.14124',
      doi: '10.1145/3395363.3397376',
      hints: ['arxiv:cs.SE', 'arxiv:cs.CR', 'arxiv:cs.LG'],
    });
    expect(byTitle(ANSWERED, 'E-values')?.arxivVersion).toBe(9);
  });

  test('of 2016 has titles in one piece and old ids', () => {
    expect(
      entriesOf(ANSWERED_2016).map(({ arxivId, arxivVersion }) => `${arxivId} v${arxivVersion}`),
    ).toEqual([
      'cond-mat/0412498 v1',
      'cond-mat/0603029 v1',
      'cond-mat/0607501 v2',
      'cond-mat/0702661 v2',
      '1303.6954 v2',
    ]);
    expect(entriesOf(ANSWERED_2016)[1]).toMatchObject({
      title: 'From stripe to checkerboard order on the square lattice in the presence of quenched disorder',
      venue: 'Phys. Rev. B 74, 024520 (2006)',
      doi: '10.1103/physrevb.74.024520',
      abstract: expect.not.stringContaining('\n'),
    });
  });

  test('keeps Greek letters, and accents as they are', () => {
    expect(byTitle(ANSWERED, 'WebView')?.title).toMatch(/^ωTest/);
    expect(byTitle(ANSWERED, 'Principles')?.authors).toEqual(['Mark P. Haugan', 'C. Lämmerzahl']);
  });

  test('names an organisation only when all authors are of it', () => {
    expect(byTitle(ANSWERED, 'algebraic')?.organisation).toBeNull();
    const one = rendering(ANSWERED).replace('>IBISC<', '>LRI<');
    expect(readText(one).entries.find(({ title }) => title.includes('algebraic'))?.organisation).toBe('LRI');
  });

  test('that is an error is no paper', () => {
    expect(read('arxiv-api-error-400.xml')).toMatchObject({
      entries: [],
      quiet: null,
      refusal: 'line 9: arXiv answered with an error: incorrect id format for abc',
    });
  });

  test('without papers is quiet when there are none, and no answer when there are some', () => {
    const none = rendering(ANSWERED).replace(/<entry>[\s\S]*<\/entry>/, '');
    expect(readText(none)).toMatchObject({ quiet: null, refusal: expect.stringContaining('finds 214881') });
    const empty = none.replace('214881', '0');
    expect(readText(empty)).toMatchObject({ quiet: 'the query finds no paper.', refusal: null, declared: 0 });
    const past = none.replace('<opensearch:startIndex>0', '<opensearch:startIndex>214881');
    expect(readText(past)).toMatchObject({ refusal: null });
  });
});

describe('another feed', () => {
  test('of RSS has titles without markup, names in their order, and pages without trackers', () => {
    const [first, second] = entriesOf('generic-rss-2.0.handwritten.xml');
    expect(first).toMatchObject({
      title: 'Attention & Memory: A Survey',
      url: 'https://doi.org/10.1145/3306618.3314244',
      doi: '10.1145/3306618.3314244',
      arxivId: null,
      abstract: 'Full text with a link to arXiv.',
      authors: ['Jürgen Müller', "Anne-Marie O'Brien"],
      publishedOn: '2024-03-05',
    });
    expect(second).toMatchObject({
      arxivId: 'math/0309136',
      arxivVersion: 1,
      publishedOn: '2024-03-05',
    });
    expect(read('generic-rss-2.0.handwritten.xml').rejected).toEqual([
      { line: 25, reason: 'an entry without a title' },
    ]);
  });

  test('of Atom resolves addresses, and inherits authors', () => {
    const [first, second] = entriesOf('generic-atom-1.0.handwritten.xml');
    expect(first).toMatchObject({
      title: 'Sparse & dense retrieval at 10⁹ scale',
      url: 'https://journal.example/articles/7',
      doi: '10.5555/example.2026.7',
      authors: ['Feed-level author'],
      publishedOn: '2026-06-01',
      abstract: 'XHTML summary with markup.',
    });
    expect(second).toMatchObject({
      title: 'The E. coli problem',
      authors: ['Given Family', 'Second Author'],
      publishedOn: '2026-05-31',
      abstract: 'Only content, no summary.',
    });
  });

  test('tells keywords from subjects of arXiv and from addresses', () => {
    const words = ['cs.CL', 'node.js', 'Protein &amp; folding; Assembly', 'https://a.example/tag', '42'];
    const categories = words.map(word => `<category>${word}</category>`).join('');
    const text = `<rss version="2.0"><channel><item><title>A title of a paper</title>${categories}</item></channel></rss>`;
    expect(readText(text).entries[0]?.hints).toEqual([
      'arxiv:cs.CL',
      'keyword:node.js',
      'keyword:Protein & folding',
      'keyword:Assembly',
    ]);
  });

  test('prints no mail address of an author', () => {
    const authors = (author: string) =>
      readText(
        `<rss version="0.91"><channel><item><title>A title of a paper</title><author>${author}</author></item></channel></rss>`,
      ).entries[0]?.authors;
    expect(authors('ann@example.org (Ann Able)')).toEqual(['Ann Able']);
    expect(authors('Ann Able &lt;ann@example.org&gt;')).toEqual(['Ann Able']);
    expect(authors('ann@example.org')).toEqual([]);
  });

  test('of RDF pairs names, and knows the DOI without its version', () => {
    expect(entriesOf('biorxiv-rdf-2019-11.xml')[0]).toMatchObject({
      title: expect.stringMatching(/^Microscale Collagen/),
      authors: ['D. Kukla', 'A. Crampton', 'D. Wood', 'S. Khetani'],
      doi: '10.1101/857789',
      url: 'http://biorxiv.org/cgi/content/short/857789v1',
      publishedOn: '2019-11-29',
      venue: null,
    });
  });

  test('is quiet when it has no entries, and refused when it breaks off before the first', () => {
    const empty = '<rss version="2.0"><channel><title>T</title></channel></rss>';
    expect(readText(empty)).toMatchObject({ format: 'rss', quiet: 'a feed without entries.', refusal: null });
    const cut = readText('<rss version="2.0"><channel><title>T</title>');
    expect(cut).toMatchObject({ quiet: null, refusal: 'line 1: the feed breaks off before its first entry' });
    expect(readText('a b c', { format: 'rss' }).refusal).toMatch(/^line 1: no feed begins here/);
  });

  test('of arXiv until 2024 is read, with updates as what they are', () => {
    const old = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"/>
      <item rdf:about="http://arxiv.org/abs/2101.00001"><title>A Title of a Paper. (arXiv:2101.00001v2 [cs.CL] UPDATED)</title>
      <link>http://arxiv.org/abs/2101.00001</link><description>&lt;p&gt;We study it.&lt;/p&gt;</description>
      <dc:creator>&lt;a href="http://arxiv.org/a/1"&gt;Ann Able&lt;/a&gt;, &lt;a href="http://arxiv.org/a/2"&gt;Bob Baker&lt;/a&gt;</dc:creator>
      </item></rdf:RDF>`;
    expect(readText(old).entries).toMatchObject([
      {
        title: 'A Title of a Paper',
        arxivId: '2101.00001',
        arxivVersion: 2,
        role: 'revision',
        hints: ['arxiv:cs.CL'],
        authors: ['Ann Able', 'Bob Baker'],
        abstract: 'We study it.',
      },
    ]);
  });

  test('takes no work that an entry is related to for the entry itself', () => {
    const text = `<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>A comment on a famous paper</title>
      <dc:relation>doi:10.1038/nature12373</dc:relation><dc:relation>arXiv:2401.00001</dc:relation></item></channel></rss>`;
    expect(readText(text).entries).toMatchObject([{ arxivId: null, doi: null }]);
  });

  test('of a site of arXiv that announces no papers is no announcement', () => {
    const text =
      '<rss><channel><link>https://blog.arxiv.org</link><item><title>News of arXiv</title></item></channel></rss>';
    expect(readText(text)).toMatchObject({ format: 'rss', remarks: [] });
  });
});
