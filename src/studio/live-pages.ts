import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Mistake } from '../mistake.ts';
import { pageMistakes } from '../render/page-mistakes.ts';

const ENDING = '.hbs';

/**
 * What is wrong with the templates of pages, by file: `before`, and those at `paths` looked at anew. Whoever shows a page keeps the last one that
 * worked, so only what changes is looked at.
 */
export async function mistakesInPages(
  before: ReadonlyMap<string, readonly Mistake[]>,
  paths: readonly string[],
): Promise<Map<string, readonly Mistake[]>> {
  const found = new Map(before);
  for (const file of paths) {
    if (!file.endsWith(ENDING)) continue;
    const source = await readFile(file, 'utf8').catch(() => null);
    const files = await readdir(dirname(file)).catch(() => []);
    const parts = files.filter(name => name.endsWith(ENDING)).map(name => basename(name, ENDING));
    const mistakes = source === null ? [] : await pageMistakes(source, file, parts);
    if (mistakes.length > 0) found.set(file, mistakes);
    else found.delete(file);
  }
  return found;
}
