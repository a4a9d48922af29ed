import type { Command } from 'commander';
import pc from 'picocolors';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { incidentSubject } from '../model/incident.ts';
import { meaningOf } from '../pipeline/source-standings.ts';
import { weekSummary } from '../pipeline/week-summary.ts';
import { summaryInShort, summarySections } from '../render/summary-sections.ts';
import { readCron } from '../schedule/cron.ts';
import { readStatus, type StatusReport } from '../schedule/status.ts';
import { localTime } from './local-time.ts';
import { oneLine, print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

export function define(command: Command): void {
  command
    .option(
      '--summary',
      'print what the last seven days came to instead, as it is mailed to OPERATOR_EMAIL on Mondays',
    )
    .option('--json', 'print one JSON document')
    .action(showStatus);
}

async function showStatus({ json, summary }: { json?: true; summary?: true }): Promise<void> {
  await withApp(async app => {
    if (summary) return showSummary(app, json);
    const { schedule, timeZone } = app.config('database', 'sources', 'time');
    const report = await readStatus(await app.store(), {
      cron: readCron(schedule, timeZone),
      sources: (await app.sources()).map(({ name }) => name),
      timeZone,
      inFlight: await inFlight(app),
      now: app.clock.now(),
    });
    if (json) printJson(report);
    else show(report);
  });
}

/** Prints what the operator is mailed on Mondays, as of now. */
async function showSummary(app: App, json: true | undefined): Promise<void> {
  const { timeZone } = app.config('database', 'time');
  const week = await weekSummary({ store: await app.store(), timeZone }, app.clock.now());
  if (json) return printJson(week);
  const when = (at: number) => localTime(at, timeZone);
  print(`${when(week.from)} to ${when(week.to)}: ${summaryInShort(week)}.`);
  for (const { title, rows, empty } of summarySections(week, when)) {
    print();
    print(`${title}:`);
    if (rows.length === 0) print(`  ${empty}`);
    for (const { name, says } of rows) print(`  ${oneLine(name)}: ${oneLine(says)}`);
  }
}

/** Messages that are on their way at most; null when the mail settings are wrong: they are not needed here. */
async function inFlight(app: App): Promise<number | null> {
  try {
    const transport = await app.transport();
    await transport.close();
    // The same file again is the same file: a folder leaves nothing unknown.
    return transport.idempotent ? 0 : transport.concurrency;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function show(report: StatusReport): void {
  const when = (instant: string | null) => (instant ? localTime(Date.parse(instant), report.timeZone) : '–');
  showIncidents(report, when);
  print(serveInWords(report, when));
  showIngest(report, when);
  showSources(report, when);
  print(`Next subscriber's hour: ${when(report.nextSlot)}.`);
  if (report.missed.length > 0) {
    print(pc.yellow(`Prepared by nobody, and too late for it now: ${report.missed.join(', ')}.`));
  }
  if (report.passes.length > 0) {
    print();
    printTable(
      ['edition prepared for', 'slot', 'state', 'attempts', 'ended', 'problem'],
      report.passes.map(one => [
        one.edition,
        when(one.at),
        one.state,
        one.attempts,
        when(one.endedAt),
        one.problem,
      ]),
    );
  }
  if (report.editions.length > 0) {
    print();
    printTable(
      ['edition', 'state', 'audience', 'deliveries', 'skipped'],
      report.editions.map(one => [
        one.edition,
        one.state,
        one.audience,
        counts(one.states),
        counts(one.skipped),
      ]),
    );
  }
  showThrottles(report, when);
  print();
  showHolds(report);
  showPlanned(report, when);
  if (report.owed.length === 0) print('Nothing is owed.');
  for (const { edition, states } of report.owed)
    print(pc.yellow(`Edition ${edition} owes: ${counts(states)}.`));
  if (report.unknown > 0)
    print(
      pc.yellow(
        `Unknown: ${report.unknown}, handed over without an answer. paperboy deliveries --state unknown`,
      ),
    );
  print(inFlightInWords(report.inFlight));
}

function showIncidents({ incidents }: StatusReport, when: (instant: string | null) => string): void {
  for (const { key, what, openedAt, times } of incidents) {
    const { title, toDo } = incidentSubject(key);
    const often = times > 1 ? `, seen ${times} times` : '';
    print(pc.red(`${title}: ${oneLine(what)} (since ${when(openedAt)}${often}).`));
    // Here is how it stands.
    for (const line of toDo.filter(one => !one.endsWith('paperboy status'))) print(`  ${line}`);
  }
  if (incidents.length > 0) print();
}

function showHolds({ holds, incidents }: StatusReport): void {
  const told = new Set(incidents.map(({ key }) => key));
  for (const { edition, state, why } of holds) {
    if (state === 'cancelled') print(`Edition ${edition} is cancelled.`);
    else if (!told.has(`edition ${edition}`)) {
      print(
        pc.yellow(`Edition ${edition} is paused: ${why}. Go on: paperboy send --resume --edition ${edition}`),
      );
    }
  }
}

function showPlanned({ planned }: StatusReport, when: (instant: string | null) => string): void {
  for (const { edition, goesAt, deliveries, previewedAt, approvedAt } of planned) {
    const shown = previewedAt === null ? '' : `, shown to OPERATOR_EMAIL at ${when(previewedAt)}`;
    const approved = approvedAt === null ? '' : `, approved at ${when(approvedAt)}`;
    const mails = deliveries === 1 ? 'one mail waits' : `${deliveries} mails wait`;
    print(`Edition ${edition} is planned: ${mails}, the first until ${when(goesAt)}${shown}${approved}.`);
  }
}

function showThrottles({ throttles }: StatusReport, when: (instant: string | null) => string): void {
  if (throttles.length === 0) return;
  print();
  printTable(
    ['mail to', 'paused until', 'most a minute', 'because'],
    throttles.map(({ key, pausedUntil, perMinute, why }) => [
      key,
      when(pausedUntil),
      perMinute === null ? null : Math.round(perMinute * 10) / 10,
      why,
    ]),
  );
}

function serveInWords({ serve }: StatusReport, when: (instant: string | null) => string): string {
  const since = when(serve.lastSeen);
  if (serve.state === 'runs') return pc.green(`serve runs; last sign of life ${since}.`);
  if (serve.state === 'never') return pc.yellow('No serve has ever run on this database.');
  const how = serve.state === 'stopped' ? 'it was stopped then' : 'it ended without saying so';
  return pc.yellow(`No serve has run since ${since}: ${how}. Start it: paperboy serve`);
}

function showIngest({ ingest, sources }: StatusReport, when: (instant: string | null) => string): void {
  if (sources.length === 0) {
    print('No sources are set (SOURCES): nothing is read by itself.');
  } else {
    const overdue = ingest.overdue ? pc.yellow(' The last one due is still to be done.') : '';
    print(`Sources: ${sources.join(', ')}. Next read: ${when(ingest.next)}.${overdue}`);
  }
  const { last } = ingest;
  if (!last) return;
  print(
    `Last read: for ${when(last.at)}, ${last.state}, ended ${when(last.endedAt)}${attempted(last.attempts)}.`,
  );
  if (last.problem) print(pc.red(last.problem));
}

function showSources({ standings }: StatusReport, when: (instant: string | null) => string): void {
  const read = standings.filter(({ status }) => status !== null);
  if (read.length === 0) return;
  printTable(
    ['source', 'status', 'since', 'read', 'last new papers', 'reason'],
    standings.map(one => [
      one.name,
      one.status,
      one.since,
      when(one.readAt),
      one.lastNew === null ? 'never' : `${one.lastNew}: ${one.fresh} of ${one.entries}`,
      one.reason ?? meaningOf(one.status),
    ]),
  );
}

function attempted(attempts: number): string {
  return attempts === 1 ? '' : `, attempt ${attempts}`;
}

function counts(numbers: Partial<Record<string, number>>): string {
  const parts = Object.entries(numbers).map(([name, count]) => `${name} ${count}`);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

function inFlightInWords(inFlight: number | null): string {
  if (inFlight === null) return 'In flight: the mail settings are not usable; paperboy doctor says why.';
  if (inFlight === 0)
    return 'In flight: nothing can be left unknown, mails are written to a folder, nobody gets mail.';
  return `In flight: a crash leaves at most ${inFlight} unknown (connections × 1 message) for each sender.`;
}
