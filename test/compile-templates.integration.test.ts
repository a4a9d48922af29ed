import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const HOME = fileURLToPath(new URL('..', import.meta.url));

it('a build over a mistake in a theme tells it in its place, as the program does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-build-'));
  try {
    for (const part of ['src', 'templates', 'package.json'])
      cpSync(join(HOME, part), join(folder, part), { recursive: true });
    symlinkSync(join(HOME, 'node_modules'), join(folder, 'node_modules'));
    const theme = join(folder, 'templates', 'theme.yaml');
    writeFileSync(theme, readFileSync(theme, 'utf8').replace(/accent: "[^"]*"/, 'accent: "#12"'));
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>(resolve => {
      const script = ['--import', 'tsx', join(folder, 'src', 'compile-templates.ts')];
      execFile(process.execPath, script, { cwd: folder }, (error, _out, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });
    expect(stderr).toMatch(/^error: .*theme\.yaml:\d+:\d+: day accent: expected a colour[^\n]*\n$/);
    expect(code).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
