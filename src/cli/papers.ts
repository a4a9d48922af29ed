import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import { learn } from '../pipeline/learn.ts';
import { PAGE } from '../store/pages.ts';
import { note, printJsonLine, printTable } from './output.ts';
import { definePaperShow } from './show-paper.ts';
import { definePaperActs } from './take-back.ts';
import { withApp } from './with-app.ts';

interface Options {
  since?: string;
  json?: true;
}

export function define(command: Command): void {
  command
    .option('--since <date>', 'only papers first seen on or after this day, YYYY-MM-DD')
    .option('--json', 'print one JSON document a line')
    .action(listPapers);
  definePaperShow(command);
  definePaperActs(command);
}

async function listPapers({ since, json }: Options): Promise<void> {
  if (since !== undefined && !isCalendarDate(since)) {
    throw new UserError(`--since: expected a date like 2026-06-02, got "${since}".`);
  }
  await withApp(async app => {
    const store = await app.store();
    const { matcher } = await learn({ store, catalogue: await app.catalogue() });
    let shown = 0;
    for await (const page of store.papers.pages(since ?? null, PAGE)) {
      const sources = await store.papers.sources(page.map(({ num }) => num));
      const rows = page.map(paper => ({
        id: paper.id,
        title: paper.title,
        url: paper.url,
        firstSeen: paper.firstSeen,
        sources: sources.get(paper.num) ?? [],
        topics: matcher
          .match(paper)
          .filter(match => match.decided)
          .map(match => match.topic),
      }));
      shown += rows.length;
      if (json) rows.forEach(printJsonLine);
      else
        printTable(
          ['id', 'first seen', 'topics', 'title'],
          rows.map(row => [row.id, row.firstSeen, row.topics.join(' '), row.title]),
        );
    }
    if (!json && shown === 0) note('No papers stored yet: paperboy ingest <file|folder>');
  });
}
