import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { editionIncidents } from '../model/incident.ts';
import { closeAccounts, type EditionReport } from '../pipeline.ts';
import type { Hold } from '../store/editions.ts';

/** What the operator says about an edition that is not to go out as planned. */
export type HoldWord = 'pause' | 'resume' | 'cancel';

/** How an edition stands after the operator's word. */
export interface HeldEdition {
  report: EditionReport;
  /** In words, and what to do next. */
  told: string;
}

/**
 * Pauses, resumes or cancels an edition, and hands nothing over. It is safe to repeat; a worker that is at it sees it
 * before its next message. Throws a UserError (exit code 1) for what cannot be: a cancelled edition stays cancelled.
 */
export async function holdEdition(
  app: App,
  edition: string,
  word: HoldWord,
  reason: string,
): Promise<HeldEdition> {
  const store = await app.store();
  const now = app.clock.now();
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
  const { report } = await closeAccounts({ store, clock: app.clock }, edition);
  return { report, told: told[word](report, before) };
}

/** What keeps an edition from being delivered, and what to do about it; null when nothing does. */
export function holdInWords(edition: string, hold: Hold | undefined): string | null {
  if (hold === undefined) return null;
  if (hold.cancelled)
    return `Edition ${edition} is cancelled, for good: nothing of it is handed over any more.`;
  return `Edition ${edition} is paused: ${hold.pausedWhy}. Nothing of it is handed over until: paperboy send --edition ${edition} --resume`;
}

const told: Record<HoldWord, (report: EditionReport, before: Hold | undefined) => string> = {
  pause: ({ edition }, before) =>
    before
      ? `Edition ${edition} was paused already: ${before.pausedWhy}.`
      : `Edition ${edition} is paused. Nothing of it is handed over until: paperboy send --edition ${edition} --resume`,
  resume: ({ edition }, before) =>
    before
      ? `Edition ${edition} goes on: serve delivers what it owes, or paperboy send --edition ${edition}`
      : `Edition ${edition} was not paused.`,
  cancel: ({ edition, states }) => {
    const held = (states.leased ?? 0) + (states.handoff ?? 0);
    const rest =
      held > 0 ? ` ${held} are in the hands of a worker, which gives up all but what is on its way.` : '';
    return `Edition ${edition} is cancelled, for good. Its papers may come again in later editions.${rest}`;
  },
};
