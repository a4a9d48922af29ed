import type { Command } from 'commander';
import pc from 'picocolors';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { openSource } from '../ingest/sources/open-sources.ts';
import type { SourceFile } from '../ingest/sources/source-file.ts';
import { isCalendarDate } from '../model/date.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import type { Source } from '../model/source.ts';
import { learnCompanions } from '../pipeline/learn-companions.ts';
import { type Capture, ingest } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import type { Store } from '../store/store.ts';
import { sourceMeant } from './find-source.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  capturedAt?: string;
  format?: string;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument(
      '<source...>',
      'files, folders, http(s) addresses, names of sources, or - for standard input; {date} is today',
    )
    .option('--captured-at <date>', 'the day the snapshot was captured, YYYY-MM-DD')
    .option('--format <name>', 'the format, when it is not to be recognised')
    .option('--json', 'print one JSON document')
    .action(ingestSources);
}

async function ingestSources(named: string[], options: Options): Promise<void> {
  const { capturedAt, format } = options;
  if (capturedAt !== undefined && !isCalendarDate(capturedAt)) {
    throw new UserError(`--captured-at: expected a date like 2026-06-02, got "${capturedAt}".`);
  }
  await withApp(async app => {
    const parts = {
      store: await app.store(),
      clock: app.clock,
      timeZone: app.timeZone(),
      keep: await app.keep(),
    };
    const reports: SnapshotReport[] = [];
    const day = today(app.clock.now(), app.timeZone());
    // All before any: a misspelled name must not leave half of the work done.
    const sources: Source[] = [];
    for (const argument of named) sources.push(await sourceMeant(app, argument, day));
    const io = {
      stdin: process.stdin,
      now: app.clock.now,
      // Whoever says more of a snapshot than its server does needs its bytes again.
      memory: capturedAt || format ? null : parts.store.sources,
      byHand: true,
      network: await app.network(),
    };
    for (const source of sources) {
      const told = { ...(capturedAt && { capturedAt }), ...asked(source, format) };
      for await (const file of openSource(source, day, io)) reports.push(await ingestOne(parts, file, told));
    }
    if (options.json) printJson({ snapshots: reports });
    else if (reports.length === 0) note('There is no file to read there.');
    else showReports(reports);
    if (reports.some(one => one.new > 0)) await learnFrom(app);
    if (reports.some(report => report.status === 'refused')) process.exitCode = 1;
  });
}

/** How a source is to be read: as the option says, else as the file of sources does. */
function asked(source: Source, format: string | undefined): Pick<Capture, 'format' | 'mapping'> {
  if (format !== undefined) return { format };
  return {
    ...(source.format && { format: source.format }),
    ...(source.mapping && { mapping: source.mapping }),
  };
}

/** Ingests one snapshot as its source handed it over. */
async function ingestOne(
  parts: Parameters<typeof ingest>[0],
  file: SourceFile,
  told: Pick<Capture, 'capturedAt' | 'format' | 'mapping'>,
): Promise<SnapshotReport> {
  const { name: source, bytes, mtime, charset } = file;
  if (file.problem !== null) return unreadable(source, file.problem);
  if (file.unmodified) return storedBefore(parts.store, source);
  const report = await ingest(parts, { source, bytes, mtime, charset, ...told });
  if (report.status !== 'refused') await file.kept();
  return report;
}

/** Learns of own topics, as the service does by itself. A mistake in the catalogue costs no papers: they are stored. */
async function learnFrom(app: App): Promise<void> {
  try {
    await learnCompanions({ store: await app.store(), catalogue: await app.catalogue() });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(`The papers are stored, but nothing was learned from them:\n${error.message}`);
  }
}

/** A server that has nothing newer than what was stored of it. */
async function storedBefore(store: Store, source: string): Promise<SnapshotReport> {
  const before = await store.snapshots.newestOf(source);
  const { format = null, capturedAt = null, dateFrom = null, entries = 0 } = before ?? {};
  const stored = before ? `what was stored before, captured ${before.capturedAt}` : 'what was stored before';
  const known = { format, capturedAt, dateFrom, entries, new: 0, known: entries, rejected: [] };
  return { source, status: 'unchanged', reason: `the server has nothing newer than ${stored}`, ...known };
}

/** A file of a folder that could not be read: the others are. */
function unreadable(source: string, reason: string): SnapshotReport {
  const nothing = {
    format: null,
    capturedAt: null,
    dateFrom: null,
    entries: 0,
    new: 0,
    known: 0,
    rejected: [],
  };
  return { source, status: 'refused', reason, ...nothing };
}

/** A table of what became of snapshots, and what is to be said of each. */
export function showReports(reports: readonly SnapshotReport[]): void {
  printTable(
    ['snapshot', 'captured', 'date from', 'status', 'entries', 'new', 'known', 'rejected'],
    reports.map(one => [
      one.source,
      one.capturedAt,
      one.dateFrom,
      one.status,
      one.entries,
      one.new,
      one.known,
      one.rejected.length,
    ]),
  );
  for (const { source, reason, rejected, status } of reports) {
    if (reason) print(`${status === 'refused' ? pc.red(source) : pc.dim(source)}: ${reason}`);
    for (const { line, reason: why } of rejected) print(`${pc.yellow(`${source}:${line}`)}: ${why}`);
  }
}
