import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rendering } from '../ingest/snapshot-text.ts';
import { commandLine } from '../support/cli.ts';

let cli: ReturnType<typeof commandLine>;
beforeAll(() => {
  cli = commandLine({ SOURCES: 'inbox' });
  mkdirSync(join(cli.folder, 'subscribers'));
  mkdirSync(join(cli.folder, 'inbox'));
  const search = rendering('semanticscholar-search-2026.json');
  writeFileSync(join(cli.folder, 'search-2026-06-02.json'), search);
  write('title: title, authors: "authors[].name", arxiv: externalIds.ArXiv, abstract: abstrct');
});
afterAll(() => cli.dispose());

function write(mapping: string): void {
  const yaml = `sources:
  - name: Reading group
    location: search-{date}.json
    publishes: mon,thu
    mapping: {items: data, ${mapping}}
`;
  writeFileSync(join(cli.folder, 'subscribers', 'sources.yaml'), yaml);
}

test('sources are listed with what they are and how their last reading went', async () => {
  expect((await cli.run('sources', '--json')).json()).toEqual([
    {
      name: join(cli.folder, 'inbox'),
      location: join(cli.folder, 'inbox'),
      format: null,
      mapping: false,
      publishes: 'daily',
      private: false,
      last: null,
    },
    {
      name: 'Reading group',
      location: join(cli.folder, 'search-{date}.json'),
      format: null,
      mapping: true,
      publishes: 'mon,thu',
      private: false,
      last: null,
    },
  ]);
  expect((await cli.run('sources')).stdout).toMatch(/Reading group\s+mapping\s+mon,thu\s+–\s+not read yet/);
});

test('a source is tried: what it would bring, what leads nowhere; nothing is stored', async () => {
  const tried = await cli.run('sources', 'try', 'Reading group', '--date', '2026-06-02');
  expect(tried.code).toBe(0);
  expect(tried.stdout).toMatch(/2103\.14030 .*Ze Liu \+7 .*Swin Transformer/);
  expect(tried.stdout).toContain('Of 5 papers, so many have: abstract 0, link 0, arXiv id 5,');
  expect(tried.stdout).toContain(
    'nothing stands at "abstrct" (abstract) in any entry; the first has paperId',
  );
  const json = await cli.run('sources', 'try', 'search-2026-06-02.json', '--json');
  expect(json.json()).toMatchObject({
    snapshots: [{ format: 'semantic-scholar', problem: null, entries: expect.any(Array), declared: 5 }],
  });
  expect((await cli.run('papers')).stdout).not.toContain('Swin');
});

test('a name that nobody has, a day without a file and mistakes in the file are told in words', async () => {
  const misspelt = await cli.run('sources', 'try', 'Reading gruop');
  expect(misspelt.code).toBe(2);
  expect(misspelt.stderr).toContain('Or did you mean the source "Reading group"?');
  const missing = await cli.run('sources', 'try', 'Reading group', '--date', '2026-06-03');
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('search-2026-06-03.json: no such file');
  expect((await cli.run('sources', 'try', 'x', '--date', 'June')).stderr).toContain(
    '--date: expected a date',
  );
  write('titel: title');
  const mistaken = await cli.run('sources');
  expect(mistaken.code).toBe(2);
  expect(mistaken.stderr).toContain('sources.yaml:5:28: sources #1 mapping: titel means nothing here');
});

test('a source is ingested by its name, as the file says', async () => {
  write('title: title, abstract: abstract');
  writeFileSync(
    join(cli.folder, 'subscribers', 'sources.yaml'),
    `sources:
  - {name: Today, location: search-2026-06-02.json, mapping: {items: data, title: title, abstract: abstract}}
`,
  );
  const ingested = await cli.run('ingest', 'Today', '--json');
  expect(ingested.json()).toMatchObject({
    snapshots: [{ format: 'json-mapping', status: 'ingested', entries: 5, new: 5 }],
  });
});
