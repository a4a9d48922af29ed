import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { inWords } from '../../../src/store/dialect/sqlite.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { reader } from '../../support/builders.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-dialect-'));
  file = join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a SQLite file', () => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await openStore({ kind: 'sqlite', file });
  });
  afterEach(() => store.close());

  /** Those of `texts` that stand anywhere in the files of the database. */
  function traces(texts: readonly string[]): string[] {
    const bytes = [file, `${file}-wal`].filter(existsSync).map(name => readFileSync(name));
    return texts.filter(text => bytes.some(each => each.includes(text)));
  }

  it('holds nothing of an erased address after scrubbing', async () => {
    // Enough of them, in an order in which split pages keep a copy of an erased one.
    const emails = Array.from(
      { length: 3000 },
      (_, n) => `reader-${((n * 104_003) % 1_000_003).toString(36)}-${n}@example.org`,
    );
    await store.subscribers.insertMany(emails.map(email => reader(email)));
    const erased = emails.filter((_, n) => n % 3 === 0);
    expect(traces(erased)).toEqual(erased);
    await store.transaction(async ({ subscribers }) => {
      for (const email of erased) {
        const row = await subscribers.byKey(email);
        await subscribers.update(row?.num ?? 0, { email: null, addressKey: null, name: null });
      }
    });
    await store.scrub();
    expect(traces(erased)).toEqual([]);
    expect(traces(emails)).toHaveLength(emails.length - erased.length);
  });

  it('says so when another process keeps it locked', () => {
    const other = new DatabaseSync(file);
    const impatient = new DatabaseSync(file);
    impatient.exec('PRAGMA busy_timeout = 0');
    other.exec('BEGIN IMMEDIATE');
    const locked = () => inWords(file, () => impatient.exec('BEGIN IMMEDIATE'));
    expect(locked).toThrow(UserError);
    expect(locked).toThrow(`${file}: the database is locked`);
    other.exec('ROLLBACK');
    for (const handle of [other, impatient]) handle.close();
  });

  it('says so when it cannot be written, or has no room', () => {
    const readOnly = new DatabaseSync(file, { readOnly: true });
    const write = () => inWords(file, () => readOnly.exec("INSERT INTO meta VALUES ('a', 'b')"));
    expect(write).toThrow(UserError);
    expect(write).toThrow(/cannot be written.*permission/);
    readOnly.close();

    const small = new DatabaseSync(file);
    small.exec('PRAGMA max_page_count = 1');
    const fill = () => inWords(file, () => small.exec('CREATE TABLE big AS SELECT zeroblob(1000000)'));
    expect(fill).toThrow(UserError);
    expect(fill).toThrow(/disk is full/);
    small.close();
  });

  it('leaves a mistake in a statement as it is: that is a fault of the program', () => {
    const handle = new DatabaseSync(file);
    const wrong = () => inWords(file, () => handle.exec('SELEC'));
    expect(wrong).toThrow(/syntax error/);
    expect(wrong).not.toThrow(UserError);
    handle.close();
  });
});
