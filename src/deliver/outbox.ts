import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addressFileName } from './file-name.ts';
import type { Transport } from './transport.ts';

/**
 * The transport of an instance without SMTP: `<folder>/<edition>/<address>.eml`. The same message
 * written twice is the same file, so a crash half-way costs nothing and duplicates nothing.
 */
export function outboxTransport(folder: string): Transport {
  return {
    description: 'written to a folder, nobody got mail',
    async hand(edition, message) {
      await writeWhole(join(folder, edition, `${addressFileName(message.envelope.to)}.eml`), message.raw);
      return { state: 'accepted', code: null, reply: 'outbox' };
    },
    close: async () => {},
  };
}

/** Writes a file so that a reader, or a power cut, sees all of it or nothing. Makes its folder. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
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
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}
