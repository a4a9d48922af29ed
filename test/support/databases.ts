import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStore, openStore } from '../../src/store/store.ts';

/** A database the store's tests run on. A second one joins by a second line in `DATABASES`. */
export interface TestDatabase {
  name: string;
  /** Opens an empty database; `again` opens the same one a second time, as another process would. */
  open: () => Promise<{
    store: OpenStore;
    again: () => Promise<OpenStore>;
    /** Makes the database look as if a program with this schema had written it. */
    pretendSchema: (version: number) => Promise<void>;
    dispose: () => Promise<void>;
  }>;
}

export const DATABASES: readonly TestDatabase[] = [{ name: 'SQLite', open: openSqlite }];

async function openSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  const again = () => openStore({ kind: 'sqlite', file: join(folder, 'test.db') });
  const store = await again();
  return {
    store,
    again,
    pretendSchema: async (version: number) => {
      const { DatabaseSync } = await import('@photostructure/sqlite');
      const raw = new DatabaseSync(join(folder, 'test.db'));
      raw.exec(`UPDATE meta SET value = '${version}' WHERE key = 'schema'`);
      raw.close();
    },
    dispose: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
