import { addDays, type CalendarDate } from '../model/date.ts';
import { EXPIRES_MS } from '../pipeline/freeze.ts';
import type { Missed } from '../pipeline/order.ts';
import { writeSignsOfLife } from '../pipeline/quiet.ts';
import { type EditionReport, prepare } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { bounded } from './bounded.ts';
import { type DueEdition, dueEditions, hasSlotWithin } from './due-editions.ts';
import { attempt, type Schedule } from './schedule.ts';
import { workSlot } from './work-slot.ts';

/** What the jobs of editions begin with; the edition follows. */
export const EDITION_JOBS = 'edition:';

/** For as long as its mails are worth sending: a full disk may be noticed late. */
const EDITION_RETRY = { rest: 30_000, attempts: 20 * 60 };

/** The editions to prepare now: those whose slots have come, newest first, and those of which a part is still to be prepared. */
export async function editionsDue(schedule: Schedule): Promise<DueEdition[]> {
  const { parts, clock, lateness, ahead } = schedule;
  const { store, timeZone } = parts;
  const now = clock.now();
  const groups = await store.subscribers.slotGroups();
  const due = dueEditions(groups, timeZone, now, lateness, ahead);
  const known = new Set(due.map(({ edition }) => edition));
  // What a dead process began is ended, however little is caught up with: everybody is to be accounted for.
  const begun = new Map<CalendarDate, number>();
  for (const { job, at } of await store.slots.begun(EDITION_JOBS, now - EXPIRES_MS)) {
    const edition = job.slice(EDITION_JOBS.length);
    if (at <= now && !known.has(edition)) begun.set(edition, at);
  }
  // Of an edition that others had already, whoever was missed is no longer to be told that their hour is yet to come.
  const missed = await missedNow(schedule);
  if (missed.upTo > missed.after) {
    const [from, to] = [today(missed.after, timeZone), today(missed.upTo, timeZone)];
    for (const edition of (await store.editions.between(addDays(from, -1), addDays(to, 2))).sort()) {
      if (known.has(edition) || begun.has(edition)) continue;
      if (hasSlotWithin(groups, timeZone, edition, missed)) begun.set(edition, now);
    }
  }
  const older = [...begun].map(([edition, at]) => ({ edition, at }));
  return [...due, ...older.sort((a, b) => (a.edition > b.edition ? -1 : 1))];
}

/** Which slots nobody was there for and are not caught up with: after the last look at the schedule, up to what is too late now. */
export async function missedNow({ store, clock, lateness }: Schedule): Promise<Missed> {
  const now = clock.now();
  const last = await store.slots.lastLook();
  return { after: last?.startedAt ?? now, upTo: now - lateness };
}

/** Freezes an edition for the slot `at` and those before it, unless that is done, or somebody else's; null then. */
export async function editionSlot(
  schedule: Schedule,
  { edition, at }: DueEdition,
  missed: Missed,
): Promise<EditionReport | null> {
  const { parts, clock, ahead, signal, bounds, log } = schedule;
  let report: EditionReport | null = null;
  const slot = { job: `${EDITION_JOBS}${edition}`, at, retry: EDITION_RETRY };
  await workSlot(schedule, slot, async () => {
    // A page that comes in after their hour is for their next edition.
    const order = { edition, at: clock.now() + ahead, oneTurn: true, missed } as const;
    const limits = { ...bounds, what: `preparing edition ${edition}`, limit: bounds.page, signal };
    report = await bounded(limits, (stop, onFrozen) => prepare(parts, order, { signal: stop, onFrozen }));
    const { audience, states, skipped } = report;
    log.info({ edition, audience, deliveries: states, skipped }, 'prepared');
    const quiet = await attempt(schedule, 'signs of life', () => writeSignsOfLife(parts, edition));
    if (quiet) log.info({ edition, letters: quiet }, 'signs of life');
    return { ok: true, outcome: { audience, states, skipped } };
  });
  return report;
}
