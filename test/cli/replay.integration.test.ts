import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../support/cli.ts';
import { digest, title } from '../support/digest.ts';

const ADA = 'ada@example.org';
const DATA = ['2026-06-01', '2026-06-02', '2026-06-03'] as const;

interface Side {
  papers: { id: string; title: string; url: string | null; kind: string; key: string }[];
  reason: string | null;
}
interface Replayed {
  beside: string;
  from: string;
  to: string;
  preferences: Record<'before' | 'after', Record<string, unknown>>;
  days: { edition: string; before: Side | null; after: Side; gained: number; lost: number }[];
  gained: { title: string; kind: string; key: string; edition: string }[];
  lost: unknown[];
}

let cli: ReturnType<typeof commandLine>;
// In processes of their own: one that runs others, too, may hold the database open until its memory is tidied up.
beforeAll(async () => {
  cli = commandLine();
  for (const [at, date] of DATA.entries()) {
    writeFileSync(join(cli.folder, `${date}.txt`), digest(title(at + 1)));
    await cli.runAlone('ingest', `${date}.txt`, '--captured-at', date);
  }
  await cli.runAlone('subscribers', 'add', ADA, '--query', '"number 1"', '--confirmed');
  await cli.runAlone('send', '--edition', DATA[0]);
});
afterAll(() => cli.dispose());

const files = () => readdirSync(join(cli.folder, 'data')).sort();
const database = () => readFileSync(join(cli.folder, 'data', 'paperboy.db'));
const replayed = async (...options: string[]) => {
  const run = await cli.runAlone('replay', ADA, '--json', ...options);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run.json() as Replayed;
};
const counts = (days: Replayed['days']) =>
  days.map(({ before, after, gained, lost }) => [
    before && (before.reason ?? before.papers.length),
    after.reason ?? after.papers.length,
    gained,
    lost,
  ]);

it('sets other preferences beside those they have, day by day, and changes nothing', async () => {
  const [held, bytes] = [files(), database()];
  const query = '"language models"';
  const document = await replayed('--last', '3', '--query', query, '--max', '1');
  expect(document).toMatchObject({ beside: 'preferences', from: DATA[0], to: DATA[2] });
  expect(document.preferences.before).toMatchObject({ queries: ['"number 1"'], max: 12 });
  expect(document.preferences.after).toEqual({ ...document.preferences.before, queries: [query], max: 1 });
  expect(counts(document.days)).toEqual([
    [1, 1, 0, 0],
    ['nothing-new', 1, 1, 0],
    ['nothing-new', 1, 1, 0],
  ]);
  expect(document.gained.map(one => [one.title, one.kind, one.key, one.edition])).toEqual([
    [title(2), 'query', query, DATA[1]],
    [title(3), 'query', query, DATA[2]],
  ]);
  expect(document.lost).toEqual([]);

  const told = await cli.runAlone('replay', ADA, '--last', '3', '--query', query);
  expect([told.code, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toContain('3 papers in 3 mails instead of 1 paper in 1 mail.');
  expect(told.stdout).toMatch(/^2026-06-02 +0 +1 +1 +0 {2}before: nothing new$/m);
  expect(told.stdout).toContain(`Gained: 2 papers\n  · ${title(2)}\n      query ${query}, 2026-06-02\n`);
  expect(files()).toEqual(held);
  expect(database().equals(bytes)).toBe(true);
});

it('sets those they have beside the ledger when none are given', async () => {
  const { beside, days, gained, lost } = await replayed('--last', '2', '--edition', DATA[1]);
  expect([beside, gained, lost]).toEqual(['ledger', [], []]);
  expect(counts(days)).toEqual([
    [1, 1, 0, 0],
    [null, 'nothing-new', 0, 0],
  ]);
  const told = await cli.run('replay', ADA, '--last', '2', '--edition', DATA[1]);
  expect(told.stdout).toContain('1 paper in 1 mail on record; the preferences they have would bring 1 paper');
  expect(told.stdout).toContain('on record: nothing was prepared; as they are: nothing new');
});

it.each([
  [1, 'adda@example.org is no subscriber: did you mean ada@example.org?', ['adda@example.org']],
  [1, '`subscribers list` shows who is', ['somebody@elsewhere.example']],
  [2, 'topic "lmm" is unknown: did you mean llm?', [ADA, '--topics', 'lmm']],
  [2, 'Expected a whole number of days from 1 to 31', [ADA, '--last', '32']],
  [2, 'Expected a whole number of days from 1 to 31', [ADA, '--last', '0']],
  [2, '--edition: expected a date', [ADA, '--edition', 'june']],
])('answers with exit code %i and in words: %s', async (code, words, args) => {
  const run = await cli.run('replay', ...args);
  expect([run.code, run.stdout]).toEqual([code, '']);
  expect(run.stderr).toContain(words);
});

it('makes no database where there is none', async () => {
  const empty = commandLine();
  const run = await empty.run('replay', ADA);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain('there is no such database');
  expect(readdirSync(empty.folder)).toEqual([]);
  empty.dispose();
});
