import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { addressFileName } from './file-name.ts';
import { type Transport, taken } from './transport.ts';

/** Errors that concern one name only: the next recipient's file may well be written. */
const OF_ONE_NAME: Readonly<Record<string, string>> = {
  EISDIR: 'a folder stands in its place',
  ENAMETOOLONG: 'the name is too long for this disk',
  EINVAL: 'this disk does not take such a name',
};
/** What platforms answer that cannot open or flush a folder. */
const NO_FOLDER_SYNC = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'];

/**
 * The transport of an instance without SMTP: `<folder>/<edition>/<address>.eml`. The same message
 * written twice is the same file, so a crash half-way costs nothing and duplicates nothing. A name
 * that cannot be written is `rejected`; a folder that cannot be written throws.
 */
export function outboxTransport(folder: string): Transport {
  return {
    description: 'written to a folder, nobody got mail',
    relay: 'outbox',
    concurrency: 20,
    perSecond: null,
    idempotent: true,
    async hand(edition, message, commit) {
      if (!(await commit())) return null;
      const file = join(folder, edition, `${addressFileName(message.envelope.to)}.eml`);
      // Outside of the try: the same errors at the folder concern everybody.
      makeFolder(dirname(file));
      try {
        await writeWhole(file, message.raw);
      } catch (error) {
        const reason = OF_ONE_NAME[codeOf(error)];
        if (reason === undefined) throw error;
        const reply = `outbox: ${file} cannot be written: ${reason}`;
        return { class: 'ours', phase: null, code: null, enhanced: null, reply, final: true };
      }
      return taken('outbox');
    },
    close: async () => {},
  };
}

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
