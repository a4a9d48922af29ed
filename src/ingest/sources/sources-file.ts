import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { checkedYaml } from '../../checked-yaml.ts';
import { plainSource, type Source } from '../../model/source.ts';
import { shownSource } from './http.ts';

/** What `sources.yaml` may say. */
const file = z.strictObject({
  sources: z
    .array(z.strictObject({ name: z.string().min(1), location: z.string().min(1) }))
    .nullable()
    .default([]),
});

/**
 * The sources to read, in order: `locations` as they are, then those of the file, which may be missing. Throws a MistakeError
 * with everything that is wrong in it.
 */
export async function readSources(path: string, locations: readonly string[]): Promise<Source[]> {
  const named = locations.map(location => plainSource(location, shownSource(location)));
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null || text.trim() === '') return named;
  const { sources } = checkedYaml(text, path, file);
  return [...named, ...(sources ?? []).map(({ name, location }) => plainSource(location, name))];
}
