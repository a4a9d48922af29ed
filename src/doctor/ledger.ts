import { addDays, type CalendarDate } from '../model/date.ts';
import { OPEN_STATES } from '../model/delivery.ts';
import { incidentSubject } from '../model/incident.ts';
import { today } from '../plan/calendar.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Editions looked back at for pauses and cancellations. */
const LOOKED_BACK = 31;

/** What the ledger says that an operator should know: incidents, the last edition, what is stopped, unknown, or left. */
export async function examineLedger(store: Store, now: number, timeZone: string): Promise<Finding[]> {
  const incidents = await store.incidents.current();
  const told = new Set(incidents.map(({ key }) => key));
  const editions = await store.editions.newest(LOOKED_BACK);
  const [last] = editions;
  // Swedish writes dates as the rest of the program does: 2026-06-02 07:00.
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return [
    ...incidents.map(({ key, what, openedAt, times }) => {
      const { title, stopsAll, toDo } = incidentSubject(key);
      const often = times > 1 ? `, seen ${times} times` : '';
      const says = `${title}: ${what} (since ${format.format(openedAt)}${often}).`;
      return (stopsAll ? fail : warn)(`incident.${key.replaceAll(' ', '.')}`, says, toDo.join('\n'));
    }),
    last ? lastEdition(last.id, await store.editions.accounts(last.id)) : NO_EDITION,
    ...(await held(
      store,
      editions.map(({ id }) => id),
      told,
    )),
    ...(await unknown(store)),
    ...(await leftOver(store, today(now, timeZone))),
  ];
}

const NO_EDITION = ok('edition', 'No edition was prepared yet.');

function lastEdition(id: string, { states, skipped }: Accounts): Finding {
  const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const says = `The last edition is ${id}: ${[...counts, `${left} without a mail`].join(', ')}.`;
  const failed = (states.expired ?? 0) + (states.render_failed ?? 0);
  if (failed === 0) return ok('edition', says);
  return warn('edition', says, `See why ${failed} had no mail: paperboy deliveries --edition ${id}`);
}

/** Editions of which nothing is handed over. One that an incident tells of already is left out. */
async function held(store: Store, ids: readonly string[], told: ReadonlySet<string>): Promise<Finding[]> {
  const holds = [...(await store.editions.holds(ids))].filter(([id]) => !told.has(`edition ${id}`));
  return holds.map(([id, { pausedWhy, cancelled }]) => {
    if (cancelled) return ok(`edition.${id}`, `Edition ${id} is cancelled.`);
    const { toDo } = incidentSubject(`edition ${id}`);
    return warn(`edition.${id}`, `Edition ${id} is paused: ${pausedWhy}.`, toDo.join('\n'));
  });
}

async function unknown(store: Store): Promise<Finding[]> {
  const rows = await store.deliveries.list({ state: 'unknown' });
  if (rows.length === 0) return [];
  const editions = [...new Set(rows.map(({ edition }) => edition))];
  const says =
    `${rows.length} ${rows.length === 1 ? 'delivery is' : 'deliveries are'} unknown, of ${list(editions)}: ` +
    'handed over, and no answer came.';
  const fix =
    'Which: paperboy deliveries --state unknown\n' +
    'Settle one: paperboy deliveries resolve ID --accepted, or --resend for a second copy at worst';
  return [warn('unknown', says, fix)];
}

/** What editions of days gone by still owe: nobody delivers it, or it would have expired. */
async function leftOver(store: Store, day: CalendarDate): Promise<Finding[]> {
  // Yesterday's may be due still, where its slots were late.
  const old = (await store.deliveries.owing()).filter(edition => edition < addDays(day, -1));
  const holds = await store.editions.holds(old);
  const findings: Finding[] = [];
  for (const edition of old.filter(id => !holds.has(id))) {
    const { states } = await store.editions.accounts(edition);
    const owed = OPEN_STATES.map(state => states[state] ?? 0).reduce((sum, count) => sum + count, 0);
    const fix = `End them: paperboy serve does, or paperboy send --edition ${edition}`;
    findings.push(warn(`owed.${edition}`, `Edition ${edition} still owes ${owed} deliveries.`, fix));
  }
  return findings;
}

function list(editions: readonly string[]): string {
  const shown = editions.slice(0, 3).join(', ');
  const noun = editions.length === 1 ? 'edition' : 'editions';
  return `${noun} ${shown}${editions.length > 3 ? ` and ${editions.length - 3} more` : ''}`;
}
