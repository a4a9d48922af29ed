import type { Command } from 'commander';
import pc from 'picocolors';
import { openDns } from '../doctor/dns.ts';
import { examine } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { readCron } from '../schedule/cron.ts';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

const SMTP_TIMEOUT_MS = 10_000;
const MARKS = { ok: pc.green('✓'), warn: pc.yellow('!'), fail: pc.red('✗') };

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(doctor);
}

async function doctor({ json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const findings = await examine(app, {
      fetch,
      dns: openDns(),
      checkSchedule: (schedule, timeZone) => void readCron(schedule, timeZone),
      nodeVersion: process.versions.node,
      smtpTimeoutMs: SMTP_TIMEOUT_MS,
    });
    if (json) printJson({ findings });
    else show(findings);
    if (findings.some(({ level }) => level === 'fail')) process.exitCode = 1;
  });
}

function show(findings: readonly Finding[]): void {
  for (const { level, says, fix } of findings) {
    print(`${MARKS[level]} ${indented(says)}`);
    if (fix !== null) print(pc.dim(`  ${indented(fix)}`));
  }
  const count = (level: Finding['level']) => findings.filter(one => one.level === level).length;
  const [failures, warnings] = [count('fail'), count('warn')];
  print();
  if (failures > 0) print(pc.red(`${counted(failures, 'failure')}, ${counted(warnings, 'warning')}.`));
  else if (warnings > 0) print(pc.yellow(`Nothing fails; ${counted(warnings, 'warning')}.`));
  else print(pc.green('Everything is as it should be.'));
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
