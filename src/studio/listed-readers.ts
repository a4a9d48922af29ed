import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listNames } from '../audience/folder.ts';
import { subscriberOfRow } from '../audience/import-row.ts';
import type { PreferenceRules } from '../audience/preferences.ts';
import { readList } from '../audience/read-list.ts';
import { UnreadableList } from '../audience/unreadable-list.ts';
import { UserError } from '../errors.ts';
import type { Mistake } from '../mistake.ts';
import { MADE_UP } from '../pipeline/preview.ts';
import type { ListedReader } from './live.ts';

const EXAMPLES = 'example.csv';

/** Everybody on the lists of a folder, and what is wrong with the lists. */
export interface Listed {
  readers: ListedReader[];
  mistakes: Mistake[];
}

/** Reads the lists of a folder, the examples first: what is usable, as people who confirmed at `now`, and what is not. */
export async function listedReaders(folder: string, rules: PreferenceRules, now: number): Promise<Listed> {
  const names = await readdir(folder).catch(() => []);
  const lists = [...names.filter(name => name === EXAMPLES), ...listNames(names)];
  const all = await Promise.all(lists.map(name => readersOf(folder, name, rules, now)));
  return {
    readers: all.flatMap(({ readers }) => readers),
    mistakes: all.flatMap(({ mistakes }) => mistakes),
  };
}

async function readersOf(folder: string, name: string, rules: PreferenceRules, now: number): Promise<Listed> {
  const file = join(folder, name);
  const listed: Listed = { readers: [], mistakes: [] };
  const wrong = (line: number | null, message: string, column: number | null = null) =>
    listed.mistakes.push({ file, line, column, message });
  try {
    // Whoever opens a pipe waits for its other end.
    if (!(await stat(file)).isFile()) return listed;
    for await (const row of readList(await readFile(file), name)) {
      const { line } = row;
      if ('problem' in row) wrong(line, row.problem);
      else {
        try {
          const { addressKey, ...subscriber } = subscriberOfRow(row.values, rules, true, now);
          listed.readers.push({ file: name, line, subscriber: { num: MADE_UP, ...subscriber } });
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          wrong(line, error.message);
        }
      }
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const { line, column } = error instanceof UnreadableList ? error : { line: null, column: null };
    wrong(line, code ? `cannot be read (${code})` : message, column);
  }
  return listed;
}
