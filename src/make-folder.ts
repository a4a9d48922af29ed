import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, for this user alone; one that is there already is fine. Throws the error of the file
 * system, which names the very part of the path that stands in the way.
 */
export function makeFolder(folder: string): void {
  // Not `mkdir` with `recursive`: where no folder can be made, as under /proc, Node 20 tries for ever.
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    // What is put there tells who reads what: that is nobody else's business.
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been first.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
