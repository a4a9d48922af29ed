import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FORMATS } from '../../../../src/ingest/formats/all-formats.ts';
import { parseJson } from '../../../../src/ingest/formats/json/parse.ts';
import { readText, rendering } from '../../snapshot-text.ts';

const FIVE = (
  JSON.parse(rendering('hf-api-daily-papers-2026-07-31.json')) as { paper: object; summary: string }[]
).map(({ paper, summary, ...one }) => ({ ...one, paper: { ...paper, summary: summary.slice(0, 300) } }));
const SPELLINGS: readonly [what: string, spell: (value: unknown) => string][] = [
  ['on one line', value => JSON.stringify(value)],
  ['on many lines', value => JSON.stringify(value, null, 2)],
];

/** Lists of every shape, each with five elements. */
const LISTS: readonly [format: string, list: (numbers: readonly number[]) => unknown][] = [
  ['hf-api', numbers => numbers.map(at => FIVE[at])],
  [
    'semantic-scholar',
    numbers => ({
      total: 5,
      offset: 0,
      data: numbers.map(at => ({
        paperId: `p${at}`,
        title: titleOf(at),
        authors: [{ name: 'A B' }, { name: 'C' }],
      })),
      next: 5,
    }),
  ],
  [
    'json-feed',
    numbers => ({
      version: 'https://jsonfeed.org/version/1.1',
      items: numbers.map(at => ({
        id: `${at}`,
        title: titleOf(at),
        content_text: '{"x": [1',
        authors: [{ name: 'A' }],
      })),
    }),
  ],
  [
    'openreview',
    numbers => ({
      notes: numbers.map(at => ({
        id: `n${at}`,
        forum: `n${at}`,
        content: { title: { value: titleOf(at) } },
      })),
    }),
  ],
];
const titleOf = (at: number) => `The Title of Paper Number ${at}`;
const titles = (text: string) => readText(text).entries.map(({ title }) => title);

describe.each(SPELLINGS)('a list %s', (_what, spell) => {
  test.each(LISTS)('%s: one place that is damaged costs the entry around it alone', (name, list) => {
    const text = spell(list([0, 1, 2, 3, 4]));
    const format = ALL_FORMATS.find(each => each.name === name);
    const whole = format?.read(text).drafts.map(({ title }) => title) ?? [];
    expect(whole).toHaveLength(5);
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '\n', 'x', '"}]}'),
        fc.boolean(),
        (at, noise, replaces) => {
          const damaged = text.slice(0, at) + noise + text.slice(replaces ? at + 1 : at);
          const kept = format?.read(damaged).drafts.map(({ title }) => title) ?? [];
          return (
            format?.recognises(damaged) === true && whole.filter(title => !kept.includes(title)).length <= 1
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a text that is cut keeps what came before, and says where it ends', () => {
    const text = spell(FIVE);
    for (const share of [0.3, 0.5, 0.9, 0.99]) {
      const cut = text.slice(0, text.length * share);
      const read = readText(cut);
      const held = (cut.match(/"githubRepoAddedBy"|"isAuthorParticipating"/g) ?? []).length;
      expect(held).toBeGreaterThan(0);
      expect(read.entries.length).toBeGreaterThan(0);
      expect(read.rejected.at(-1)?.reason).toMatch(
        /^entry \d: no JSON at line \d+, column \d+: it ends in the middle$/,
      );
      expect(titles(cut)).toEqual(titles(text).slice(0, read.entries.length));
    }
  });
});

test('a list that is cut between two entries has a remark', () => {
  const read = readText(`[${JSON.stringify(FIVE[0])},`);
  expect(read.entries).toHaveLength(1);
  expect(read.remarks).toEqual([expect.stringContaining('the text ends before its list does')]);
});

test('what sloppy programs write is mended, and said', () => {
  const sloppy = JSON.stringify(FIVE.slice(0, 1))
    .replace('"upvotes":3', '"upvotes":NaN,"x":-Infinity,"y":[1,2,],"tex":"\\alpha and \\d"')
    .replace('"summary":"', '"summary":"A first\nline. ');
  const read = readText(sloppy);
  expect(read.entries).toMatchObject([{ upvotes: null, abstract: expect.stringContaining('A first line.') }]);
  expect(read.remarks).toEqual(['line 1, entry 1: it was no proper JSON and had to be mended.']);
});

test.each([
  ['{"a":1,}', { a: 1 }],
  ['["\\q","\\u12","\\\\n"]', ['\\q', '\\u12', '\\n']],
  ['["a\tb\nc"]', ['a b\nc']],
  ['["NaN, Infinity,]"]', ['NaN, Infinity,]']],
])('%s is read as %j', (source, value) => {
  expect(parseJson(source)?.value).toEqual(value);
});

test('places are told by line and column', () => {
  const text = `[\n  ${JSON.stringify(FIVE[0])},\n  {"paper": {"id": "1" "title": "x"}},\n  ${JSON.stringify(FIVE[1])}\n]`;
  const read = readText(text);
  expect(read.entries).toHaveLength(2);
  expect(read.rejected).toEqual([
    {
      line: 3,
      reason:
        'entry 2: no JSON at line 3, column 24: expected a comma or the end of the list, found "\\"title\\": \\"x\\""',
    },
  ]);
});

describe('hostile JSON is read to an end, in time', () => {
  const entry = JSON.stringify(FIVE[0]);
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const hostile: [what: string, text: string, kept: number | null][] = [
    ['nested beyond measure', `[${entry},{"paper":{"id":"1","title":${deep(50_000)}}},${entry}]`, 2],
    ['brackets without end', '[{"paper":'.repeat(50_000), null],
    ['brackets alone', deep(100_000), null],
    ['broken elements without end', `[${entry}${',{"paper":{"id":"'.repeat(20_000)}`, 1],
    ['quotation marks', `[${entry},${'"'.repeat(40_001)}]`, null],
    ['backslashes', `[${entry},{"paper":{"title":"${'\\'.repeat(40_001)}"}}]`, 1],
    ['names without end', `{${Array.from({ length: 20_000 }, (_, at) => `"n${at}":[1]`).join()}}`, null],
    ['white space', `[${' '.repeat(200_000)}{${' '.repeat(200_000)}`, null],
    ['very many small elements', `[${entry},${'1,'.repeat(10_000)}1]`, 1],
    [
      'one very long element',
      `[{"paper":{"id":"1","title":"x","y":"${'y'.repeat(5_000_000)}"}},${entry}]`,
      1,
    ],
  ];

  test.each(hostile)('%s', (_what, text, kept) => {
    const begun = process.cpuUsage().user;
    const read = readText(text);
    if (kept !== null) expect(read.entries).toHaveLength(kept);
    expect(read.refusal === null).toBe(read.entries.length > 0 || read.quiet !== null);
    expect(read.rejected.length).toBeLessThanOrEqual(1001);
    expect(process.cpuUsage().user - begun).toBeLessThan(10e6);
  });
});

test('any JSON in any place never throws, and costs no entry beside it', () => {
  const [first, , third] = FIVE.map(one => JSON.stringify(one));
  const formats = ALL_FORMATS.map(({ name }) => name);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(...formats), (value, format) => {
      const text = JSON.stringify(value);
      const read = readText(text, { format });
      if (read.refusal === null) expect(read.entries.length > 0 || read.quiet !== null).toBe(true);
      const among = readText(`[${first},${text},${third}]`);
      expect(among.entries.length).toBeGreaterThanOrEqual(2);
      expect(among.entries.length + among.rejected.length).toBe(3);
    }),
    { numRuns: 50 },
  );
});

test('any value in any field never throws, and gives an entry or a reason', () => {
  const fields = [
    'id',
    'title',
    'summary',
    'authors',
    'publishedAt',
    'submittedOnDailyAt',
    'upvotes',
    'ai_keywords',
    'githubRepo',
    'organization',
  ];
  const good = FIVE[0] as { paper: object };
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 2 }), (field, value) => {
      const wrong = { ...good, paper: { ...good.paper, [field]: value } };
      const { entries, rejected } = readText(JSON.stringify([wrong, FIVE[1]]));
      return entries.length >= 1 && entries.length + rejected.length === 2;
    }),
    { numRuns: 50 },
  );
});
