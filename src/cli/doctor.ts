import type { Command } from 'commander';
import pc from 'picocolors';
import { openDns } from '../doctor/dns.ts';
import { examine } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { probe } from '../ingest/sources/probe.ts';
import { wrapText } from '../render/wrap-text.ts';
import { readCron } from '../schedule/cron.ts';
import { print, printJson } from './output.ts';
import { withApp } from './with-app.ts';

const SMTP_TIMEOUT_MS = 10_000;
const MARKS = { ok: pc.green('✓'), warn: pc.yellow('!'), fail: pc.red('✗') };

/** Findings under a heading, by the first word of their ids, in the order of the findings. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'Program and settings': ['node', 'configuration'],
  'Database and editions': ['database', 'incident', 'edition', 'unknown', 'owed'],
  'Files and clock': ['data', 'catalogue', 'templates', 'clock'],
  'Mail server': ['smtp', 'outbox', 'bounces'],
  'Sender, as receivers look it up': ['from', 'spf', 'dkim', 'dmarc'],
  'Sources and pages': ['source', 'service'],
};
const WIDEST = 100;

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(doctor);
}

async function doctor({ json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const findings = await examine(app, {
      fetch,
      // Each is asked once, within its time: nobody stands in line.
      probe: async (source, place, signal) =>
        probe(source, place, { network: { ...(await app.network()), pace: null }, signal }),
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
  let under = '';
  for (const { id, level, says, fix } of findings) {
    const section = sectionOf(id);
    if (section !== under) {
      if (under !== '') print();
      print(pc.bold(section));
      under = section;
    }
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

function sectionOf(id: string): string {
  const [kind = ''] = id.split('.');
  return Object.keys(SECTIONS).find(title => SECTIONS[title]?.includes(kind)) ?? 'Further';
}

/** Below its mark; on a terminal broken at words. A record for the DNS stays in one piece, to be copied. */
function indented(text: string): string {
  const width = process.stdout.isTTY
    ? Math.min((process.stdout.columns || 80) - 2, WIDEST)
    : Number.POSITIVE_INFINITY;
  const lines = text
    .split('\n')
    .flatMap(line => (line.includes(' IN TXT ') ? line : wrapText(line, width).split('\n')));
  return lines.join('\n  ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
