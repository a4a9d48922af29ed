import type { Transport } from '../deliver/transport.ts';
import { addDays, type CalendarDate } from '../model/date.ts';
import { OPERATOR_MAIL } from '../model/incident.ts';
import type { WeekSummary } from '../model/week-summary.ts';
import { isDueOn, slotInstant, today } from '../plan/calendar.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
/** Incidents told. */
const MOST = 20;
/** After so long nobody is to be caught up with any more, in milliseconds. */
const OVER_MS = 20 * 3_600_000;

/** Sums up the seven days before `to` (ms). */
export async function weekSummary(
  { store, timeZone }: Pick<Parts, 'store' | 'timeZone'>,
  to: number,
): Promise<WeekSummary> {
  const from = to - DAYS * DAY_MS;
  const last = today(to, timeZone);
  const days = Array.from({ length: DAYS + 1 }, (_, back) => addDays(last, -back));
  // The day on which the last week ended was told of then.
  const first = addDays(last, 1 - DAYS);
  const editions: WeekSummary['editions'] = [];
  for (const { id, state, audience } of await store.editions.newest(DAYS, last)) {
    if (id < first) break;
    editions.push({ edition: id, state, audience, ...(await store.editions.accounts(id)) });
  }
  const incidents = (await store.incidents.recent(MOST)).filter(
    ({ closedAt, lastAt }) => closedAt === null || closedAt >= from || lastAt >= from,
  );
  return {
    from,
    to,
    editions,
    sources: await sourcesOf(store, days, from),
    newPapers: await store.week.newPapers(first),
    subscribers: Object.fromEntries(await store.overview.statuses()),
    ...(await store.week.movement(from)),
    incidents: incidents.map(({ key, what, openedAt, closedAt, times }) => ({
      key,
      what,
      openedAt,
      closedAt,
      times,
    })),
    missed: await missedEditions({ store, timeZone }, to),
  };
}

async function sourcesOf(store: Store, days: CalendarDate[], from: number): Promise<WeekSummary['sources']> {
  const sources = new Map<string, WeekSummary['sources'][number]>();
  for (const { source, at, status, fresh, reason } of await store.readings.ofDays(days)) {
    if (at < from) continue;
    const known = sources.get(source) ?? { source, readings: {}, fresh: 0, lastFresh: null, problem: null };
    known.readings[status] = (known.readings[status] ?? 0) + 1;
    known.fresh += fresh;
    if (fresh > 0) known.lastFresh = at;
    if (status === 'refused' || status === 'stale') known.problem = reason;
    sources.set(source, known);
  }
  for (const known of sources.values()) {
    known.lastFresh ??= (await store.readings.of(known.source)).find(({ fresh }) => fresh > 0)?.at ?? null;
  }
  return [...sources.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}

/**
 * The editions of the last week that nobody prepared although somebody's hour came, oldest first: the service was away too long to
 * catch up with them. Those before the first edition at all are none.
 */
export async function missedEditions(
  { store, timeZone }: Pick<Parts, 'store' | 'timeZone'>,
  now: number,
): Promise<CalendarDate[]> {
  const date = today(now, timeZone);
  const dates = Array.from({ length: DAYS }, (_, back) => addDays(date, back - DAYS));
  const known = new Set(await store.editions.between(dates[0] ?? date, date));
  const isFirst = (await store.editions.newest(1, addDays(date, -DAYS))).length === 0;
  const begin = isFirst ? [...known].sort()[0] : dates[0];
  const groups = await store.subscribers.slotGroups();
  return dates.filter(
    edition =>
      !known.has(edition) &&
      begin !== undefined &&
      edition > begin &&
      groups.some(({ timezone, hour, cadence, newest }) => {
        const slot = isDueOn(cadence, edition) ? slotInstant(edition, hour, timezone ?? timeZone) : null;
        return slot !== null && slot <= now - OVER_MS && (newest ?? 0) <= slot;
      }),
  );
}

/**
 * Mails the operator the week up to `at` (ms), if anything was read or prepared in it, or should have been; false when nobody
 * knows whether it came: it is to be tried again, as the same message.
 */
export async function mailSummary(
  parts: Parts,
  { transport, to, at }: { transport: Transport; to: string; at: number },
): Promise<boolean> {
  const { store, clock } = parts;
  const week = await weekSummary(parts, at);
  // An instance that begins on a Tuesday had no week.
  if (week.editions.length === 0 && week.sources.length === 0 && week.missed.length === 0) return true;
  const message = await parts.sign(parts.summaryMail(week, to, clock.now()));
  const folder = `operator/summary-${today(at, parts.timeZone)}`;
  const reply = await transport.hand(folder, message, async () => true);
  if (reply?.class === 'accepted') return true;
  if (!reply?.final) return false;
  const why = `The weekly summary was refused: ${reply.reply ?? 'without a word'}`;
  await store.incidents.open(OPERATOR_MAIL, why, clock.now());
  return true;
}
