import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, openKeep } from '../../../src/ingest/keep/keep.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-keep-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const fileOf = (hash: string) => join(folder, hash.slice(0, 2), `${hash}.gz`);

test('bytes are kept under their hash, packed, and come back as they were', async () => {
  const keep = openKeep(folder);
  const page = bytes('Daily Papers\n'.repeat(1000));
  const hash = hashOf(page);
  expect(await keep.put(page)).toBeNull();
  expect(await keep.get(hash)).toEqual({ bytes: Buffer.from(page) });
  expect(statSync(fileOf(hash)).size).toBeLessThan(1000);
  expect(readdirSync(join(folder, hash.slice(0, 2)))).toEqual([`${hash}.gz`]);
  expect(await keep.list()).toEqual([{ hash, size: statSync(fileOf(hash)).size, at: expect.any(Number) }]);
  await keep.remove(hash);
  await keep.remove(hash);
  expect(await keep.get(hash)).toEqual({ problem: 'its bytes are gone' });
  expect(await keep.list()).toEqual([]);
});

test('what is kept already is not written again', async () => {
  const keep = openKeep(folder);
  await keep.put(bytes('a page'));
  const file = fileOf(hashOf(bytes('a page')));
  utimesSync(file, 1000, 1000);
  await keep.put(bytes('a page'));
  expect(statSync(file).mtimeMs).toBe(1_000_000);
});

test('a damaged file is noticed, and made good by the same bytes', async () => {
  const keep = openKeep(folder);
  const [page, other] = [bytes('a page'), bytes('another')];
  const hash = hashOf(page);
  await keep.put(page);
  await keep.put(other);
  writeFileSync(fileOf(hash), 'no gzip');
  expect(await keep.get(hash)).toEqual({ problem: expect.stringMatching(/is damaged or cannot be read/) });
  writeFileSync(fileOf(hash), readFileSync(fileOf(hashOf(other))));
  expect(await keep.get(hash)).toEqual({ problem: expect.stringMatching(/other bytes than were kept/) });
  expect(await keep.put(page)).toBeNull();
  expect(gunzipSync(readFileSync(fileOf(hash))).toString()).toBe('a page');
});

test('where nothing can be written, it is told', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const keep = openKeep(join(file, 'snapshots'));
  expect(await keep.put(bytes('a page'))).toMatch(/^its bytes could not be kept in .* \(E[A-Z]+\)\.$/);
  await keep.putAside('a', bytes('a page'));
  expect(await keep.list()).toEqual([]);
});

test('of what is refused, the newest of each source is put aside, of fifty sources at most', async () => {
  const keep = openKeep(folder);
  await keep.putAside('https://example.org/{date}?q=a&b', bytes('first'));
  await keep.putAside('https://example.org/{date}?q=a&b', bytes('second'));
  const names = readdirSync(join(folder, 'refused'));
  expect(names).toEqual([expect.stringMatching(/^https_example\.org_date_q_a_b-[0-9a-f]{8}$/)]);
  utimesSync(join(folder, 'refused', names[0] ?? ''), 1, 1);
  for (let source = 0; source < 50; source++) await keep.putAside(`/inbox/${source}.txt`, bytes('x'));
  const left = readdirSync(join(folder, 'refused'));
  expect(left).toHaveLength(50);
  expect(left).not.toContain(names[0]);
  expect(await keep.list()).toEqual([]);
});
