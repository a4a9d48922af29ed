import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSources, sourceOn } from '../../../src/ingest/sources/open-sources.ts';
import type { SourceFile } from '../../../src/ingest/sources/source-file.ts';
import { readText } from '../snapshot-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* stream(...chunks: (string | Uint8Array)[]) {
  yield* chunks;
}

async function open(argument: string, stdin = stream()): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for await (const file of openSources(argument, { stdin, now: () => 0, memory: null })) found.push(file);
  return found;
}

function write(name: string, content = name): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a file is read, with its modification time', async () => {
  const path = write('a.txt', 'hello');
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  const [file] = await open(path);
  expect(file).toMatchObject({ name: path, mtime: 1_700_000_000_000, problem: null });
  expect(new TextDecoder().decode(file?.bytes)).toBe('hello');
});

test('a folder gives its files by name, without hidden ones and sub-folders', async () => {
  for (const name of ['b.txt', 'a.txt', '.hidden', 'B.txt']) write(name);
  mkdirSync(join(folder, 'deeper'));
  writeFileSync(join(folder, 'deeper', 'c.txt'), 'c');
  expect((await open(folder)).map(({ name }) => name)).toEqual(
    ['B.txt', 'a.txt', 'b.txt'].map(name => join(folder, name)),
  );
});

test('a file in a folder that cannot be read does not stop the others', async () => {
  write('a.txt');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'b.txt'));
  write('c.txt');
  const files = await open(folder);
  expect(files.map(({ problem }) => problem)).toEqual([null, 'no such file', null]);
});

test('an argument that cannot be read is explained', async () => {
  await expect(open(join(folder, 'nowhere'))).rejects.toThrow(
    /nowhere: no such file\. Expected a file, a folder, an http\(s\) address, or -/,
  );
});

test('a link that leads in a circle is explained', async () => {
  symlinkSync(join(folder, 'there'), join(folder, 'here'));
  symlinkSync(join(folder, 'here'), join(folder, 'there'));
  await expect(open(join(folder, 'here'))).rejects.toThrow(/here: a link that leads in a circle/);
});

test('standard input is read to its end', async () => {
  const [file] = await open('-', stream('he', new TextEncoder().encode('llo')));
  expect(file).toMatchObject({ name: '-', mtime: null, problem: null });
  expect(new TextDecoder().decode(file?.bytes)).toBe('hello');
});

test('what is too large is not read to its end, and refused', async () => {
  let chunks = 0;
  async function* endless() {
    for (;;) {
      chunks++;
      yield new Uint8Array(1024 * 1024).fill(97);
    }
  }
  const [file] = await open('-', endless());
  expect(chunks).toBe(33);
  expect(readText(file?.bytes ?? '').refusal).toMatch(/larger than 32 MiB/);
});

test('{date} in a path or an address is the day', () => {
  expect(sourceOn('inbox/{date}/{date}.txt', '2026-06-02')).toBe('inbox/2026-06-02/2026-06-02.txt');
  expect(sourceOn('https://example.org/p?d={date}', '2026-06-02')).toBe('https://example.org/p?d=2026-06-02');
  expect(sourceOn('-', '2026-06-02')).toBe('-');
});
