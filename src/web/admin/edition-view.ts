import type { CalendarDate } from '../../model/date.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../model/delivery.ts';
import { LONGEST_NOTE } from '../../model/note.ts';
import { sourcesBehind, standingsInWords } from '../../pipeline/source-standings.ts';
import { cleanText } from '../../render/clean-text.ts';
import { clipText } from '../../render/clip.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { DeliveryLine } from '../../store/overview.ts';
import { accountsView, LEGEND } from './accounts-view.ts';
import type { Room } from './for-operator.ts';
import { holdView } from './hold-view.ts';
import type { AdminEditionView } from './views.ts';
import { clockTime } from './words.ts';

/** Which deliveries of an edition are shown. */
export interface Filter {
  state: DeliveryState | null;
  /** Number of the last subscriber on the page before. */
  after: number;
}

/** So few that a page of them stays light, whatever was said. */
const DELIVERIES_SHOWN = 50;
/** Characters of what a server said. */
const LONGEST_ANSWER = 200;

/** Everything about one edition, prepared or not, with one page of its deliveries. */
export async function readEdition(
  { site, operator }: Room,
  id: CalendarDate,
  filter: Filter,
): Promise<Omit<AdminEditionView, 'title' | 'nav' | 'notice'>> {
  const { store, timeZone } = site.parts;
  const state = await store.editions.stateOf(id);
  const hold = (await store.editions.holds([id])).get(id);
  const accounts = await store.editions.accounts(id);
  const papers = await store.editions.paperCount(id);
  const found = await store.overview.deliveries(id, { ...filter, limit: DELIVERIES_SHOWN + 1 });
  const shown = found.slice(0, DELIVERIES_SHOWN);
  const path = operator.links.edition(id);
  const last = found.length > DELIVERIES_SHOWN ? shown.at(-1)?.subscriber : undefined;
  const query = filter.state ? `state=${filter.state}&` : '';
  return {
    id,
    exists: state !== null,
    state: state ?? 'not prepared yet',
    paused: hold !== undefined && !hold.cancelled,
    pausedWhy: hold?.pausedWhy ?? '',
    cancelled: hold?.cancelled ?? false,
    hold: await holdView(site.parts, id),
    action: path,
    path,
    filter: { state: filter.state ?? '', after: filter.after },
    papers,
    page: papers > 0 ? site.links.edition(id) : '',
    accounts: accountsView(accounts),
    legend: LEGEND,
    sources: await sourcesInWords(site.parts, id, accounts),
    note: { text: (await store.notes.current(id))?.text ?? '', longest: LONGEST_NOTE, error: '' },
    unknown: accounts.states.unknown ?? 0,
    states: DELIVERY_STATES.filter(one => accounts.states[one] || one === filter.state).map(one => ({
      value: one,
      name: `${one} (${accounts.states[one] ?? 0})`,
      chosen: one === filter.state,
    })),
    canSettle: shown.some(({ state }) => state === 'unknown'),
    deliveries: shown.map(row => ({
      num: row.subscriber,
      link: operator.links.subscriber(row.subscriber),
      email: row.email ?? '(erased)',
      state: row.state,
      attempts: row.attempts,
      updatedAt: clockTime(row.updatedAt, timeZone),
      answer: answerOf(row),
      isUnknown: row.state === 'unknown',
    })),
    next: last === undefined ? '' : `${path}?${query}after=${last}#deliveries`,
  };
}

/** Which sources are why some had nothing new; empty when none is. */
async function sourcesInWords(
  { store, clock }: Room['site']['parts'],
  id: CalendarDate,
  { skipped }: Accounts,
): Promise<string> {
  if (!skipped.quiet && !skipped['stale-source']) return '';
  return cleanText(standingsInWords(await sourcesBehind(store, id, clock.now()), id));
}

function answerOf({ reason, reply }: DeliveryLine): string {
  return clipText(cleanText([reason, reply].filter(Boolean).join(': ')), LONGEST_ANSWER);
}
