import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { App } from '../app.ts';
import { isUnchanged, type ListFile, listNames, listOrigin, loadList } from '../audience/folder.ts';
import type { ImportReport } from '../audience/import.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { rules } from './audience.ts';
import { note } from './output.ts';

/** The folder of the lists, in the working directory. */
export const LIST_FOLDER = 'subscribers';

const SEE = '`paperboy subscribers list --folder` tells of every row';
/** Most rows of a list that `send` tells of. */
const MOST_TOLD = 20;

/** A list that cannot be read, and why. */
export interface Unreadable {
  name: string;
  problem: string;
}

/** The lists of the folder in their order; none when there is no folder. */
export async function* listsIn(folder: string): AsyncGenerator<ListFile | Unreadable> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') yield { name: '', problem: `cannot be read (${code})` };
    return;
  }
  for (const name of listNames(names)) {
    const path = join(folder, name);
    try {
      // Whoever opens a pipe waits for its other end.
      if ((await stat(path)).isFile()) yield { name, bytes: await readFile(path) };
    } catch (error) {
      yield { name, problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
    }
  }
}

/** What came of one list of the folder. */
export type Loaded = Unreadable | { name: string; report: ImportReport };

/** Adds whoever is new in the folder; tells of the lists that were read. Those read before cost a look at their bytes. */
async function* loadFolder(app: App, folder: string): AsyncGenerator<Loaded> {
  for await (const list of listsIn(folder)) {
    if ('problem' in list) {
      yield list;
      continue;
    }
    const store = await app.store();
    if (await isUnchanged(list, store.lists)) continue;
    const deps = { now: app.clock.now(), rules: await rules(app) };
    try {
      const report = await loadList(list, {
        ...deps,
        store: audienceStore(store),
        lists: store.lists,
        eachPage: async work => {
          // The pages of a service are open meanwhile.
          await setImmediate();
          return store.transaction(tx => work(audienceStore(tx)));
        },
      });
      if (report) yield { name: list.name, report };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      yield { name: list.name, problem: error.message };
    }
  }
}

/** Adds whoever is new in the folder, and tells whoever typed the command, beside its answer. */
export async function addFromFolder(app: App, folder = LIST_FOLDER): Promise<void> {
  for await (const loaded of loadFolder(app, folder)) for (const line of inWords(loaded)) note(line);
}

/** The same for a service: its log names lines and no addresses. */
export async function addFromFolderAndLog(app: App, log: Log, folder = LIST_FOLDER): Promise<void> {
  for await (const loaded of loadFolder(app, folder)) {
    const list = listOrigin(loaded.name);
    if ('problem' in loaded) {
      log.warn({ list }, `a list cannot be read, and nobody of it was added: ${SEE}`);
      continue;
    }
    const { added, rejected, ...report } = loaded.report;
    log.info({ list, added, leftAsTheyAre: leftAlone(report).length }, 'read a list of subscribers');
    if (rejected.length > 0) {
      const lines = rejected.slice(0, MOST_TOLD).map(({ line }) => line);
      log.warn({ list, rows: rejected.length, lines }, `rows are not usable and were passed over: ${SEE}`);
    }
  }
}

function inWords(loaded: Loaded): string[] {
  const list = listOrigin(loaded.name);
  if ('problem' in loaded) return [`${list}: ${loaded.problem}. Nobody of it was added.`];
  const { added, rejected, ...report } = loaded.report;
  const told = [
    ...rejected.map(({ line, reason }) => ({ line, text: reason })),
    ...leftAlone(report).map(({ line, email, is }) => ({ line, text: `${email} ${is}; not added` })),
  ].sort((a, b) => a.line - b.line);
  const more = told.length - MOST_TOLD;
  return [
    ...(added > 0 ? [`${list}: ${added} added.`] : []),
    ...told.slice(0, MOST_TOLD).map(({ line, text }) => `${list}:${line}: ${text}`),
    ...(more > 0 ? [`${list}: and ${more} more; ${SEE}.`] : []),
  ];
}

/** Who gets no mail by this list although it names them, and what they are instead. */
function leftAlone({ known, departed, suppressed, repeated }: Omit<ImportReport, 'added' | 'rejected'>) {
  return [
    ...known
      .filter(({ status }) => status !== 'active')
      .map(({ line, email, status }) => ({ line, email, is: `is ${status}` })),
    ...departed.map(({ line, email }) => ({ line, email, is: 'left for good' })),
    ...suppressed.map(({ line, email, reason }) => ({ line, email, is: `is suppressed (${reason})` })),
    ...repeated.map(({ line, email, firstLine }) => ({
      line,
      email,
      is: `stands on line ${firstLine} already`,
    })),
  ];
}
