import { createReadStream, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { CalendarDate } from '../../model/date.ts';
import { plainSource, type Source } from '../../model/source.ts';
import { isAddress, shownSource } from './address.ts';
import { type Asking, fetchSource } from './http.ts';
import { readBounded } from './read-bounded.ts';
import { readFrom, type SourceFile, unread } from './source-file.ts';

/** The world around a source. */
export interface SourceIo extends Asking {
  stdin: AsyncIterable<Uint8Array | string>;
}

/** A source as it is on one day: `{date}` in its name is that day. */
export function sourceOn(source: string, day: CalendarDate): string {
  return source.replaceAll('{date}', day);
}

/** The snapshots behind one argument of a command: as a source that is nothing but its location. */
export function openSources(argument: string, io: SourceIo): AsyncGenerator<SourceFile> {
  return openPlace(plainSource(argument, shownSource(argument)), argument, io);
}

/** The snapshots of a source as it is on `day`. */
export function openSource(source: Source, day: CalendarDate, io: SourceIo): AsyncGenerator<SourceFile> {
  return openPlace(source, sourceOn(source.location, day), io);
}

/**
 * The snapshots at one place: a file, the files of a folder in the order of their names (hidden files and sub-folders left
 * out), what an http(s) address answers, or `-` for standard input. A missing or unreadable path is a UserError; an
 * unreadable file in a folder, or an address that gives nothing, is handed over with its `problem`, so that the others are
 * still read.
 */
async function* openPlace(source: Source, place: string, io: SourceIo): AsyncGenerator<SourceFile> {
  if (place === '-') {
    yield readFrom('-', await readBounded(io.stdin), null);
    return;
  }
  if (isAddress(place)) {
    yield await fetchSource(source, place, io);
    return;
  }
  const found = await findSource(place);
  if (found.isDirectory()) {
    yield* folder(place);
    return;
  }
  const file = await readFile(place);
  if (file.problem !== null) throw new UserError(`${place}: ${file.problem}.`);
  yield file;
}

/** What stands at a path. Throws a UserError when there is nothing to read. */
export async function findSource(argument: string): Promise<Stats> {
  return stat(argument).catch((error: unknown) => {
    throw new UserError(
      `${argument}: ${inWords(error)}. Expected a file, a folder, an http(s) address, or - for standard input.`,
    );
  });
}

async function* folder(path: string): AsyncGenerator<SourceFile> {
  const names = await readdir(path).catch((error: unknown) => {
    throw new UserError(`${path}: ${inWords(error)}. Expected a folder that can be read.`);
  });
  for (const name of names.filter(each => !each.startsWith('.')).sort()) {
    const inside = join(path, name);
    const kind = await stat(inside).catch(() => null);
    // A pipe or a device would wait for ever; a link that leads nowhere is a problem worth telling.
    if (kind === null || kind.isFile()) yield await readFile(inside);
  }
}

async function readFile(path: string): Promise<SourceFile> {
  try {
    const found = await stat(path);
    const bytes = await readBounded(createReadStream(path));
    return readFrom(path, bytes, found.isFile() ? found.mtimeMs : null);
  } catch (error) {
    return unread(path, inWords(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'a link that leads in a circle',
  EMFILE: 'too many open files',
  EIO: 'the disk cannot read it',
};

function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
