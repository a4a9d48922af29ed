import type { App } from '../app.ts';
import { type ListFile, listOrigin } from '../audience/folder.ts';
import { type Listed, lookUpList } from '../audience/look-up.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { UserError } from '../errors.ts';
import type { Subscriber, SubscriberStatus } from '../model/subscriber.ts';
import { PAGE } from '../store/pages.ts';
import { rules } from './audience.ts';
import { LIST_FOLDER, listsIn } from './list-folder.ts';
import { note, printJson, printTable } from './output.ts';
import { subscriberReport } from './subscriber-report.ts';
import { withApp } from './with-app.ts';

/** A row of a list of the folder, as `--json` shows it: what its address is to the database. */
interface RowReport {
  list: string;
  /** Null for what is wrong with the list as a whole. */
  line: number | null;
  email: string | null;
  is: SubscriberStatus | 'new' | 'departed' | 'repeated' | 'unusable';
  /** Where they came from, or why they are not added. */
  why: string | null;
}

/** Everybody who has an address; with `--folder`, what the lists of the folder hold and what each row is. */
export async function list({ json, folder }: { json?: true; folder?: true }): Promise<void> {
  await withApp(app => (folder ? listFolder(app, json) : listAll(app, json)));
}

async function listAll(app: App, json: true | undefined): Promise<void> {
  const all: Subscriber[] = [];
  for await (const page of (await app.store()).subscribers.pages(PAGE)) all.push(...page);
  if (json) return printJson(all.map(subscriberReport));
  if (all.length === 0)
    return note('Nobody yet: paperboy subscribers add <email> --topics <ids> --confirmed');
  printTable(
    ['email', 'status', 'from', 'cadence', 'hour', 'max', 'topics and queries'],
    all.map(one => [
      one.email,
      one.status === 'paused' ? `paused until ${one.pausedUntil}` : one.status,
      one.origin,
      one.cadence,
      one.hour,
      one.max,
      [...one.topics, ...one.queries].join(' · '),
    ]),
  );
}

/** Changes nothing. Exit code 1 when something in the folder is not usable. */
async function listFolder(app: App, json: true | undefined): Promise<void> {
  const rows: RowReport[] = [];
  for await (const file of listsIn(LIST_FOLDER)) {
    if ('bytes' in file) rows.push(...(await rowsOf(app, file)));
    else rows.push(unusable(listOrigin(file.name), null, file.problem));
  }
  if (rows.some(({ is }) => is === 'unusable')) process.exitCode = 1;
  if (json) return printJson(rows);
  if (rows.length === 0) return note(`No lists in ${LIST_FOLDER}/: put CSV, JSON or YAML files there.`);
  printTable(
    ['list', 'line', 'email', 'is', 'from, or why not'],
    rows.map(({ list, line, email, is, why }) => [list, line, email, is, why]),
  );
}

async function rowsOf(app: App, { name, bytes }: ListFile): Promise<RowReport[]> {
  const store = audienceStore(await app.store());
  const deps = { store, now: app.clock.now(), rules: await rules(app) };
  const list = listOrigin(name);
  const rows: RowReport[] = [];
  try {
    for await (const page of lookUpList(bytes, name, deps, true)) {
      rows.push(...page.map(listed => rowReport(list, listed)));
    }
    return rows;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [unusable(list, null, error.message)];
  }
}

function rowReport(list: string, listed: Listed): RowReport {
  const { line } = listed;
  if (listed.found === 'unusable') return unusable(list, line, listed.reason);
  const { email } = listed;
  const row = { list, line, email };
  switch (listed.found) {
    case 'known':
      return { ...row, is: listed.subscriber.status, why: listed.subscriber.origin };
    case 'suppressed':
      return { ...row, is: 'suppressed', why: listed.reason };
    case 'barred':
      return { ...row, is: 'suppressed', why: 'the list says so' };
    case 'repeated':
      return { ...row, is: 'repeated', why: `stands on line ${listed.firstLine} already` };
    case 'departed':
      return { ...row, is: 'departed', why: 'had themselves erased, or moved to another address' };
    case 'new':
      return { ...row, is: 'new', why: 'the next start of serve or send adds them' };
  }
}

function unusable(list: string, line: number | null, why: string): RowReport {
  return { list, line, email: null, is: 'unusable', why };
}
