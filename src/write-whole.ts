import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** What platforms answer that cannot open or flush a folder. */
const NO_FOLDER_SYNC = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'];

/**
 * Writes a file so that a reader, or a power cut, sees all of it or nothing. Makes its folder.
 * Throws the error of the file system, with the path.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  makeFolder(dirname(file));
  const half = `${file}.${process.pid}.part`;
  try {
    const handle = await open(half, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    // A write to an open file fails without a path: a full disk would have no name.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** Puts the new name itself on the disk. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(codeOf(error))) throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
