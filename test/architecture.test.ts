import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Sources, violations } from './support/architecture.ts';

const PROJECT = new URL('..', import.meta.url);

/** Files of the project below `folder` whose names end in one of `endings`, with their text. */
function read(folder: string, ...endings: string[]): Sources {
  const names = readdirSync(new URL(folder, PROJECT), { recursive: true, encoding: 'utf8' });
  const files = names
    .filter(name => endings.some(ending => name.endsWith(ending)))
    .map(name => `${folder}/${name}`);
  return new Map(files.map(file => [file, readFileSync(new URL(file, PROJECT), 'utf8')]));
}

test('the sources keep the rules of the architecture', () => {
  const sources = read('src', '.ts');
  expect(sources.size).toBeGreaterThan(20);
  expect(violations(sources)).toEqual([]);
});

const planted: [rule: string, file: string, text: string][] = [
  ['a stage imports another', 'src/plan/a.ts', "import { b } from '../render/b.ts';"],
  ['a stage imports another for a type', 'src/plan/a.ts', "import type { B } from '../render/b.ts';"],
  ['the model imports a stage', 'src/model/a.ts', "export { b } from '../plan/b.ts';"],
  ['a stage imports the pipeline', 'src/deliver/a.ts', "import '../pipeline.ts';"],
  ['a stage loads a shell later', 'src/deliver/a.ts', "const x = await import('../cli/run.ts');"],
  ['a stage opens the store', 'src/match/a.ts', "import {\n  type A,\n  open,\n} from '../store/store.ts';"],
  ['a shell opens the store', 'src/cli/a.ts', "import { openStore } from '../store/store.ts';"],
  ['a web page imports a command', 'src/web/a.ts', "import { run } from '../cli/run.ts';"],
  ['a stage asks for the configuration', 'src/render/a.ts', "import type { Config } from '../config.ts';"],
  ['SQL outside the store', 'src/plan/a.ts', "import { sql } from 'kysely';"],
  ['the environment is read elsewhere', 'src/cli/a.ts', 'const home = process.env.HOME;'],
  ['a stage looks at the clock', 'src/plan/a.ts', 'const at = new Date();'],
  ['a stage waits', 'src/ingest/a.ts', 'setTimeout(() => {}, 9);'],
  ['a dialect outside its file', 'src/store/a.ts', "db.run('PRAGMA user_version');"],
  ['the type checker is escaped', 'src/plan/a.ts', 'const x = (y as any).z;'],
  ['the type checker is escaped twice', 'src/plan/a.ts', 'const x = y as unknown as string;'],
  ['a name says nothing', 'src/plan/utils.ts', ''],
  ['a folder says nothing', 'src/helpers/a.ts', ''],
  ['a file is a book', 'src/plan/a.ts', ';\n'.repeat(301)],
  ['a word of others', 'src/plan/a.ts', '// starts a campaign'],
  ['a default export', 'src/plan/a.ts', 'export default 1;'],
];

test.each(planted)('noticed: %s', (_rule, file, text) => {
  expect(violations(new Map([[file, text]]))).not.toEqual([]);
});

test('it is noticed when files import each other in a circle', () => {
  const circle = new Map([
    ['src/plan/a.ts', "import { b } from './b.ts';"],
    ['src/plan/b.ts', "import { c } from './c.ts';"],
    ['src/plan/c.ts', "import { a } from './a.ts';"],
  ]);
  expect(violations(circle)).toEqual([
    'src/plan/a.ts → src/plan/b.ts → src/plan/c.ts → src/plan/a.ts is a circle',
  ]);
});

const allowed: [what: string, file: string, text: string][] = [
  ['a stage names a type of the store', 'src/plan/a.ts', "import type { Store } from '../store/store.ts';"],
  ['a command loads a stage later', 'src/cli/a.ts', "await import('../match/match.ts');"],
  ['the store speaks its dialect', 'src/store/dialect.ts', "import { sql } from 'kysely'; // PRAGMA"],
  ['a comment tells of the clock', 'src/plan/a.ts', '// never new Date() in here\nconst day = new Date(at);'],
];

test.each(allowed)('allowed: %s', (_what, file, text) => {
  expect(violations(new Map([[file, text]]))).toEqual([]);
});

test('templates use the words of the glossary', () => {
  const templates = read('templates', '.mjml', '.hbs', '.txt', '.html');
  for (const [file, text] of templates) expect(text, file).not.toMatch(/campaign|blacklist|\bdumps?\b/i);
});
