import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { MistakeError } from '../mistake.ts';
import { pageMistakes } from '../render/page-mistakes.ts';

/** What the pages of the studio are made of. */
export interface Assets {
  /** Templates by the name of their file. */
  pages: ReadonlyMap<string, (view: object) => string>;
  style: string;
  script: string;
  /** What is wrong with the files as they are by now; empty when all this is made of them. */
  broken: string;
}

/** These come first, whatever the others are called. */
const FIRST = 'studio';

/**
 * Reads `templates/studio` once, and again when `version` has risen. Any file is a page, and a part of others by its name;
 * style sheets are joined to one, and so are scripts, each in a block of its own. Where a file does not work any more, the last that
 * did stay. Throws a UserError where there is none yet.
 */
export function assetsIn(folder: string, version: () => number): () => Promise<Assets> {
  let read: { version: number; assets: Promise<Assets> } | null = null;
  return () => {
    const now = version();
    if (read?.version === now) return read.assets;
    const last = read?.assets;
    const assets = readAssets(folder).catch(async (error: unknown) => {
      if (!last || !(error instanceof UserError)) throw error;
      return { ...(await last), broken: error.message };
    });
    read = { version: now, assets };
    return assets;
  };
}

async function readAssets(folder: string): Promise<Assets> {
  const { default: handlebars } = await import('handlebars');
  const files = (await readdir(folder).catch(error => missing(folder, error))).sort();
  const textsOf = async (ending: string) => {
    const names = files.filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length));
    const ordered = [...names.filter(name => name === FIRST), ...names.filter(name => name !== FIRST)];
    return Promise.all(
      ordered.map(async name => {
        const file = join(folder, name + ending);
        return { name, file, text: await readFile(file, 'utf8').catch(error => missing(file, error)) };
      }),
    );
  };

  const engine = handlebars.create();
  const options = { strict: true, knownHelpersOnly: true };
  const pages = new Map<string, (view: object) => string>();
  const templates = await textsOf('.hbs');
  const names = templates.map(({ name }) => name);
  for (const { name, file, text } of templates) {
    // Compiling waits for the first page; a mistake is better told before.
    const mistakes = await pageMistakes(text, file, names);
    if (mistakes.length > 0) throw new MistakeError(mistakes);
    const page = engine.compile<object>(text, options);
    engine.registerPartial(name, page);
    pages.set(name, page);
  }
  const styles = await textsOf('.css');
  const scripts = await textsOf('.js');
  return {
    pages,
    style: styles.map(({ text }) => text).join('\n'),
    script: scripts.map(({ text }) => `{\n${text}}\n`).join(''),
    broken: '',
  };
}

function missing(place: string, error: NodeJS.ErrnoException): never {
  throw new UserError(`cannot read ${place} (${error.code}); it belongs to the program, restore it`);
}
