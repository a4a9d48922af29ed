import { expect, it } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { paper } from '../../support/builders.ts';
import { DATABASES, databaseUrl } from '../../support/databases.ts';

/** Takes away what the migration adds, and what came after it. */
const BEFORE = `
  DROP TABLE source;
  DROP TABLE reading;
  DROP TABLE paper_update;
  DROP TABLE action;
  ALTER TABLE snapshot DROP COLUMN status;
  ALTER TABLE snapshot DROP COLUMN declared;
  ALTER TABLE snapshot DROP COLUMN forgotten_at;
  ALTER TABLE paper DROP COLUMN venue;
  ALTER TABLE paper DROP COLUMN origins;
  ALTER TABLE paper DROP COLUMN withdrawn_on;
  ALTER TABLE paper DROP COLUMN hidden_at;
  ALTER TABLE paper DROP COLUMN hidden_why;
  ALTER TABLE paper DROP COLUMN shown;
  ALTER TABLE subscriber DROP COLUMN updates;
  ALTER TABLE edition DROP COLUMN approved_at;
  ALTER TABLE edition DROP COLUMN previewed_at;
  DROP INDEX delivery_by_answer;
  DROP TABLE learned;
  DROP TABLE taste;
  ALTER TABLE paper DROP COLUMN authors;
  ALTER TABLE paper DROP COLUMN hints;
  ALTER TABLE subscriber DROP COLUMN outside;
  ALTER TABLE subscriber DROP COLUMN learn_opened;
  UPDATE paper SET indexed = 1;
  UPDATE meta SET value = '4' WHERE key = 'schema';
`;

for (const database of DATABASES) {
  it(`brings an older database on ${database.name} up to date, whole or not at all`, async () => {
    const { url, run, dispose } = await database.fresh();
    const open = () => openStore(databaseUrl(url));
    const first = await open();
    const [num = 0] = await first.papers.insert([paper({ id: 'a', organisation: 'DeepMind' })]);
    await first.close();
    await run(BEFORE);

    // Half-way there: the tables before are made, this one cannot be.
    await run('CREATE TABLE taste (subscriber integer)');
    await expect(open()).rejects.toThrow(/taste/);
    await run('DROP TABLE taste');

    const store = await open();
    expect(store.migrated).toEqual({ from: 4, to: first.migrated.to });
    expect(await store.papers.byNums([num])).toMatchObject([
      { id: 'a', organisation: 'DeepMind', authors: [], hints: [] },
    ]);
    // For the words of names, which the index did not hold.
    expect(await store.search.waiting(10)).toEqual([num]);
    await store.close();
    await dispose();
  });
}
