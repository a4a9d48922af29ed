import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { readSnapshot } from '../ingest/read-snapshot.ts';
import { openSources } from '../ingest/sources/open-sources.ts';
import type { ReadSnapshot } from '../model/snapshot.ts';
import { learn } from '../pipeline/learn.ts';
import { printJsonLine, printTable } from './output.ts';
import { withApp } from './with-app.ts';

interface Options {
  all?: true;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument('<file>', 'a snapshot, or - for standard input')
    .option('--all', 'every topic with its score, not only those decided')
    .option('--json', 'print one JSON document a line')
    .action(matchSnapshot);
}

async function matchSnapshot(file: string, { all, json }: Options): Promise<void> {
  await withApp(async app => {
    const { matcher } = await learn({ store: await app.store(), catalogue: await app.catalogue() });
    const network = await app.network();
    const io = { stdin: process.stdin, now: app.clock.now, memory: null, byHand: true, network };
    for await (const { name, bytes, mtime } of openSources(file, io)) {
      const read = readSnapshot(bytes, { mtime, now: app.clock.now(), timeZone: app.timeZone() });
      if (read.refusal) throw new UserError(`${name}: ${read.refusal}`);
      const rows = matched(read, text => matcher.match(text).filter(match => all || match.decided));
      if (json) rows.forEach(printJsonLine);
      else
        printTable(
          ['title', 'topics'],
          rows.map(({ title, topics }) => [title, topics.map(inWords).join(' · ')]),
        );
    }
  });
}

function matched(read: ReadSnapshot, topicsOf: (text: ReadSnapshot['entries'][number]) => Topics) {
  return read.entries.map(entry => ({
    title: entry.rawTitle,
    topics: topicsOf(entry).map(({ topic, score, decided, terms }) => ({ id: topic, score, decided, terms })),
  }));
}

type Topics = { topic: string; score: number; decided: boolean; terms: string[] }[];

function inWords({ id, score, terms }: { id: string; score: number; terms: string[] }): string {
  return `${id} ${score.toFixed(2)}${terms.length > 0 ? ` (${terms.slice(0, 3).join(', ')})` : ''}`;
}
