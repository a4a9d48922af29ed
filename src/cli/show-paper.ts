import type { Command } from 'commander';
import pc from 'picocolors';
import { UserError } from '../errors.ts';
import { isTold, TOLD_FIELDS, writtenOrigin } from '../ingest/identity/origins.ts';
import type { Paper } from '../model/paper.ts';
import type { ToldSighting } from '../store/provenance.ts';
import type { Store } from '../store/store.ts';
import { findPapers, printFound } from './find-papers.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

/** One field of a paper, and which format told it. */
interface Told {
  field: string;
  value: string | number | readonly string[];
  origin: string;
}

/** Everything that is on record of a paper. */
interface PaperReport {
  id: string;
  title: string;
  url: string | null;
  firstSeen: string;
  lastSeen: string;
  /** Why nobody gets it; null: they do. */
  notShown: string | null;
  fields: Told[];
  keys: string[];
  /** Papers that turned out to be this one. */
  aliases: string[];
  sightings: ToldSighting[];
  updates: { day: string; kind: string; detail: string; snapshot: number }[];
}

/** Longest value in a table; `--json` has all of it. */
const LONGEST_VALUE = 160;

/** `papers show`: every field of one stored paper with who told it, what showed it, and what was new of it. */
export function definePaperShow(papers: Command): void {
  papers
    .command('show <paper>')
    .description('tell everything that is known of one paper, and which source told it')
    .option('--json', 'print one JSON document')
    .action((asked: string, _: object, self: Command) =>
      showPaper(asked, self.optsWithGlobals<{ json?: true }>()),
    );
}

async function showPaper(asked: string, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const store = await app.store();
    const found = await findPapers(store, asked);
    const [paper] = found;
    if (!paper) {
      throw new UserError(
        `No paper stored is ${asked}. Name one by id, arXiv id, address or a part of its title; paperboy papers lists them.`,
      );
    }
    if (found.length > 1) {
      process.exitCode = 1;
      if (json) printJson({ papers: found.map(({ id, title, url }) => ({ id, title, url })) });
      else printFound(found);
      return;
    }
    const report = await reportOn(store, paper);
    if (json) printJson(report);
    else printReport(report);
  });
}

async function reportOn(store: Store, paper: Paper): Promise<PaperReport> {
  const { num, id, title, url, firstSeen, lastSeen } = paper;
  const nums = (await store.papers.byId(id))?.nums ?? [num];
  const takenBack = await store.takenBack.of(num);
  const updates = (await store.updates.of([num])).get(num) ?? [];
  return {
    id,
    title,
    url,
    firstSeen,
    lastSeen,
    notShown: paper.withdrawnOn
      ? `withdrawn by its authors, seen ${paper.withdrawnOn}`
      : takenBack && why(takenBack),
    fields: TOLD_FIELDS.flatMap(field => {
      const value = paper[field];
      return value === null || !isTold(value) ? [] : [{ field, value, origin: writtenOrigin(paper, field) }];
    }),
    keys: await store.provenance.keys(num),
    aliases: await store.provenance.aliases(num),
    sightings: await store.provenance.sightings(nums),
    updates: updates.map(({ day, kind, detail, snapshot }) => ({ day, kind, detail, snapshot })),
  };
}

function why({ hiddenAt, why: said }: { hiddenAt: number | null; why: string | null }): string {
  if (hiddenAt === null) return 'only forgotten snapshots brought it';
  return said === null ? 'hidden by an operator' : `hidden by an operator: ${said}`;
}

function printReport(report: PaperReport): void {
  const { id, title, url, firstSeen, lastSeen, notShown, fields, keys, aliases, sightings, updates } = report;
  print(`${title}\n${[id, url].filter(one => one !== null).join(' · ')}`);
  print(`First seen ${firstSeen}, last seen ${lastSeen}.`);
  if (notShown !== null) print(pc.yellow(`Nobody gets it: ${notShown}.`));
  if (aliases.length > 0) print(`Once taken for others: ${aliases.join(', ')}.`);
  print();
  printTable(
    ['field', 'told by', 'value'],
    fields.map(({ field, value, origin }) => [field, origin, shortened(value)]),
  );
  print(`\nKnown by ${keys.join(', ')}\n`);
  printTable(
    ['captured', 'format', 'source', 'line', 'title there'],
    sightings.map(one => [
      one.capturedAt,
      one.format,
      one.forgotten ? `${one.source} (forgotten)` : one.source,
      one.line,
      one.title,
    ]),
  );
  if (updates.length === 0) {
    note('Nothing new was told of it since.');
    return;
  }
  print();
  printTable(
    ['day', 'new', 'what'],
    updates.map(({ day, kind, detail }) => [day, kind, detail]),
  );
}

function shortened(value: Told['value']): string | number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : value.join(', ');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}
