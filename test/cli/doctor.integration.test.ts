import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { commandLine } from '../support/cli.ts';

let cli: ReturnType<typeof commandLine>;
beforeEach(() => {
  cli = commandLine({ PORT: '1' });
});
afterEach(() => cli.dispose());

test('doctor says one line a finding, the fix below it, under headings, and sums up', async () => {
  const { code, stdout, stderr } = await cli.run('doctor');
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.at(-1)).toMatch(/^Nothing fails; \d+ warnings?\.$/);
  const headings = lines.slice(0, -2).filter(line => line !== '' && !/^([✓!✗] | {2})\S/.test(line));
  expect(headings).toEqual([
    'Program and settings',
    'Database and editions',
    'Files and clock',
    'Mail server',
    'Sources and pages',
  ]);
  const at = lines.findIndex(line => line.startsWith('! http://localhost:1/health'));
  expect(lines[at + 1]).toMatch(/^ {2}Start paperboy serve/);
});

test('doctor --json prints its findings and nothing else, and ends with 1 when one fails', async () => {
  const cliWithMistake = commandLine({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@b@c' });
  const { code, json, stderr } = await cliWithMistake.run('doctor', '--json');
  cliWithMistake.dispose();
  expect([code, stderr]).toEqual([1, '']);
  const { findings } = json() as { findings: Finding[] };
  for (const finding of findings) {
    expect(Object.keys(finding)).toEqual(['id', 'level', 'says', 'fix']);
  }
  const failed = findings.filter(({ level }) => level === 'fail');
  expect(failed.map(({ id }) => id)).toEqual(['configuration.MAIL_FROM', 'smtp']);
});
