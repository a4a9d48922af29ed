import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMANDS } from '../src/cli/commands.ts';
import { envExample } from './support/env-example.ts';
import { commandsIn, headingsOf, linksIn, scriptsIn } from './support/markdown.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'src/README.md',
  'subscribers/README.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
];

function read(file: string): string {
  return readFileSync(join(PROJECT, file), 'utf8');
}

test('.env.example tells of every setting, its meaning and its default, in the order of the program', () => {
  expect(read('.env.example')).toBe(envExample());
});

test.each(PAGES)('%s names only commands that exist', page => {
  const names = COMMANDS.map(({ name }) => name);
  expect(commandsIn(read(page)).filter(name => !names.includes(name))).toEqual([]);
});

test.each(PAGES)('%s names only scripts that exist', page => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scriptsIn(read(page)).filter(name => !(name in scripts))).toEqual([]);
});

test.each(PAGES)('every link and picture of %s leads somewhere', page => {
  const broken = linksIn(read(page)).filter(link => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), decodeURI(path));
    if (!existsSync(join(PROJECT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !headingsOf(read(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('README.md tells of every command', () => {
  const told = commandsIn(read('README.md'));
  expect(COMMANDS.map(({ name }) => name).filter(name => !told.includes(name))).toEqual([]);
});

test('src/README.md has every folder and file of src on its map', () => {
  const map = read('src/README.md');
  const entries = readdirSync(join(PROJECT, 'src'), { withFileTypes: true });
  const names = entries.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  expect(names.filter(name => !map.includes(name))).toEqual(['README.md']);
});

const SAMPLE = `# The Papers: a \`tour\`
Run \`npx paperboy ingest x\`, see [the map](src/README.md#the-map), ![a mail](mail.png "title").
A paperboy delivers; <img src="dark.png">; [elsewhere](https://example.org).
\`\`\`sh
$ npm run demo && node dist/main.js send --json
paperboy --help | less
\`\`\`
`;

test('commands are found in code, not in prose', () => {
  expect(commandsIn(SAMPLE)).toEqual(['ingest', 'send']);
  expect(scriptsIn(SAMPLE)).toEqual(['demo']);
});

test('links within the project and headings are found', () => {
  expect(linksIn(SAMPLE)).toEqual(['src/README.md#the-map', 'mail.png', 'dark.png']);
  expect(headingsOf(SAMPLE)).toEqual(['the-papers-a-tour']);
});
