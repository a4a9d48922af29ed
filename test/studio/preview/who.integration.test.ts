import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { readState } from '../../../src/studio/preview/state.ts';
import { choose, peopleBeginning } from '../../../src/studio/preview/who.ts';
import { reader } from '../../support/builders.ts';
import { DATABASES } from '../../support/databases.ts';

describe.each(DATABASES)('somebody to look at, on $name', ({ fresh }) => {
  it('is found by whatever is typed, or told to be nobody', async () => {
    const database = await fresh();
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-who-'));
    const app = createApp({
      env: { DATABASE_URL: database.url, PUBLIC_URL: 'http://localhost:8080' },
      cwd: folder,
    });
    try {
      const sources = { parts: await app.parts(), live: { readers: async () => [] } };
      await sources.parts.store.subscribers.insert(reader('ada@example.org', {}));
      const kind = async (who: string) => (await choose(sources, who)).kind;
      expect([await kind('1'), await kind('ada@example.org')]).toEqual(['reader', 'reader']);
      for (const who of ['0', '2147483647', '2147483648', '9'.repeat(15), '9'.repeat(400)])
        expect(await kind(who), who).toBe('nobody');

      const found = async (query: string) =>
        peopleBeginning(sources, readState(new URLSearchParams(query)).find);
      for (const find of ['', 'ada', '%00ada', 'A%00da'])
        expect(await found(`find=${find}`), find).toMatchObject([{ people: [{ who: 'ada@example.org' }] }]);
      for (const find of ['%25', '_', "'", '\u{10ffff}', '%ff'])
        expect(await found(`find=${find}`), find).toEqual([]);
    } finally {
      await app.close();
      await database.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
