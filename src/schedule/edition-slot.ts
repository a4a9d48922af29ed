import { writeSignsOfLife } from '../pipeline/quiet.ts';
import { type EditionReport, prepare } from '../pipeline.ts';
import type { DueEdition } from './due-editions.ts';
import { attempt, type Schedule } from './schedule.ts';
import { workSlot } from './work-slot.ts';

/** What the jobs of editions begin with; the edition follows. */
export const EDITION_JOBS = 'edition:';

/** For as long as its mails are worth sending: a full disk may be noticed late. */
const EDITION_RETRY = { rest: 30_000, attempts: 20 * 60 };

/** Freezes an edition for the slot `at` and those before it, unless that is done, or somebody else's; null then. */
export async function editionSlot(
  schedule: Schedule,
  { edition, at }: DueEdition,
): Promise<EditionReport | null> {
  const { parts, clock, signal, log } = schedule;
  let report: EditionReport | null = null;
  const slot = { job: `${EDITION_JOBS}${edition}`, at, retry: EDITION_RETRY };
  await workSlot(schedule, slot, async () => {
    // A page that comes in after their hour is for their next edition.
    const order = { edition, at: clock.now(), oneTurn: true } as const;
    report = await prepare(parts, order, signal ? { signal } : {});
    const { audience, states, skipped } = report;
    log.info({ edition, audience, deliveries: states, skipped }, 'prepared');
    const quiet = await attempt(schedule, 'signs of life', () => writeSignsOfLife(parts, edition));
    if (quiet) log.info({ edition, letters: quiet }, 'signs of life');
    return { ok: true, outcome: { audience, states, skipped } };
  });
  return report;
}
