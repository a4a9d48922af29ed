import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../src/make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a folder with those above it, and takes one that is there', () => {
  const deep = join(folder, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  makeFolder('.');
  expect(statSync(deep).isDirectory()).toBe(true);
  // Nobody else's business.
  expect(statSync(deep).mode & 0o077).toBe(0);
});

it('names the file that stands in the way', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'sub'), join(file, 'sub', 'deeper')]) {
    expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'EEXIST', path: file }));
  }
});

it('ends at links that lead nowhere or in a circle', () => {
  symlinkSync(join(folder, 'nowhere'), join(folder, 'lost'));
  symlinkSync(join(folder, 'circle'), join(folder, 'circle'));
  for (const name of ['lost', 'circle']) {
    expect(() => makeFolder(join(folder, name, 'sub'))).toThrow(/EEXIST/);
  }
});

it.skipIf(!existsSync('/proc/self'))('ends where no folder can be made', () => {
  expect(() => makeFolder('/proc/paperboy/a/b')).toThrow(/ENOENT/);
});
