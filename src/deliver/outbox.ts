import { dirname, join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { writeWhole } from '../write-whole.ts';
import { addressFileName } from './file-name.ts';
import { type Transport, taken } from './transport.ts';

/** Errors that concern one name only: the next recipient's file may well be written. */
const OF_ONE_NAME: Readonly<Record<string, string>> = {
  EISDIR: 'a folder stands in its place',
  ENAMETOOLONG: 'the name is too long for this disk',
  EINVAL: 'this disk does not take such a name',
};
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
