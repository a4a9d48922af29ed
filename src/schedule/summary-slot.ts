import { addDays, weekdayOf } from '../model/date.ts';
import { mailSummary } from '../pipeline/week-summary.ts';
import { slotInstant, today } from '../plan/calendar.ts';
import type { Schedule } from './schedule.ts';
import { workSlot } from './work-slot.ts';

const HOUR = 8;
const HOUR_MS = 3_600_000;
/** Whoever comes back later waits for the next one, in milliseconds. */
const LATEST_MS = 24 * HOUR_MS;
/** What has no certain answer is tried again, as the same message. */
const RETRY = { rest: HOUR_MS / 4, attempts: 40 };

/** The newest Monday at eight o'clock of a zone, up to `now`; both in milliseconds. */
export function summaryInstant(now: number, timeZone: string): number {
  const date = today(now, timeZone);
  const monday = addDays(date, -((weekdayOf(date) + 6) % 7));
  const at = slotInstant(monday, HOUR, timeZone);
  return at <= now ? at : slotInstant(addDays(monday, -7), HOUR, timeZone);
}

/** Mails the operator what the week came to, on Mondays at eight, once whoever looks; true when it was done now. */
export async function summarySlot(schedule: Schedule): Promise<boolean> {
  const { parts, clock, transport, operator, log } = schedule;
  if (operator === null) return false;
  const at = summaryInstant(clock.now(), parts.timeZone);
  if (clock.now() - at > LATEST_MS) return false;
  const done = await workSlot(schedule, { job: 'summary', at, retry: RETRY }, async () => ({
    ok: await mailSummary(parts, { transport, to: operator, at }),
    outcome: {},
  }));
  if (done?.ok) log.info('told the operator what the week came to');
  return done?.ok ?? false;
}
