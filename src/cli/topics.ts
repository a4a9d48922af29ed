import type { Command } from 'commander';
import { matchQuery } from '../match/match-query.ts';
import { parseQuery } from '../match/query.ts';
import { tokenizePaper } from '../match/tokenize.ts';
import { learn } from '../pipeline/learn.ts';
import { PAGE } from '../store/pages.ts';
import { print, printJson, printTable } from './output.ts';
import { type CalibrateOptions, calibrateTopics } from './topics-calibrate.ts';
import { type EvaluateOptions, evaluateLabels } from './topics-evaluate.ts';
import { explainPaper } from './topics-explain.ts';
import { type LearnOptions, learnTopics } from './topics-learn.ts';
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
    .option('--picture <file>', 'draw it, too: a name that ends in .svg or .html')
    .option('--json', 'print one JSON document')
    .action((labels: string, _: EvaluateOptions, self: Command) =>
      evaluateLabels(labels, self.optsWithGlobals()),
    );
  command
    .command('explain <paper>')
    .description(
      'every topic of a stored paper, and what made its score: name it by id, arXiv id, address or title',
    )
    .option('--json', 'print one JSON document')
    .action((paper: string, _: Options, self: Command) => explainPaper(paper, self.optsWithGlobals()));
  command
    .command('calibrate <labels>')
    .description('thresholds as your own labelled papers would have them, and what they are good for')
    .option('--write', 'put them into the catalogue (without it, nothing is written)')
    .option('--json', 'print one JSON document')
    .action((labels: string, _: CalibrateOptions, self: Command) =>
      calibrateTopics(labels, self.optsWithGlobals()),
    );
  command
    .command('learn')
    .description('learn what words keep the terms of your own topics company, from papers that are new')
    .option('--rebuild', 'from nothing, over every paper stored')
    .option('--json', 'print one JSON document')
    .action((_: LearnOptions, self: Command) => learnTopics(self.optsWithGlobals()));
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
