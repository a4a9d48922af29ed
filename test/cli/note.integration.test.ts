import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capturePath } from '../support/captures.ts';
import { commandLine } from '../support/cli.ts';

const EDITION = '2026-06-02';
let cli: ReturnType<typeof commandLine>;
beforeEach(() => {
  cli = commandLine();
});
afterEach(() => cli.dispose());

const note = (...args: string[]) => cli.run('note', '--edition', EDITION, ...args);
const look = async (out: string) => {
  await cli.run('preview', '--out', out, '--edition', EDITION);
  return readFileSync(join(cli.folder, out, 'reader@example.org.txt'), 'utf8');
};

test('the operator’s line is set, shown, changed and taken away', async () => {
  expect((await note('--json')).json()).toEqual({ edition: EDITION, note: null });
  expect((await note('--json', 'First.')).json()).toEqual({ edition: EDITION, note: 'First.' });
  expect((await note('Second.')).stdout).toMatch(/from the editor: Second\.\n.*frozen already keep/);
  expect((await note('--json')).json()).toEqual({ edition: EDITION, note: 'Second.' });
  const other = await cli.run('note', '--edition', '2026-06-03', '--json');
  expect(other.json()).toEqual({ edition: '2026-06-03', note: null });
  expect((await note('--clear', '--json')).json()).toEqual({ edition: EDITION, note: null });
  expect((await note()).stdout).toContain(`paperboy note --edition ${EDITION}`);
});

test('a mail carries the line that stood when it was frozen', async () => {
  await cli.run('ingest', capturePath('capture-2026-06-02.txt'), '--captured-at', EDITION);
  await cli.run('subscribers', 'add', 'reader@example.org', '--topics', 'llm,vision', '--confirmed');
  await note('ICLR decisions are out.');
  expect(await look('before')).toContain('From the editor: ICLR decisions are out.');
  await cli.run('send', '--edition', EDITION);
  await note('Too late.');
  expect(await look('after')).toBe(await look('before'));
});

test('what is no line is refused with exit code 2, and nothing changes', async () => {
  for (const args of [['one\ntwo'], ['x'.repeat(201)], [''], ['text', '--clear'], ['two', 'words']]) {
    const { code, stdout, stderr } = await note(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  expect((await cli.run('note', '--edition', 'tomorrow')).stderr).toContain('expected a date like');
  expect((await note('--json')).json()).toEqual({ edition: EDITION, note: null });
});
