import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Runs `paperboy` with `words`: what it printed, and every file that Node loaded for it. */
function run(...words: string[]): { output: string; loaded: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-help-'));
  try {
    // Coverage is the one list of loaded files that knows both kinds of modules on every Node.
    const env = { PATH: process.env.PATH, NODE_V8_COVERAGE: folder };
    const output = execFileSync(process.execPath, [MAIN, ...words], { cwd: folder, env, encoding: 'utf8' });
    const reports = readdirSync(folder).map(
      file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] },
    );
    return { output, loaded: reports.flatMap(({ result }) => result.map(({ url }) => url)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([['--help'], ['--version'], ['help']])('%s loads nothing heavy', word => {
  const { loaded } = run(word);
  expect(loaded.some(url => url.endsWith('/dist/main.js'))).toBe(true);
  const packages = loaded.flatMap(url => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  expect([...new Set(packages)].sort()).toEqual(['commander', 'picocolors']);
  const heavy = /\/dist\/(store|ingest|match|plan|render|deliver|audience|pipeline|config)\b/;
  expect(loaded.filter(url => heavy.test(url))).toEqual([]);
});

test('--help lists every command with what it does', () => {
  const { output } = run('--help');
  for (const { name, summary } of COMMANDS) {
    expect(output).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
    expect(output.replace(/\s+/g, ' ')).toContain(summary);
  }
});
