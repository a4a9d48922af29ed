import type { Command } from 'commander';
import pc from 'picocolors';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { isAddress } from '../ingest/sources/http.ts';
import { findSource, openSources, sourceOn } from '../ingest/sources/open-sources.ts';
import { isCalendarDate } from '../model/date.ts';
import type { SnapshotReport } from '../model/snapshot.ts';
import { learnCompanions } from '../pipeline/learn-companions.ts';
import { ingest } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  capturedAt?: string;
  format?: string;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument('<source...>', 'files, folders, http(s) addresses, or - for standard input; {date} is today')
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
    const parts = { store: await app.store(), clock: app.clock, timeZone: app.timeZone() };
    const reports: SnapshotReport[] = [];
    const day = today(app.clock.now(), app.timeZone());
    const sources = named.map(argument => sourceOn(argument, day));
    // All before any: a misspelled name must not leave half of the work done.
    for (const argument of sources) if (argument !== '-' && !isAddress(argument)) await findSource(argument);
    const io = { stdin: process.stdin, now: app.clock.now, memory: null, byHand: true };
    for (const argument of sources) {
      for await (const source of openSources(argument, io)) {
        if (source.problem !== null) {
          reports.push(unreadable(source.name, source.problem));
          continue;
        }
        reports.push(
          await ingest(parts, {
            source: source.name,
            bytes: source.bytes,
            mtime: source.mtime,
            ...(capturedAt && { capturedAt }),
            ...(format && { format }),
          }),
        );
      }
    }
    if (options.json) printJson({ snapshots: reports });
    else if (reports.length === 0) note('There is no file to read there.');
    else show(reports);
    if (reports.some(one => one.new > 0)) await learnFrom(app);
    if (reports.some(report => report.status === 'refused')) process.exitCode = 1;
  });
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

function show(reports: readonly SnapshotReport[]): void {
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
