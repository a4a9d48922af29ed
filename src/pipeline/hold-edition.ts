import { UserError } from '../errors.ts';
import type { CalendarDate } from '../model/date.ts';
import { editionIncidents } from '../model/incident.ts';
import { closeAccounts, type EditionReport } from '../pipeline.ts';
import type { Hold } from '../store/editions.ts';
import type { Parts } from './parts.ts';

/** What the operator says about an edition that is not to go out as planned. */
export type HoldWord = 'pause' | 'resume' | 'cancel';

/** How an edition stands after the operator's word. */
export interface Held {
  report: EditionReport;
  /** How it was held before; undefined when it was not. */
  before: Hold | undefined;
}

/**
 * Pauses, resumes or cancels an edition, and hands nothing over. It is safe to repeat; a worker that is at it sees it
 * before its next message. Throws a UserError (exit code 1) for what cannot be: a cancelled edition stays cancelled.
 */
export async function holdEdition(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  edition: CalendarDate,
  word: HoldWord,
  reason: string,
): Promise<Held> {
  const now = clock.now();
  const before = (await store.editions.holds([edition])).get(edition);
  if (before?.cancelled && word !== 'cancel') {
    throw new UserError(
      `Edition ${edition} is cancelled, for good: what it held goes into later editions.`,
      1,
    );
  }
  if (word === 'pause') await store.editions.pause(edition, reason, now);
  if (word === 'resume') await store.editions.resume(edition, now);
  if (word === 'cancel') await store.transaction(tx => tx.editions.cancel(edition, now));
  // What stopped it is settled by the operator's word.
  if (word !== 'pause') for (const key of editionIncidents(edition)) await store.incidents.close(key, now);
  const { report } = await closeAccounts({ store, clock }, edition);
  return { report, before };
}
