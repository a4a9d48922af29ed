import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from '../app.ts';
import type { DatabaseUrl } from '../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { usable } from './settings.ts';

const MB = 1024 * 1024;
/** A day of a large list writes some hundred MB: journal, ledger, archive. */
const LITTLE_ROOM = 1024 * MB;
const NO_ROOM = 100 * MB;
/** The outbox takes a file a mail. */
const FEW_FILES = 1_000;

/** The database, if there is one by now, and the folders that are written to. */
export async function examineDatabase(app: App): Promise<Finding[]> {
  const config = usable(app, 'database');
  if (!config) return [];
  const { databaseUrl } = config;
  if (databaseUrl.kind === 'sqlite') {
    const { file } = databaseUrl;
    const unwritable = await writable('database', dirname(file));
    if (unwritable) return [unwritable];
    if (!(await hasDatabase(databaseUrl)))
      return [ok('database', `There is no database yet: ${file} is made when it is first needed.`)];
  }
  const store = await app.store();
  const { from, to } = store.migrated;
  const damage = await store.damage();
  if (damage !== null) {
    const fix = 'Stop every Paperboy, keep a copy of what is there, and restore a backup.';
    return [fail('database', `${store.name} is damaged: ${damage}.`, fix)];
  }
  const schema = from === to ? `has schema ${to}, as it should` : `was brought from schema ${from} to ${to}`;
  return [ok('database', `${store.name} is sound and ${schema}.`)];
}

/** Whether there is a database: a file is made when it is first needed, a server is there. */
export async function hasDatabase(url: DatabaseUrl): Promise<boolean> {
  return url.kind === 'postgres' || exists(url.file);
}

/** Room on the disk of a folder, for bytes and for files, and whether it can be written to. */
export async function examineFolder(id: string, name: string, folder: string): Promise<Finding[]> {
  const unwritable = await writable(id, folder);
  if (unwritable) return [unwritable];
  const { bavail, bsize, files, ffree } = await statfs(await nearest(folder));
  const room = bavail * bsize;
  const says = `${name} ${folder}: ${Math.floor(room / MB).toLocaleString('en')} MB of the disk are free.`;
  const fix = 'Make room on this disk, or name a folder on another one.';
  if (room < NO_ROOM) return [fail(id, says, fix)];
  // Some file systems count no files, and say 0 of 0.
  if (files > 0 && ffree < FEW_FILES) {
    const few = `${name} ${folder}: the disk has room for ${ffree.toLocaleString('en')} more files (inodes).`;
    return [fail(id, few, 'Remove what holds many small files, or name a folder on another disk.')];
  }
  return [room < LITTLE_ROOM ? warn(id, says, fix) : ok(id, says)];
}

/**
 * How far the clock of the disk is ahead of ours, in milliseconds: a network disk has a clock of its own.
 * Null where nothing can be written.
 */
export async function diskAhead(folder: string, now: () => number): Promise<number | null> {
  return onTrial(await nearest(folder), async file => (await stat(file)).mtimeMs - now()).catch(() => null);
}

/** Writes a small file into a folder, looks at it, and removes it. Throws what the disk says. */
async function onTrial<T>(folder: string, look: (file: string) => Promise<T>): Promise<T> {
  const file = join(folder, `.paperboy-doctor-${process.pid}-${randomUUID()}`);
  try {
    await writeFile(file, 'paperboy', { flush: true });
    return await look(file);
  } finally {
    await rm(file, { force: true }).catch(() => {});
  }
}

/** A failure when nothing can be written to a folder, or to where it would be made. */
async function writable(id: string, folder: string): Promise<Finding | null> {
  const place = await nearest(folder);
  try {
    if (!(await stat(place)).isDirectory()) {
      return fail(
        id,
        `${place} is a file, expected a folder.`,
        'Move the file away, or name another folder.',
      );
    }
    await access(place, constants.W_OK | constants.X_OK);
    // The permissions may be right, and the disk full, over quota, or mounted to be read only.
    await onTrial(place, async () => {});
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix = ['ENOSPC', 'EDQUOT'].includes(code ?? '')
      ? 'Make room on this disk, or name a folder on another one.'
      : 'Give the user who runs Paperboy write permission there, or name another folder.';
    return fail(id, `${place} cannot be written to (${code}).`, fix);
  }
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const parent = dirname(folder);
  return parent === folder || (await exists(folder)) ? folder : nearest(parent);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
