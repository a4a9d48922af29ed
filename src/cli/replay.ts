import { type Command, InvalidArgumentError } from 'commander';
import { type App, createApp } from '../app.ts';
import { parseAddress } from '../audience/address.ts';
import { nearestAddresses } from '../audience/nearest-address.ts';
import { type PreferenceChanges, readPreferences } from '../audience/preferences.ts';
import { UserError } from '../errors.ts';
import { createProgress } from '../log.ts';
import { type CalendarDate, isCalendarDate } from '../model/date.ts';
import type { Reachable } from '../model/subscriber.ts';
import { type Replay, replay } from '../pipeline/replay.ts';
import { today } from '../plan/calendar.ts';
import { PAGE } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import { rules } from './audience.ts';
import { printJson } from './output.ts';
import { addPreferenceOptions, loosely, type PreferenceOptions } from './preference-options.ts';
import { compared, papersOf } from './replay-report.ts';
import { replayDocument, showReplay } from './show-replay.ts';
import { subscriberReport } from './subscriber-report.ts';

/** No window reaches further back. */
const MOST_DAYS = 31;
const USUAL_DAYS = 7;

interface Options extends PreferenceOptions {
  last: number;
  edition?: string;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument('<email>', 'whose: `subscribers list` lists them')
    .option('--last <days>', `how many days, 1 to ${MOST_DAYS}`, readDays, USUAL_DAYS)
    .option(
      '--edition <date>',
      'the last of these days, YYYY-MM-DD (default: the newest that has an edition or papers)',
    );
  addPreferenceOptions(command)
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(replayFor);
}

const HELP = `
With preferences: what they would have brought, beside the ones that the subscriber has.
With none: what the ones they have would have brought, beside what is on record. Nothing is changed.`;

async function replayFor(email: string, { last: days, edition, json, ...wished }: Options): Promise<void> {
  if (edition !== undefined && !isCalendarDate(edition)) {
    throw new UserError(`--edition: expected a date like 2026-06-02, got "${edition}".`);
  }
  const app = createApp({ readOnly: true });
  const progress = createProgress(process.stderr, 'Days gone through:');
  try {
    const changes = readChanges(wished, await rules(app));
    const store = await app.store();
    const subscriber = await subscriberAt(email, store);
    const isChanged = Object.keys(changes).length > 0;
    const changed: Reachable = { ...subscriber, ...changes };
    const parts = await app.parts();
    const order = { to: edition ?? (await newestDay(app, store)), days };
    const replayed = await replay(parts, subscriber, changed, {
      ...order,
      progress: done => progress.update(done, days),
    });
    progress.end();
    const current = await currentIds(store, replayed);
    const comparison = compared(replayed, isChanged ? 'preferences' : 'ledger', current);
    if (json) {
      return printJson(replayDocument(subscriberReport(subscriber), subscriberReport(changed), comparison));
    }
    const names = new Map(parts.catalogue.topics.map(({ id, name }) => [id, name]));
    showReplay(subscriber, changed, comparison, id => names.get(id) ?? id);
  } finally {
    progress.end();
    await app.close();
  }
}

function readChanges(
  wished: PreferenceOptions,
  checked: Parameters<typeof readPreferences>[1],
): PreferenceChanges {
  const { changes, problems } = readPreferences(loosely(wished), checked);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return changes;
}

/** Throws a UserError for an address that is no subscriber's, with those that may be meant. */
async function subscriberAt(email: string, store: Store): Promise<Reachable> {
  const address = parseAddress(email);
  const found = await store.subscribers.byKey(address.key);
  if (found?.email) return { ...found, email: found.email };
  let near: string[] = [];
  for await (const page of store.subscribers.pages(PAGE)) {
    near = nearestAddresses(address.email, [...near, ...page.flatMap(one => one.email ?? [])]);
  }
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '`subscribers list` shows who is';
  throw new UserError(`${address.email} is no subscriber: ${hint}`, 1);
}

/** The newest day up to today that has an edition or papers of its own; today, where there is none. */
async function newestDay(app: App, store: Store): Promise<CalendarDate> {
  const now = today(app.clock.now(), app.timeZone());
  const captures = (await store.snapshots.list()).map(({ capturedAt }) => capturedAt);
  const editions = (await store.editions.newest(1, now)).map(({ id }) => id);
  return (
    [...captures, ...editions]
      .filter(day => day <= now)
      .sort()
      .at(-1) ?? now
  );
}

/** The ids that papers of the ledger have by now, where they have others. */
async function currentIds(store: Store, { days }: Replay): Promise<Map<string, string>> {
  const current = new Map<string, string>();
  for (const { id } of days.flatMap(({ really }) => papersOf(really))) {
    const found = await store.papers.byId(id);
    if (found && found.paper.id !== id) current.set(id, found.paper.id);
  }
  return current;
}

function readDays(text: string): number {
  const days = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`Expected a whole number of days from 1 to ${MOST_DAYS}.`);
}
