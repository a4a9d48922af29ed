import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { LARGEST_MAIL } from './mail-parts.ts';
import { splitMbox } from './mbox.ts';

/** A mail found on disk. */
export interface FoundMail {
  /** Where it stands. */
  name: string;
  /** Null when it is too large to be read. */
  bytes: Uint8Array | null;
  /** Called when it need not be read again. */
  dealtWith: () => Promise<void>;
}

export interface Finding {
  /** Leaves every mail where it is. */
  keep?: boolean;
  /** Passes over what was read before. */
  unreadOnly?: boolean;
  /** Told of a file that cannot be read; the others are. */
  onProblem: (name: string, error: unknown) => void;
}

/** An mbox is read as one, so that it has to fit into memory. */
const LARGEST_MBOX = 512 * 1024 * 1024;
const nothing = async () => {};

/** The mails of a file (one mail, or an mbox), a Maildir, or any other folder of mails. */
export async function* findMails(path: string, finding: Finding): AsyncGenerator<FoundMail> {
  try {
    if (!(await stat(path)).isDirectory()) yield* mailsOfFile(path);
    else if (await isMaildir(path)) yield* readMaildir(path, finding);
    else yield* mailsOfFolder(path, finding);
  } catch (error) {
    finding.onProblem(path, error);
  }
}

/** The mails in bytes that came from somewhere: one, or those of an mbox. */
export function* mailsIn(name: string, bytes: Uint8Array): Generator<FoundMail> {
  const mails = splitMbox(bytes) ?? [bytes];
  for (const mail of mails) yield { name, bytes: mail, dealtWith: nothing };
}

/** What is new in a Maildir, then what other programs have seen there; read before or not. */
export async function* readMaildir(
  folder: string,
  { keep = false, unreadOnly = false, onProblem }: Finding,
): AsyncGenerator<FoundMail> {
  // Both before any: what was dealt with moves from one to the other.
  const found = [];
  for (const place of ['new', 'cur'])
    for (const name of await namesIn(join(folder, place))) found.push({ place, name });
  for (const { place, name } of found) {
    const seen = place === 'cur' && flagsOf(name).includes('S');
    if (seen && unreadOnly) continue;
    const path = join(folder, place, name);
    const dealtWith = keep || seen ? nothing : () => markSeen(folder, path, name);
    const bytes = await readOne(path, onProblem);
    if (bytes !== undefined) yield { name: path, bytes, dealtWith };
  }
}

async function isMaildir(folder: string): Promise<boolean> {
  const entries = await readdir(folder);
  return entries.includes('new') || entries.includes('cur');
}

async function* mailsOfFolder(folder: string, { onProblem }: Finding): AsyncGenerator<FoundMail> {
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    try {
      if ((await stat(path)).isFile()) yield* mailsOfFile(path);
    } catch (error) {
      onProblem(path, error);
    }
  }
}

async function* mailsOfFile(path: string): AsyncGenerator<FoundMail> {
  const { size } = await stat(path);
  const isMbox = (await startOf(path)) === 'From ';
  if (size > (isMbox ? LARGEST_MBOX : LARGEST_MAIL)) yield { name: path, bytes: null, dealtWith: nothing };
  else yield* mailsIn(path, await readFile(path));
}

async function startOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** In the order of their names, which in a Maildir is that of their arrival; a folder that is not there is empty. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(name => !name.startsWith('.')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null for what is too large, undefined for what is no file, cannot be read, or was moved meanwhile. */
async function readOne(
  path: string,
  onProblem: Finding['onProblem'],
): Promise<Uint8Array | null | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    return found.size > LARGEST_MAIL ? null : await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onProblem(path, error);
    return undefined;
  }
}

/** Moves a mail to `cur/`, marked as seen (https://cr.yp.to/proto/maildir.html). */
async function markSeen(folder: string, path: string, name: string): Promise<void> {
  const [unique = name] = name.split(':2,', 1);
  const flags = [...new Set(`${flagsOf(name)}S`)].sort().join('');
  makeFolder(join(folder, 'cur'));
  try {
    await rename(path, join(folder, 'cur', `${unique}:2,${flags}`));
  } catch (error) {
    // Another process was first.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function flagsOf(name: string): string {
  return /:2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
}
