import type { App } from '../app.ts';
import { CHECK } from '../model/incident.ts';
import { type Held, type HoldWord, holdEdition as hold } from '../pipeline/hold-edition.ts';
import type { EditionReport } from '../pipeline.ts';
import type { Hold } from '../store/edition-holds.ts';

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
  const held = await hold({ store, clock: app.clock }, edition, word, { who: 'command line', reason });
  return { report: held.report, told: told[word](held) };
}

/** What keeps an edition from being delivered, and what to do about it; null when nothing does. */
export function holdInWords(edition: string, hold: Hold | undefined): string | null {
  if (hold === undefined) return null;
  if (hold.cancelled)
    return `Edition ${edition} is cancelled, for good: nothing of it is handed over any more.`;
  const word = hold.pausedWhy?.startsWith(CHECK) ? 'approve' : 'resume';
  return `Edition ${edition} is paused: ${hold.pausedWhy}. Nothing of it is handed over until: paperboy send --edition ${edition} --${word}`;
}

const told: Record<HoldWord, (held: Held) => string> = {
  pause: ({ report: { edition }, before }) =>
    before
      ? `Edition ${edition} was paused already: ${before.pausedWhy}.`
      : `Edition ${edition} is paused. Nothing of it is handed over until: paperboy send --edition ${edition} --resume`,
  resume: ({ report: { edition }, changed }) =>
    changed
      ? `Edition ${edition} goes on: serve delivers what it owes, or paperboy send --edition ${edition}`
      : `Edition ${edition} was not paused.`,
  cancel: ({ report: { edition, states } }) => {
    const held = (states.leased ?? 0) + (states.handoff ?? 0);
    const rest =
      held > 0 ? ` ${held} are in the hands of a worker, which gives up all but what is on its way.` : '';
    return `Edition ${edition} is cancelled, for good. Its papers may come again in later editions.${rest}`;
  },
  approve: ({ report, before }) => {
    const still = report.state === 'paused' ? holdInWords(report.edition, before) : null;
    if (still) return `Edition ${report.edition} is approved, and still paused. ${still}`;
    return `Edition ${report.edition} is approved: nothing that its checks may find holds it any more. serve hands it over at its hour.`;
  },
};
