import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { titleKey } from '../ingest/identity/title-key.ts';
import { evaluate } from '../match/evaluate.ts';
import { type LabelledPaper, parseLabels } from '../match/labels.ts';
import { matchQuery } from '../match/match-query.ts';
import { parseQuery } from '../match/query.ts';
import { tokenizePaper } from '../match/tokenize.ts';
import type { MatchText } from '../model/topic.ts';
import { learn } from '../pipeline/learn.ts';
import { PAGE } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import { note, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  json?: true;
}

/** Papers shown of what a query would have brought. */
const SHOWN = 20;

export function define(command: Command): void {
  command.option('--json', 'print one JSON document').action(listTopics);
  command
    .command('test <query>')
    .description('which of the stored papers a query would have matched')
    .option('--json', 'print one JSON document')
    .action((query: string, _: Options, self: Command) => testQuery(query, self.optsWithGlobals()));
  command
    .command('evaluate <labels>')
    .description(
      'quality on labelled papers: [{title, topics, optional}] as JSON; abstracts come from the papers stored',
    )
    .option('--json', 'print one JSON document')
    .action((labels: string, _: Options, self: Command) => evaluateLabels(labels, self.optsWithGlobals()));
}

async function listTopics({ json }: Options): Promise<void> {
  await withApp(async app => {
    const { topics } = await app.catalogue();
    const rows = topics.map(({ id, name, description, threshold, lexicon }) => ({
      id,
      name,
      description,
      threshold,
      terms: lexicon.length,
    }));
    if (json) printJson(rows);
    else
      printTable(
        ['id', 'name', 'what belongs'],
        rows.map(row => [row.id, row.name, row.description]),
      );
  });
}

async function testQuery(text: string, { json }: Options): Promise<void> {
  const query = parseQuery(text);
  await withApp(async app => {
    const store = await app.store();
    const { statistics } = await learn({ store, catalogue: await app.catalogue() }, [text]);
    const found: { id: string; title: string; score: number; terms: string[] }[] = [];
    let stored = 0;
    for await (const page of store.papers.pages(null, PAGE)) {
      stored += page.length;
      for (const paper of page) {
        const match = matchQuery(query, tokenizePaper(paper), statistics);
        if (match) found.push({ id: paper.id, title: paper.title, ...match });
      }
    }
    found.sort((a, b) => b.score - a.score);
    if (json) return printJson({ query: text, stored, papers: found });
    print(`${found.length} of ${stored} papers stored.`);
    if (found.length > 0) {
      printTable(
        ['score', 'title', 'terms'],
        found.slice(0, SHOWN).map(one => [one.score.toFixed(2), one.title, one.terms.join(', ')]),
      );
    }
  });
}

async function evaluateLabels(file: string, { json }: Options): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${file} cannot be read (${error.code}): name a JSON file of labelled papers.`);
  });
  const labels = parseLabels(text, file);
  await withApp(async app => {
    const store = await app.store();
    const { matcher } = await learn({ store, catalogue: await app.catalogue() });
    const papers = await textsOf(store, labels);
    const quality = evaluate(
      labels,
      papers.texts.map(paper => matcher.match(paper)),
    );
    if (papers.titlesOnly > 0) {
      note(
        `${papers.titlesOnly} of ${labels.length} papers are not stored and have no abstract here: judged by title alone.`,
      );
    }
    if (json) return printJson(quality);
    const { topics, ...whole } = quality;
    printTable(
      ['measure', 'value'],
      Object.entries(whole).map(([name, value]) => [name, rounded(value)]),
    );
    print();
    printTable(
      ['topic', 'papers', 'precision', 'recall', 'f1', 'average precision'],
      topics.map(one => [
        one.topic,
        one.papers,
        ...[one.precision, one.recall, one.f1, one.averagePrecision].map(rounded),
      ]),
    );
  });
}

function rounded(value: number): string {
  return Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3);
}

/** The labelled papers with the abstracts that the store has of them. */
async function textsOf(
  store: Store,
  labels: readonly LabelledPaper[],
): Promise<{ texts: MatchText[]; titlesOnly: number }> {
  const keys = labels.map(label => `title:${titleKey(label.title)}`);
  const stored = new Map<string, MatchText>();
  for (const { paper, keys: own } of await store.papers.byKeys(keys))
    for (const key of own) stored.set(key, paper);
  let titlesOnly = 0;
  const texts = labels.map((label, at): MatchText => {
    const paper = stored.get(keys[at] ?? '');
    if (paper || label.abstract)
      return { title: label.title, abstract: label.abstract ?? paper?.abstract ?? null };
    titlesOnly++;
    return { title: label.title, abstract: null };
  });
  return { texts, titlesOnly };
}
