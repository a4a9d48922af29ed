import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipWith, gzip as gzipWith } from 'node:zlib';
import { writeWhole } from '../../write-whole.ts';
import { MAX_BYTES } from '../decode.ts';

const gzip = promisify(gzipWith);
const gunzip = promisify(gunzipWith);

/** A snapshot as it is kept: a file by the SHA-256 (hexadecimal) of its bytes. */
export interface KeptFile {
  hash: string;
  /** Packed, in bytes. */
  size: number;
  /** When it was kept, in milliseconds. */
  at: number;
}

/** What is known of a snapshot's bytes: there, not there (any more), or not what was kept. */
export type KeptBytes = { bytes: Uint8Array } | { problem: string };

/** The bytes of snapshots on disk, so that what was made of them can be made again. */
export interface Keep {
  /** Keeps the bytes of a snapshot; what is kept already stays as it is. Why they could not be kept, in words; null when they are. */
  put: (bytes: Uint8Array) => Promise<string | null>;
  /** Puts what was refused of a source aside for people to look at: the newest of each, of not too many sources. Never throws. */
  putAside: (source: string, bytes: Uint8Array) => Promise<void>;
  get: (hash: string) => Promise<KeptBytes>;
  /** All that is kept, in no order. */
  list: () => Promise<KeptFile[]>;
  remove: (hash: string) => Promise<void>;
}

/** Enough of what was refused to see what it is. */
const ASIDE_BYTES = 1024 * 1024;
const MOST_ASIDE = 50;

/** SHA-256 of a snapshot's bytes, hexadecimal: its name in the database, too. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Opens the folder snapshots are kept in; it is made with the first of them. */
export function openKeep(folder: string): Keep {
  const fileOf = (hash: string) => join(folder, hash.slice(0, 2), `${hash}.gz`);

  async function read(hash: string): Promise<KeptBytes> {
    try {
      const bytes = await gunzip(await readFile(fileOf(hash)), { maxOutputLength: MAX_BYTES });
      if (hashOf(bytes) === hash) return { bytes };
      return { problem: `${fileOf(hash)} is damaged: it holds other bytes than were kept` };
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') return { problem: 'its bytes are gone' };
      return { problem: `${fileOf(hash)} is damaged or cannot be read (${code})` };
    }
  }

  return {
    async put(bytes) {
      const hash = hashOf(bytes);
      // What was damaged on disk is made good by whoever brings it again.
      if ('bytes' in (await read(hash))) return null;
      try {
        await writeWhole(fileOf(hash), await gzip(bytes));
        return null;
      } catch (error) {
        return `its bytes could not be kept in ${folder} (${codeOf(error)}).`;
      }
    },

    async putAside(source, bytes) {
      const aside = join(folder, 'refused');
      try {
        await writeWhole(join(aside, asideName(source)), bytes.subarray(0, ASIDE_BYTES));
        await keepNewest(aside);
      } catch {
        // It is a help for people: no reason to stop.
      }
    },

    get: read,

    async list() {
      const shelves = await names(folder);
      const files = await Promise.all(
        shelves
          .filter(shelf => /^[0-9a-f]{2}$/.test(shelf))
          .map(async shelf => (await names(join(folder, shelf))).map(name => join(folder, shelf, name))),
      );
      const found: KeptFile[] = [];
      for (const file of files.flat()) {
        const hash = /([0-9a-f]{64})\.gz$/.exec(file)?.[1];
        const facts = hash ? await stat(file).catch(() => null) : null;
        if (hash && facts) found.push({ hash, size: facts.size, at: facts.mtimeMs });
      }
      return found;
    },

    remove: hash => rm(fileOf(hash), { force: true }),
  };
}

/** A name that tells people which source it was, and that no other source has. */
function asideName(source: string): string {
  const plain = source.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-80);
  return `${plain}-${hashOf(Buffer.from(source)).slice(0, 8)}`;
}

async function keepNewest(folder: string): Promise<void> {
  const files = (await names(folder)).map(name => join(folder, name));
  if (files.length <= MOST_ASIDE) return;
  const dated = await Promise.all(files.map(async file => ({ file, at: (await stat(file)).mtimeMs })));
  dated.sort((a, b) => b.at - a.at);
  for (const { file } of dated.slice(MOST_ASIDE)) await rm(file, { force: true });
}

/** What stands in a folder; nothing where there is none. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
