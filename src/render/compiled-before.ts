import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Of the templates that come with the program, what `npm run build` made: one file each. */
const FOLDER = new URL('../../dist/templates/', import.meta.url);

/** What MJML made of a text under these options when the program was built; null when it is another text by now. */
export async function compiledBefore(source: string, options: object): Promise<string | null> {
  return readFile(fileOf(source, options), 'utf8').catch(() => null);
}

/** From now on everything is compiled again, until it is kept. */
export async function forgetCompiled(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
}

/** Keeps what MJML made of texts for whoever starts the program from now on. */
export async function keepCompiled(htmls: ReadonlyMap<string, string>, options: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [source, html] of htmls) {
    const file = fileOf(source, options);
    const draft = new URL(`${file.href}.${process.pid}`);
    await writeFile(draft, html);
    // Nobody reads half a mail meanwhile.
    await rename(draft, file);
  }
}

/** Everything that the HTML depends on is in the name: a file is right, or it is another file. */
function fileOf(source: string, options: object): URL {
  const manifest = readFileSync(createRequire(import.meta.url).resolve('mjml/package.json'), 'utf8');
  const hash = createHash('sha256').update(JSON.stringify([source, options, manifest]));
  return new URL(`${hash.digest('hex').slice(0, 32)}.html`, FOLDER);
}
