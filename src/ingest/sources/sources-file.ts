import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkedYaml } from '../../checked-yaml.ts';
import { UserError } from '../../errors.ts';
import { EVERY_DAY, plainSource, type Source } from '../../model/source.ts';
import { isAddress, shownSource } from './address.ts';
import { sourcesSchema, type WrittenSource } from './sources-schema.ts';

/** Where the file is, and the folder from which the paths in it are meant. */
export interface SourcesPlace {
  file: string;
  cwd: string;
}

/**
 * The sources to read, in order: `locations` as they are, then those of the file, which may be missing. A location that the file
 * names, too, is what the file says. Throws a MistakeError with everything that is wrong in it.
 */
export async function readSources(
  { file, cwd }: SourcesPlace,
  locations: readonly string[],
): Promise<Source[]> {
  const written = await readWritten(file);
  const named = written.map(source => sourceOf(source, cwd));
  const others = locations.filter(location => named.every(source => source.location !== location));
  return [...others.map(location => plainSource(location, shownSource(location))), ...named];
}

async function readWritten(file: string): Promise<WrittenSource[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new UserError(`${file} cannot be read (${error.code}): expected the list of sources.`);
  });
  if (text === null || isEmpty(text)) return [];
  return checkedYaml(text, file, sourcesSchema(await formatNames(text))).sources ?? [];
}

/** True for a file of nothing but comments. */
function isEmpty(text: string): boolean {
  return text.split('\n').every(line => /^\s*(?:#|$)/.test(line));
}

/** Only who names a format needs to know which there are: their parsers take time to load. */
async function formatNames(text: string): Promise<string[]> {
  if (!text.includes('format')) return [];
  const { ALL_FORMATS } = await import('../formats/all-formats.ts');
  return ALL_FORMATS.map(({ name }) => name);
}

function sourceOf({ location, publishes, ...rest }: WrittenSource, cwd: string): Source {
  const place = isAddress(location) ? location : resolve(cwd, location);
  return { ...rest, location: place, publishes: publishes ?? EVERY_DAY };
}

const NAME = 'sources.yaml';

/** The file of the working directory, in its folder `subscribers/`; where there is none, the one that came along in `folder`. */
export function sourcesPlace(folder: string, cwd = process.cwd()): SourcesPlace {
  const own = join(cwd, 'subscribers', NAME);
  return { file: existsSync(own) ? own : join(folder, NAME), cwd };
}
