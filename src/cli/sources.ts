import type { Command } from 'commander';
import { shownSource } from '../ingest/sources/address.ts';
import { daysInWords } from '../ingest/sources/publishing.ts';
import { EVERY_DAY, type Source } from '../model/source.ts';
import type { SourceReading } from '../model/source-reading.ts';
import { localTime } from './local-time.ts';
import { print, printJson, printTable } from './output.ts';
import { defineTry } from './try-source.ts';
import { withApp } from './with-app.ts';

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(listSources);
  defineTry(command.command('try <source>').description('read a source now and show what it would bring'));
}

async function listSources({ json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const sources = await app.sources();
    const last = await (await app.store()).readings.last();
    const rows = sources.map(source => reportOf(source, last.get(source.name) ?? null));
    if (json) printJson(rows);
    else if (rows.length === 0)
      print(
        'There are none: name folders, files and addresses in SOURCES, or sources in subscribers/sources.yaml.',
      );
    else show(rows, app.timeZone());
  });
}

const EVERY_DAY_IN_WORDS = daysInWords(EVERY_DAY);

type Report = ReturnType<typeof reportOf>;

function reportOf({ mapping, location, ...source }: Source, last: SourceReading | null) {
  return {
    name: source.name,
    location: shownSource(location),
    format: source.format,
    mapping: mapping !== null,
    publishes: daysInWords(source.publishes),
    private: source.private,
    last: last && {
      at: new Date(last.at).toISOString(),
      day: last.day,
      status: last.status,
      entries: last.entries,
      new: last.fresh,
      declared: last.declared,
      reason: last.reason,
    },
  };
}

function show(rows: readonly Report[], timeZone: string): void {
  printTable(
    ['source', 'read as', 'publishes', 'last read', 'came to', 'entries', 'new', 'location'],
    rows.map(({ last, ...row }) => [
      row.name,
      row.mapping ? 'mapping' : (row.format ?? 'recognised'),
      // All seven is what is meant when nothing is said.
      row.publishes === EVERY_DAY_IN_WORDS ? 'as learned' : row.publishes,
      last ? localTime(Date.parse(last.at), timeZone) : null,
      last?.status ?? 'not read yet',
      last?.entries ?? null,
      last?.new ?? null,
      row.location === row.name ? '' : row.location,
    ]),
  );
  for (const { name, last } of rows) if (last?.reason) print(`${name}: ${last.reason}`);
}
