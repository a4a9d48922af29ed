import { createHash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { type EachPage, type ImportReport, importSubscribers } from './import.ts';
import type { AudienceDeps } from './manage.ts';

// The folder `subscribers/` as code: a small team keeps its lists there as files.

/** A list as it lies in the folder. */
export interface ListFile {
  /** Its name in the folder. */
  name: string;
  bytes: Uint8Array;
}

/** Which lists were read before, by name. */
type Lists = Pick<Store['lists'], 'hash' | 'remember'>;

/** What else lies there. */
const NO_LISTS = ['topics.yaml', 'sources.yaml', 'example.csv'];

/** Those of the names of files that are lists of subscribers, in the order in which they count. */
export function listNames(names: readonly string[]): string[] {
  return names
    .filter(name => /^[^.].*\.(csv|tsv|json|ya?ml)$/is.test(name) && !NO_LISTS.includes(name.toLowerCase()))
    .sort();
}

/** How rows of a list are kept on record, and how people are told of it. */
export function listOrigin(name: string): string {
  return `subscribers/${name}`;
}

/** True when nothing of a list was left to do when it was read, and it is still the same. */
export async function isUnchanged(list: ListFile, lists: Lists): Promise<boolean> {
  return (await lists.hash(list.name)) === hashOf(list);
}

/**
 * Adds whoever is new on a list of the folder, as active: the operator vouches for it. Nobody else is changed in any
 * way: who is known, whatever their status, whose address is suppressed, who had themselves erased or moved away. Null
 * when the list was read before. It is read again until each row is usable, and nobody on it waits for a confirmation:
 * who does not confirm in time is forgotten, and may be added then. `eachPage` runs each page in a transaction of its own:
 * one for a long list would keep everybody else from writing. Ended half-way, it is read again.
 */
export async function loadList(
  list: ListFile,
  { lists, eachPage, ...deps }: AudienceDeps & { lists: Lists; eachPage: EachPage },
): Promise<ImportReport | null> {
  if (await isUnchanged(list, lists)) return null;
  const options = { confirmed: true, from: listOrigin(list.name), onlyAdds: true, eachPage };
  const report = await importSubscribers(list.bytes, list.name, deps, options);
  const waits = report.known.some(({ status }) => status === 'pending');
  if (report.rejected.length === 0 && !waits) await lists.remember(list.name, hashOf(list));
  return report;
}

function hashOf({ bytes }: ListFile): string {
  return createHash('sha256').update(bytes).digest('hex');
}
