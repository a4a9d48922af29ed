import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test('processes that start together agree on one key', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'paperboy-keys-'));
  const program = `
    const { secretKey } = await import(${JSON.stringify(new URL('../../dist/config/secret-key.js', import.meta.url).href)});
    while (Date.now() < Number(process.argv[1])) {}
    process.stdout.write(secretKey({ secretKey: null, dataDir: ${JSON.stringify(dataDir)} }).reveal());`;
  const start = `${Date.now() + 1500}`;
  const one = () => run(process.execPath, ['--input-type=module', '--eval', program, start]);
  const keys = await Promise.all(Array.from({ length: 4 }, one));
  expect(new Set(keys.map(({ stdout }) => stdout)).size).toBe(1);
  expect(readdirSync(dataDir)).toEqual(['secret-key']);
  rmSync(dataDir, { recursive: true });
});
