import type { Command } from 'commander';
import pc from 'picocolors';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { openSource } from '../ingest/sources/open-sources.ts';
import type { SourceFile } from '../ingest/sources/source-file.ts';
import { isCalendarDate } from '../model/date.ts';
import type { Entry } from '../model/paper.ts';
import type { ReadSnapshot } from '../model/snapshot.ts';
import type { Source } from '../model/source.ts';
import { today } from '../plan/calendar.ts';
import { sourceMeant } from './find-source.ts';
import { note, oneLine, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  date?: string;
  format?: string;
  all?: true;
  json?: true;
}

/** One snapshot of a source: as read, or why it could not be. */
interface Tried {
  snapshot: string;
  problem: string | null;
  read: ReadSnapshot | null;
}

const SHOWN = 20;

/** `sources try`. */
export function defineTry(command: Command): void {
  command
    .option('--date <date>', 'the day that {date} stands for, YYYY-MM-DD; today when left out')
    .option('--format <name>', 'the format, when it is not to be recognised')
    .option('--all', `every paper, and not the first ${SHOWN}`)
    .option('--json', 'print one JSON document')
    .action((source: string, _: Options, self: Command) => trySource(source, self.optsWithGlobals()));
}

async function trySource(argument: string, { date, format, all, json }: Options): Promise<void> {
  if (date !== undefined && !isCalendarDate(date))
    throw new UserError(`--date: expected a date like 2026-06-02, got "${date}".`);
  await withApp(async app => {
    const day = date ?? today(app.clock.now(), app.timeZone());
    const meant = await sourceMeant(app, argument, day);
    const source = format === undefined ? meant : { ...meant, format, mapping: null };
    const tried: Tried[] = [];
    // Nothing is remembered: the server is asked for all of it, and the next reading asks for it again.
    const io = { stdin: process.stdin, now: app.clock.now, memory: null, byHand: true };
    for await (const file of openSource(source, day, { ...io, network: await app.network() }))
      tried.push(await read(app, source, file));
    if (json) printJson({ source: source.name, day, snapshots: tried.map(reportOf) });
    else if (tried.length === 0) note('There is no file to read there.');
    else for (const one of tried) show(one, all === true);
    if (tried.some(({ read }) => read === null || read.refusal !== null)) process.exitCode = 1;
  });
}

async function read(app: App, source: Source, file: SourceFile): Promise<Tried> {
  const { name: snapshot, bytes, mtime, charset, problem } = file;
  if (problem !== null) return { snapshot, problem, read: null };
  const { readSnapshot } = await import('../ingest/read-snapshot.ts');
  const read = readSnapshot(bytes, {
    mtime,
    charset,
    now: app.clock.now(),
    timeZone: app.timeZone(),
    ...(source.format && { format: source.format }),
    ...(source.mapping && { mapping: source.mapping }),
  });
  return { snapshot, problem: null, read };
}

function reportOf({ snapshot, problem, read }: Tried) {
  const { format = null, capturedAt = null, dateFrom = null, quiet = null, declared = null } = read ?? {};
  return {
    snapshot,
    problem: problem ?? read?.refusal ?? null,
    format,
    capturedAt,
    dateFrom,
    quiet,
    declared,
    entries: read?.entries ?? [],
    rejected: read?.rejected ?? [],
    remarks: read?.remarks ?? [],
  };
}

function show({ snapshot, problem, read }: Tried, all: boolean): void {
  if (read === null) {
    print(`${pc.red(snapshot)}: ${problem}`);
    return;
  }
  const { entries, rejected, remarks } = read;
  const declared = read.declared === null ? '' : `; the source says there are ${read.declared}`;
  print(
    `${pc.bold(snapshot)}: read as ${read.format ?? 'nothing known'}, captured ${read.capturedAt} (${read.dateFrom}): ${counted(entries.length, 'paper')}, ${rejected.length} left out${declared}.`,
  );
  if (read.refusal !== null) print(`${pc.red('refused')}: ${oneLine(read.refusal)}`);
  if (read.quiet !== null) print(read.quiet);
  if (entries.length > 0) {
    print();
    showEntries(all ? entries : entries.slice(0, SHOWN));
    if (!all && entries.length > SHOWN)
      print(pc.dim(`and ${entries.length - SHOWN} more: --all shows them.`));
    print();
    print(coverage(entries));
  }
  for (const remark of remarks) print(oneLine(remark));
  for (const { line, reason } of rejected) print(`${pc.yellow(`${snapshot}:${line}`)}: ${oneLine(reason)}`);
}

function showEntries(entries: readonly Entry[]): void {
  printTable(
    ['id', 'published', 'authors', 'abstract', 'hints', 'title'],
    entries.map(entry => [
      short(entry.arxivId ?? entry.doi ?? entry.url?.replace(/^https?:\/\//, '') ?? '–', 40),
      entry.publishedOn,
      authorsOf(entry),
      entry.abstract === null ? '–' : `${entry.abstract.length} characters`,
      short(entry.hints.map(hint => hint.replace(/^keyword:/, '')).join(', ') || '–', 40),
      entry.role === 'paper' ? entry.title : `${entry.title} (${entry.role})`,
    ]),
  );
}

function authorsOf({ authors, authorCount }: Entry): string {
  const [first] = authors;
  if (first === undefined) return authorCount === null ? '–' : `${authorCount}`;
  return short(authors.length > 1 ? `${first} +${(authorCount ?? authors.length) - 1}` : first, 30);
}

/** How many papers have what, so that a field that is missed shows at once. */
function coverage(entries: readonly Entry[]): string {
  const having: readonly (readonly [what: string, has: (entry: Entry) => boolean])[] = [
    ['abstract', entry => entry.abstract !== null],
    ['link', entry => entry.url !== null],
    ['arXiv id', entry => entry.arxivId !== null],
    ['DOI', entry => entry.doi !== null],
    ['authors', entry => entry.authors.length > 0],
    ['date', entry => entry.publishedOn !== null],
    ['organisation', entry => entry.organisation !== null],
    ['hints', entry => entry.hints.length > 0],
    ['code', entry => entry.codeUrl !== null],
    ['venue', entry => entry.venue !== null],
    ['upvotes', entry => entry.upvotes !== null],
  ];
  const told = having.map(([what, has]) => `${what} ${entries.filter(has).length}`);
  return `Of ${counted(entries.length, 'paper')}, so many have: ${told.join(', ')}.`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function short(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
