import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../errors.ts';
import { readTheme, type Theme, themeFile } from '../../render/theme.ts';

/** A theme as its file is by now. */
export interface FoundTheme {
  /** Name of its file in `templates/themes`; empty for the one in use where it is none of these. */
  id: string;
  file: string;
  isUsed: boolean;
  /** Null where the file does not work; `wrong` says why. */
  theme: Theme | null;
  wrong: string;
}

/** What somebody may ask for: names of files, and nothing else. */
const ID = /^[a-z0-9][\w.-]{0,40}$/i;
const ENDING = '.yaml';

/** The themes there are: the one in use first, the others by name. One that does not work is among them. */
export async function themesIn(templates: string): Promise<FoundTheme[]> {
  const folder = join(templates, 'themes');
  const names = (await readdir(folder).catch((): string[] => [])).filter(name => name.endsWith(ENDING));
  const ids = names.map(name => name.slice(0, -ENDING.length)).filter(id => ID.test(id));
  const used = await found('', themeFile(templates));
  const themes = await Promise.all(ids.sort().map(id => found(id, join(folder, id + ENDING))));
  const same = used.theme && themes.find(({ theme }) => isDeepStrictEqual(theme, used.theme));
  const first = same ?? used;
  return [{ ...first, isUsed: true }, ...themes.filter(one => one !== first)];
}

async function found(id: string, file: string): Promise<FoundTheme> {
  try {
    return { id, file, isUsed: false, theme: await readTheme(file), wrong: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id, file, isUsed: false, theme: null, wrong: error.message };
  }
}
