import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';
import { MistakeError } from '../mistake.ts';
import { pageMistakes } from '../render/page-mistakes.ts';

/** Templates that are part of others. */
const PARTIALS = [
  'layout',
  'notice',
  'tried',
  'people',
  'paper-article',
  'admin-nav',
  'admin-legend',
  'admin-accounts',
  'search-form',
  'pager',
  'list-pager',
];
const ENDING = '.hbs';
const OPTIONS = { strict: true, knownHelpersOnly: true };

/** A view in, a page out: every value is escaped, one that the view lacks throws. */
export type PageTemplates = ReadonlyMap<string, (view: object) => string>;

/**
 * The pages of a folder by their names, compiled: the same texts only once in a process, since that takes longer than to start everything
 * else about the pages. A missing file is a UserError that names it, a mistake in one a MistakeError with its place.
 */
export async function compilePages(folder: string): Promise<PageTemplates> {
  const sources = await readSources(folder);
  const key = JSON.stringify([...sources]);
  const pages = compiled?.key === key ? compiled.pages : await compile(sources);
  compiled = { key, pages };
  return pages;
}

/** What was compiled last. */
let compiled: { key: string; pages: PageTemplates } | null = null;

/** The text of a file that belongs to the program; one that is not there is a UserError that names it. */
export async function readTemplate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot read the template ${file} (${error.code}); it belongs to the program, restore it`,
    );
  });
}

/** Every template by its file. */
async function readSources(folder: string): Promise<Map<string, string>> {
  const found = (await readdir(folder)).filter(file => file.endsWith(ENDING));
  const files = new Set([...PARTIALS.map(name => name + ENDING), ...found].map(file => join(folder, file)));
  const read = [...files].map(async file => [file, await readTemplate(file)] as const);
  return new Map(await Promise.all(read));
}

async function compile(sources: ReadonlyMap<string, string>): Promise<PageTemplates> {
  const { default: handlebars } = await import('handlebars');
  const engine = handlebars.create();
  const pages = new Map<string, (view: object) => string>();
  for (const [file, source] of sources) {
    // Compiling waits for the first page; a mistake is better told before.
    const mistakes = await pageMistakes(source, file, PARTIALS);
    if (mistakes.length > 0) throw new MistakeError(mistakes);
    const name = basename(file, ENDING);
    const template = engine.compile<object>(source, OPTIONS);
    if (PARTIALS.includes(name)) engine.registerPartial(name, template);
    else pages.set(name, template);
  }
  return pages;
}
