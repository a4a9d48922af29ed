import { addDays } from '../model/date.ts';
import { indexPapers } from '../pipeline/index-papers.ts';
import { learnCompanions } from '../pipeline/learn-companions.ts';
import { sweepSnapshots } from '../pipeline/sweep-snapshots.ts';
import { closeAccounts } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { attempt, type Schedule, UNBOUNDED } from './schedule.ts';
import { summarySlot } from './summary-slot.ts';
import { workSlot } from './work-slot.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** After so many days no zone has a slot in an edition that is not too late. */
const DRAFT_DAYS = 2;
/** How long it is remembered what operators did. */
const RECORDS_MS = 400 * DAY_MS;
/** Another process may be reading what was before. */
const SCRUB_RETRY = { rest: 60 * MINUTE_MS, attempts: 24 };

/** What has time until the mails are on their way: the archive's index, what it teaches, the operator's week, and what nobody needs any more. */
export async function tidyUp(schedule: Schedule): Promise<void> {
  const { parts } = schedule;
  const whole = (what: string, work: () => Promise<unknown>) => attempt(schedule, what, work, UNBOUNDED);
  await whole('the archive’s index', () => indexPapers(parts));
  await whole('learning of own topics', () => learnCompanions(parts));
  await attempt(schedule, 'old drafts', () => closeOldDrafts(schedule));
  await attempt(schedule, 'old snapshots', () => sweepOnce(schedule));
  await attempt(schedule, 'old records', () => forgetOnce(schedule));
  await whole('the weekly summary', () => summarySlot(schedule));
  await whole('scrubbing the database', () => scrubOnce(schedule));
}

/** Closes the accounts of days on which nobody but newcomers had a slot: nobody else will be frozen in them any more. */
async function closeOldDrafts({ parts, clock }: Schedule): Promise<void> {
  const before = addDays(today(clock.now(), parts.timeZone), -DRAFT_DAYS);
  for (const edition of await parts.store.editions.draftsBefore(before)) {
    await closeAccounts(parts, edition, true);
  }
}

/** Removes the bytes of snapshots that are too old, once a day. */
async function sweepOnce(schedule: Schedule): Promise<void> {
  const { parts, clock, keepDays, log } = schedule;
  const { keep } = parts;
  if (keep === undefined || keepDays === 0) return;
  const slot = { job: 'sweep', at: Math.floor(clock.now() / DAY_MS) * DAY_MS, retry: SCRUB_RETRY };
  await workSlot(schedule, slot, async () => {
    const { removed, left } = await sweepSnapshots({ ...parts, keep }, keepDays);
    if (removed > 0) log.info({ removed, left }, 'the bytes of old snapshots are removed');
    return { ok: true, outcome: { removed, left } };
  });
}

/** Forgets what operators did so long ago that nobody asks for it any more, once a day. */
async function forgetOnce(schedule: Schedule): Promise<void> {
  const { parts, clock } = schedule;
  const slot = { job: 'forget', at: Math.floor(clock.now() / DAY_MS) * DAY_MS, retry: SCRUB_RETRY };
  await workSlot(schedule, slot, async () => {
    await parts.store.actions.forget(clock.now() - RECORDS_MS);
    return { ok: true, outcome: {} };
  });
}

/** Scrubs the database's files when something was erased: once a day, and while no mail waits, since it takes seconds. */
async function scrubOnce(schedule: Schedule): Promise<void> {
  const { parts, clock, scrub, log } = schedule;
  const { erasure, deliveries } = parts.store;
  if ((await erasure.scrubOwed()) === null || (await deliveries.owing()).length > 0) return;
  const slot = { job: 'scrub', at: Math.floor(clock.now() / DAY_MS) * DAY_MS, retry: SCRUB_RETRY };
  await workSlot(schedule, slot, async () => {
    await scrub();
    log.info('what was erased is gone from the database’s files');
    return { ok: true, outcome: {} };
  });
}
