import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import { showReports } from './ingest.ts';
import { note, print, printJson, printTable } from './output.ts';
import { defineSnapshotActs } from './take-back.ts';
import { withApp } from './with-app.ts';

interface Options {
  json?: true;
  until?: string;
}

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(listSnapshots);
  command
    .command('export <folder>')
    .description('write them into a folder as they were read, with a list that `import` reads')
    .option('--until <date>', 'only those captured up to this day, YYYY-MM-DD')
    .option('--json', 'print one JSON document')
    .action((folder: string, _: Options, self: Command) => writeOut(folder, self.optsWithGlobals()));
  command
    .command('import <folder>')
    .description('read such a folder: the papers of another database are made again')
    .option('--json', 'print one JSON document')
    .action((folder: string, _: Options, self: Command) => readIn(folder, self.optsWithGlobals()));
  defineSnapshotActs(command);
}

async function listSnapshots({ json }: Options): Promise<void> {
  await withApp(async app => {
    const store = await app.store();
    const sizes = new Map((await (await app.keep()).list()).map(({ hash, size }) => [hash, size]));
    const rows = (await store.snapshots.records()).map(({ dateFrom, declared, ...one }) => ({
      ...one,
      dateFrom,
      declared,
      kept: sizes.has(one.hash),
      bytes: sizes.get(one.hash) ?? null,
    }));
    if (json) printJson(rows);
    else if (rows.length === 0) print('There are none yet: `paperboy ingest` reads them.');
    else
      printTable(
        ['num', 'captured', 'format', 'status', 'entries', 'kept', 'source'],
        rows.map(row => [
          row.num,
          row.capturedAt,
          row.format,
          row.forgottenAt === null ? row.status : 'forgotten',
          row.entries,
          row.bytes === null ? 'gone' : `${Math.ceil(row.bytes / 1024)} KiB`,
          row.source,
        ]),
      );
  });
}

async function writeOut(folder: string, { until, json }: Options): Promise<void> {
  if (until !== undefined && !isCalendarDate(until))
    throw new UserError(`--until: expected a date like 2026-06-02, got "${until}".`);
  const { exportSnapshots } = await import('../pipeline/export-snapshots.ts');
  await withApp(async app => {
    const parts = { store: await app.store(), keep: await app.keep() };
    const { written, lost } = await exportSnapshots(parts, folder, until ?? null);
    if (json) printJson({ folder, snapshots: written, lost });
    else print(`${inWords(written.length)} in ${folder}; \`paperboy snapshots import\` reads such a folder.`);
    for (const { num, capturedAt, source, problem } of lost)
      note(`Snapshot ${num} (${capturedAt}, ${source}) is not among them: ${problem}.`);
    if (lost.length > 0) process.exitCode = 1;
  });
}

async function readIn(folder: string, { json }: Options): Promise<void> {
  const { importSnapshots } = await import('../pipeline/import-snapshots.ts');
  await withApp(async app => {
    const reports: SnapshotReport[] = [];
    const parts = {
      store: await app.store(),
      clock: app.clock,
      timeZone: app.timeZone(),
      keep: await app.keep(),
    };
    for await (const report of importSnapshots(parts, folder, app.sources)) reports.push(report);
    if (json) printJson({ snapshots: reports });
    else if (reports.length === 0) note('There is no snapshot in it.');
    else showReports(reports);
    if (reports.some(({ status }) => status === 'refused')) process.exitCode = 1;
  });
}

function inWords(snapshots: number): string {
  return snapshots === 1 ? '1 snapshot is' : `${snapshots} snapshots are`;
}
