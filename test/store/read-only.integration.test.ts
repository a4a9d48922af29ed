import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { DATABASES, databaseUrl } from '../support/databases.ts';

describe.each(DATABASES)('a database of $name that is only read', ({ fresh }) => {
  it('answers, follows what others write, and refuses every write on every connection', async () => {
    const database = await fresh();
    const url = databaseUrl(database.url);
    const writer = await openStore(url);
    const store = await openStore(url, { readOnly: true });
    try {
      expect(store.migrated.from).toBe(store.migrated.to);
      await writer.notes.set('2026-06-02', 'Good morning', 0);
      expect((await store.notes.current('2026-06-02'))?.text).toBe('Good morning');
      const attempts = Array.from({ length: 12 }, (_, n) => store.editions.open(`2026-06-${10 + n}`, 0));
      const refused = await Promise.allSettled(attempts);
      expect(refused.map(({ status }) => status)).toEqual(attempts.map(() => 'rejected'));
      await expect(store.transaction(tx => tx.editions.open('2026-06-30', 0))).rejects.toThrow();
      expect(await store.editions.newest(10, '2099-01-01')).toEqual([]);
    } finally {
      await store.close();
      await writer.close();
      await database.dispose();
    }
  });

  it('is not migrated: an older one is refused, with what to do', async () => {
    const database = await fresh();
    const url = databaseUrl(database.url);
    try {
      await (await openStore(url)).close();
      await database.run("UPDATE meta SET value = '1' WHERE key = 'schema'");
      await expect(openStore(url, { readOnly: true })).rejects.toThrow(/schema 1,.* paperboy migrate/);
      await database.run("UPDATE meta SET value = '99' WHERE key = 'schema'");
      await expect(openStore(url, { readOnly: true })).rejects.toThrow(/a newer Paperboy wrote it/);
    } finally {
      await database.dispose();
    }
  });
});

it('a backup that nobody has opened yet stays as it is, byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-read-only-'));
  const copy = join(folder, 'copy.db');
  try {
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'live.db') });
    await store.backup(copy);
    await store.close();
    const before = readFileSync(copy);
    const reader = await openStore({ kind: 'sqlite', file: copy }, { readOnly: true });
    expect(await reader.editions.newest(10)).toEqual([]);
    await reader.close();
    expect(readFileSync(copy).equals(before)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('a file that is not there is not made by looking', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-read-only-'));
  const file = join(folder, 'data', 'none.db');
  try {
    await expect(openStore({ kind: 'sqlite', file }, { readOnly: true })).rejects.toThrow(
      `${file}: there is no such database`,
    );
    expect(existsSync(join(folder, 'data'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
