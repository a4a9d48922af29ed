import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { daysInWords, readDays } from '../../../src/ingest/sources/publishing.ts';
import { readSources, sourcesPlace } from '../../../src/ingest/sources/sources-file.ts';
import { MistakeError } from '../../../src/mistake.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-sources-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(yaml: string, locations: readonly string[] = []) {
  const file = join(folder, 'sources.yaml');
  writeFileSync(file, yaml);
  return readSources({ file, cwd: '/somewhere' }, locations);
}

/** Each mistake as line, column and words. */
async function mistakes(yaml: string): Promise<string[]> {
  const error: unknown = await read(yaml).catch(reason => reason);
  if (!(error instanceof MistakeError)) throw new Error(`expected mistakes, got ${String(error)}`);
  return error.mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

test('everything a source may say', async () => {
  const sources = await read(`
sources:
  - name: One
    location: inbox/today.json
  - name: Two
    location: https://name:secret@example.org/{date}.json
    format: hf-api
    publishes: mon, Thursday
    private: true
  - name: Three
    location: https://example.org/list
    publishes: weekdays
    mapping: {items: data.rows, title: 'meta["dc.title"]', authors: 'people[].name'}
`);
  expect(sources).toMatchObject([
    {
      name: 'One',
      location: '/somewhere/inbox/today.json',
      format: null,
      mapping: null,
      publishes: EVERY_DAY,
      private: false,
    },
    {
      name: 'Two',
      location: 'https://name:secret@example.org/{date}.json',
      format: 'hf-api',
      publishes: [1, 4],
      private: true,
    },
    {
      name: 'Three',
      publishes: [1, 2, 3, 4, 5],
      mapping: { items: 'data.rows', abstract: null, authors: 'people[].name' },
    },
  ]);
});

test('SOURCES come first; a location that the file names, too, is what the file says', async () => {
  const yaml = 'sources:\n  - {name: Lab, location: inbox, publishes: weekdays}\n';
  const sources = await read(yaml, ['/else', '/somewhere/inbox', 'https://a:b@example.org/x']);
  expect(sources.map(({ name, publishes }) => [name, publishes.length])).toEqual([
    ['/else', 7],
    ['https://example.org/x', 7],
    ['Lab', 5],
  ]);
});

test.each(['', '# nothing yet\n\n', 'sources:\n', 'sources: []\n'])('%j names none', async yaml => {
  expect(await read(yaml)).toEqual([]);
});

test('no file is no mistake, and the one that comes along names none', async () => {
  expect(await readSources({ file: join(folder, 'none.yaml'), cwd: folder }, [])).toEqual([]);
  const shipped = new URL('../../../subscribers/sources.yaml', import.meta.url).pathname;
  expect(await readSources({ file: shipped, cwd: folder }, [])).toEqual([]);
});

test('the examples in the file that comes along are right', async () => {
  const shipped = readFileSync(new URL('../../../subscribers/sources.yaml', import.meta.url), 'utf8');
  const examples = shipped
    .slice(shipped.indexOf('#   - name'))
    .replace(/^# ?/gm, '')
    .replace('sources: []', '');
  const sources = await read(`sources:\n${examples}`);
  expect(sources.length).toBeGreaterThan(3);
  expect(sources.some(({ mapping }) => mapping !== null && Object.values(mapping).every(Boolean))).toBe(true);
});

test('the file of the working directory counts, else the one that came along', () => {
  expect(sourcesPlace('/program', folder).file).toBe('/program/sources.yaml');
  mkdirSync(join(folder, 'subscribers'));
  writeFileSync(join(folder, 'subscribers', 'sources.yaml'), '');
  expect(sourcesPlace('/program', folder).file).toBe(join(folder, 'subscribers', 'sources.yaml'));
});

describe('mistakes', () => {
  test('all are told at once, each in its place', async () => {
    const found = await mistakes(`sources:
  - name: A
    location: inbox
    formt: hf-api
    publishes: mon,thurs
  - name: a
    location: ftp://x.example
    format: hf-apo
    private: yes please
  - name: https://example.org
    location: '-'
    format: rss
    mapping: {items: 'a[', titel: t}
`);
    expect(found.sort()).toEqual([
      expect.stringMatching(/^10:11 sources #3 name: expected a name, not an address$/),
      expect.stringMatching(/^11:15 sources #3 location: expected a folder, a file or an http\(s\) address$/),
      expect.stringMatching(/^12:13 sources #3 format: a source has a format or a mapping, not both/),
      expect.stringMatching(/^13:14 sources #3 mapping title: expected a path, like meta.title$/),
      expect.stringMatching(/^13:22 sources #3 mapping items: this is no path/),
      expect.stringMatching(/^13:28 sources #3 mapping: titel means nothing here: did you mean title\?/),
      expect.stringMatching(/^4:5 sources #1: formt means nothing here: did you mean format\?/),
      expect.stringMatching(/^5:16 sources #1 publishes: expected daily, weekdays, or days such as mon,thu$/),
      expect.stringMatching(/^6:11 sources #2 name: "a" is already a source above$/),
      expect.stringMatching(/^7:15 sources #2 location: expected a folder, a file or an http/),
      expect.stringMatching(/^8:13 sources #2 format: there is no format "hf-apo"; did you mean hf-api\?/),
      expect.stringMatching(/^9:14 sources #2 private: expected true or false$/),
    ]);
  });

  test.each([
    ['sources: 5', /expected a list of sources/],
    ['- name: A', /expected the sources by name/],
    ['source:\n  - name: A', /source means nothing here: did you mean sources\?/],
    ['sources:\n  - inbox', /expected a source by name/],
    ['sources:\n  - {name: A}', /location: expected a folder, a file or an http\(s\) address/],
    ['sources: [', /./],
  ])('%s', async (yaml, words) => {
    expect((await mistakes(yaml)).join('\n')).toMatch(words);
  });
});

test('days are read as they are written', () => {
  for (const days of ['daily', 'weekdays', 'mon,thu', 'sat,sun', 'fri']) {
    expect(daysInWords(readDays(days) ?? [])).toBe(days);
  }
  for (const wrong of ['', 'm', 'daily,mon', 'monday tuesdays', '1,2']) expect(readDays(wrong)).toBeNull();
});
