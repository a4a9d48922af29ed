import type { Command } from 'commander';
import { sourcesBehind, standingsInWords } from '../pipeline/source-standings.ts';
import { plan } from '../pipeline.ts';
import { addEditionOptions, type EditionOptions, readEditionOptions } from './edition-options.ts';
import { print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

export function define(command: Command): void {
  addEditionOptions(command).option('--json', 'print one JSON document').action(showPlan);
}

async function showPlan(options: EditionOptions & { json?: true }): Promise<void> {
  await withApp(async app => {
    const parts = await app.parts();
    const order = readEditionOptions(app, options);
    const planned: { email: string | null; papers: number[]; again: number[] }[] = [];
    const skipped: { email: string; reason: string }[] = [];
    for await (const page of plan(parts, order)) {
      for (const line of page) {
        if (line.kind === 'skip') skipped.push({ email: line.email, reason: line.reason });
        else planned.push({ ...line, email: line.kind === 'erased' ? null : line.email });
      }
    }
    const ids = await parts.store.papers.ids(planned.flatMap(({ papers, again }) => [...papers, ...again]));
    const idOf = (num: number) => ids.get(num) ?? '';
    const deliveries = planned.map(({ email, papers, again }) => ({
      email,
      papers: papers.map(idOf),
      again: again.map(idOf),
    }));
    const { edition } = order;
    const audience = deliveries.length + skipped.length;
    if (options.json) return printJson({ edition, audience, deliveries, skipped });
    print(
      `Edition ${edition}: ${audience} in the audience, ${deliveries.length} get mail, ${skipped.length} do not.`,
    );
    const odd = await sourcesBehind(parts.store, edition, app.clock.now());
    if (odd.length > 0) print(`Of the sources ${standingsInWords(odd, edition)}.`);
    const rows = [
      ...deliveries.map(({ email, papers }) => [email ?? '(erased)', papers.length, '']),
      ...skipped.map(({ email, reason }) => [email, 0, reason]),
    ];
    if (rows.length > 0) printTable(['subscriber', 'papers', 'why not'], rows);
    else print('Nobody is subscribed yet: paperboy subscribers add <email> --topics <ids> --confirmed');
  });
}
