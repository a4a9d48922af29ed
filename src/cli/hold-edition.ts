import type { App } from '../app.ts';
import { type HoldWord, holdEdition as hold } from '../pipeline/hold-edition.ts';
import type { EditionReport } from '../pipeline.ts';
import type { Hold } from '../store/editions.ts';

/** How an edition stands after the operator's word. */
export interface HeldEdition {
  report: EditionReport;
  /** In words, and what to do next. */
  told: string;
}

/** Holds an edition as the operator says, and tells what came of it. Throws a UserError for what cannot be. */
export async function holdEdition(
  app: App,
  edition: string,
  word: HoldWord,
  reason: string,
): Promise<HeldEdition> {
  const store = await app.store();
  const { report, before } = await hold({ store, clock: app.clock }, edition, word, reason);
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
