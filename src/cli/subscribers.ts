import type { Command } from 'commander';
import { parseAddress } from '../audience/address.ts';
import { forgetSaid } from '../audience/by-link.ts';
import { exportCsv, exportSubscriber } from '../audience/export.ts';
import {
  addSubscriber,
  eraseSubscriber,
  pauseSubscriber,
  showSubscriber,
  suppressionOf,
  suppressSubscriber,
  unsuppressSubscriber,
  updateSubscriber,
} from '../audience/manage.ts';
import { recordOf, type SubscriberRecord } from '../audience/record.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { UserError } from '../errors.ts';
import { withoutQueries } from '../model/packed-selection.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { learnedOf } from '../pipeline/taste.ts';
import { PAGE } from '../store/pages.ts';
import { changeAudience, rules } from './audience.ts';
import { deliveryReports } from './deliveries.ts';
import { importFile } from './import-subscribers.ts';
import { list } from './list-subscribers.ts';
import { note, print, printJson, printTable } from './output.ts';
import { addPreferenceOptions, loosely, type PreferenceOptions } from './preference-options.ts';
import {
  erasedReport,
  type SubscriberReport,
  subscriberReport,
  suppressedReport,
} from './subscriber-report.ts';
import { withApp } from './with-app.ts';

interface Options extends PreferenceOptions {
  name?: string;
  confirmed?: true;
  forgetSignals?: true;
  json?: true;
}

export function define(command: Command): void {
  const sub = (name: string, summary: string) =>
    command.command(name).description(summary).option('--json', 'print one JSON document');

  addPreferences(sub('add <email>', 'add a subscriber; pending unless --confirmed')).action(add);
  addPreferences(sub('update <email>', 'change what is given, keep the rest'))
    .option('--forget-signals', 'forget what they said of papers, and what was learned from it')
    .action(update);
  sub('import <file>', 'add many from CSV, JSON or YAML; good rows are kept, bad ones named')
    .option('--confirmed', 'you have their consent: they get mail at once')
    .action(importFile);
  sub('list', 'everybody who has an address')
    .option('--folder', 'what the lists in subscribers/ hold, and what became of each row')
    .action(list);
  sub(
    'show <email>',
    'one subscriber, with the record of consent; `paperboy show` tells what they got and why',
  ).action(show);
  sub('pause <email>', 'no mail until a day, on which it resumes')
    .requiredOption(
      '--until <date>',
      'the edition mail resumes with, YYYY-MM-DD; a day that lies behind ends a pause',
    )
    .action(pause);
  sub('suppress <email>', 'never mail this address again, subscriber or not').action(suppress);
  sub('unsuppress <email>', 'lift a suppression that came of bounces; pending unless --confirmed')
    .option('--confirmed', 'you have their consent: they get mail at once')
    .action(unsuppress);
  sub('export [email]', 'all as CSV that import reads back, or all that is stored about one').action(
    exportAll,
  );
  sub('erase <email>', 'remove address, name and choices; the ledger keeps a number').action(erase);
}

function addPreferences(command: Command): Command {
  return addPreferenceOptions(command.option('--name <name>', 'how to address them')).option(
    '--confirmed',
    'you have their consent: they get mail at once',
  );
}

async function add(email: string, { json, ...options }: Options): Promise<void> {
  await withApp(async app => {
    const deps = { now: app.clock.now(), rules: await rules(app) };
    const { subscriber, hadDeparted } = await changeAudience(await app.store(), store =>
      addSubscriber({ email, ...loosely(options) }, { ...deps, store }),
    );
    showOne(subscriber, json);
    if (hadDeparted)
      note('They had themselves erased, or moved elsewhere: be sure that they want mail here again.');
  });
}

async function update(email: string, { json, forgetSignals, ...options }: Options): Promise<void> {
  await withApp(async app => {
    const deps = { now: app.clock.now(), rules: await rules(app) };
    const store = await app.store();
    const updated = await changeAudience(store, one =>
      updateSubscriber({ email, ...loosely(options) }, { ...deps, store: one }),
    );
    if (forgetSignals) await forgetSaid(store, updated.num);
    showOne(updated, json);
  });
}

async function show(email: string, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const all = await app.store();
    const store = audienceStore(all);
    const found = await showSubscriber(email, { store }).catch(async (error: unknown) => {
      if (error instanceof UserError && (await suppressionOf(email, { store }))) return null;
      throw error;
    });
    const report = found ? subscriberReport(found) : suppressedReport(parseAddress(email).email);
    const record = found ? await recordOf(all, found.num) : { consents: [], letters: [], signals: [] };
    if (json) return printJson({ ...report, ...record });
    showReport(report, json);
    showRecord(record);
  });
}

async function pause(email: string, { until, json }: { until: string; json?: true }): Promise<void> {
  await withApp(async app => {
    const paused = await changeAudience(await app.store(), store => pauseSubscriber(email, until, { store }));
    showOne(paused, json);
  });
}

async function suppress(email: string, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const now = app.clock.now();
    const { email: address, subscriber } = await changeAudience(await app.store(), store =>
      suppressSubscriber(email, 'by the operator', { store, now }),
    );
    showReport(subscriber ? subscriberReport(subscriber) : suppressedReport(address), json);
  });
}

/** A complaint may have come after the bounce that is the reason on record. */
async function unsuppress(
  email: string,
  { confirmed = false, json }: { confirmed?: true | false; json?: true },
): Promise<void> {
  await withApp(async app => {
    const now = app.clock.now();
    const lifted = await (await app.store()).transaction(tx => {
      const hasComplained = async (num: number) =>
        (await tx.reports.of(num)).some(({ kind }) => kind === 'complaint');
      return unsuppressSubscriber(email, confirmed, { store: audienceStore(tx), now, hasComplained });
    });
    if (lifted.subscriber) return showOne(lifted.subscriber, json);
    if (json) printJson({ email: lifted.email });
    else print(`${lifted.email} may be added again.`);
  });
}

/** Forgets a person: also what the ledger keeps of their words and of words about them, and what the file still holds. */
async function erase(email: string, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const store = await app.store();
    const erased = await store.transaction(async tx => {
      // Erased before, by a command that then could not take it out of the files.
      const isNobody = (await tx.subscribers.byKey(parseAddress(email).key)) === null;
      if (isNobody && (await tx.erasure.scrubOwed()) !== null) return null;
      const gone = await eraseSubscriber(email, { store: audienceStore(tx), now: app.clock.now() });
      await tx.erasure.forget(gone.num, parseAddress(email).email, withoutQueries);
      return gone;
    });
    await store.scrub();
    if (json) printJson(erased ? subscriberReport(erased) : erasedReport());
    else {
      print(
        erased
          ? 'Address, name and choices are removed; the ledger keeps a number without a name.'
          : 'Nobody has this address. What was erased before is now gone from the files, too.',
      );
      print('Mails that were written to OUTBOX_DIR are yours to delete.');
    }
  });
}

/** Everything stored about one person as JSON, or the whole list as CSV (as JSON with --json). */
async function exportAll(email: string | undefined, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const store = await app.store();
    if (email) {
      const one = await exportSubscriber(email, { store: audienceStore(store) });
      const deliveries = await deliveryReports(store, { subscriber: one.num });
      const record = await recordOf(store, one.num);
      const learned = await learnedOf(store, one);
      const { suppression } = one;
      return printJson({ ...subscriberReport(one), suppression, ...record, learned, deliveries });
    }
    if (json) {
      const all: Subscriber[] = [];
      for await (const page of store.subscribers.pages(PAGE)) all.push(...page);
      return printJson(all.map(subscriberReport));
    }
    for await (const lines of exportCsv(audienceStore(store))) process.stdout.write(lines);
  });
}

function showOne(subscriber: Subscriber, json: true | undefined): void {
  showReport(subscriberReport(subscriber), json);
}

function showReport(report: SubscriberReport, json: true | undefined): void {
  if (json) return void printJson(report);
  printTable(
    ['', report.email ?? '(erased)'],
    Object.entries(report)
      .filter(([field]) => field !== 'email')
      .map(([field, value]) => [field, cellOf(value)]),
  );
}

function showRecord({ consents, letters, signals }: SubscriberRecord): void {
  const tables = [
    { head: ['consent', 'act', 'how'], rows: consents.map(({ at, act, how }) => [at, act, how]) },
    {
      head: ['letter', 'kind', 'state', 'link used'],
      rows: letters.map(one => [one.createdAt, one.kind, one.state, one.usedAt]),
    },
    {
      head: ['signal', 'kind', 'paper', 'under'],
      rows: signals.map(({ at, kind, paper, group }) => [at, kind, paper, group]),
    },
  ];
  for (const { head, rows } of tables.filter(table => table.rows.length > 0)) {
    print();
    printTable(head, rows);
  }
}

function cellOf(value: SubscriberReport[keyof SubscriberReport]): string | number | null {
  if (Array.isArray(value)) return value.join(' · ') || null;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}
