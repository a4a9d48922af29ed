import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textsOf } from '../../src/cli/labelled-papers.ts';
import { writeThresholds } from '../../src/cli/topics-calibrate.ts';
import { titleKey } from '../../src/ingest/identity/title-key.ts';
import { paper } from '../support/builders.ts';
import { SQLITE } from '../support/databases.ts';

const CHANGES = [{ topic: 'a', proposed: 0.4 }];
const BEFORE = 'topics:\n  - id: a\n    name: A\n    terms: [x]\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-calibrate-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a catalogue gets its thresholds whole: where a link leads, with the rights it had, and nothing left beside it', async () => {
  const [file, link] = [join(folder, 'real.yaml'), join(folder, 'topics.yaml')];
  writeFileSync(file, BEFORE);
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  const { ino } = statSync(file);
  await writeThresholds(link, CHANGES);
  expect(readFileSync(link, 'utf8')).toBe(BEFORE.replace('    terms', '    threshold: 0.4\n    terms'));
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o640);
  // Put in its place, not written over: what is cut off half-way was the other file.
  expect(statSync(file).ino).not.toBe(ino);
  expect(readdirSync(folder).sort()).toEqual(['real.yaml', 'topics.yaml']);
});

test('a catalogue with letters that are not UTF-8 stays as it is, to the byte', async () => {
  const file = join(folder, 'topics.yaml');
  const latin = Buffer.from(`# caf\u00e9\n${BEFORE}`, 'latin1');
  writeFileSync(file, latin);
  await expect(writeThresholds(file, CHANGES)).rejects.toThrow('nothing is written');
  expect(readFileSync(file).equals(latin)).toBe(true);
});

test('labelled papers are judged as the program would: by what sources say they are about, too', async () => {
  const { store, dispose } = await SQLITE.open();
  try {
    const stored = paper({ id: 'x', title: 'Some remarks', abstract: 'A', hints: ['arxiv:cs.RO'] });
    const [num = 0] = await store.papers.insert([stored]);
    await store.papers.setKeys(new Map([[`title:${titleKey(stored.title)}`, num]]));
    const label = { topics: [], optional: [] };
    expect(
      await textsOf(store, [
        { ...label, title: 'Some Remarks' },
        { ...label, title: 'Another', abstract: 'B' },
      ]),
    ).toEqual([
      { title: 'Some Remarks', abstract: 'A', hints: ['arxiv:cs.RO'] },
      { title: 'Another', abstract: 'B', hints: [] },
    ]);
  } finally {
    await dispose();
  }
});
