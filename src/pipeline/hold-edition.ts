import { UserError } from '../errors.ts';
import type { Action } from '../model/action.ts';
import type { CalendarDate } from '../model/date.ts';
import { CHECK, editionIncident, editionIncidents } from '../model/incident.ts';
import { closeAccounts, type EditionReport } from '../pipeline.ts';
import type { Hold } from '../store/edition-holds.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** What the operator says about an edition: that it is not to go out as planned, that it goes on, or that it is good to go. */
export const HOLD_WORDS = ['pause', 'resume', 'cancel', 'approve'] as const;
export type HoldWord = (typeof HOLD_WORDS)[number];

/** How an edition stands after the operator's word. */
export interface Held {
  report: EditionReport;
  /** How it was held before; undefined when it was not. */
  before: Hold | undefined;
  /** Whether the word changed anything. */
  changed: boolean;
}

/**
 * Pauses, resumes, cancels or approves an edition, and hands nothing over. It is safe to repeat; a worker that is at it sees
 * it before its next message. What it changed is on record as an act of the operator. Throws a UserError (exit code 1) for what
 * cannot be: a cancelled edition stays cancelled.
 */
export async function holdEdition(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  edition: CalendarDate,
  word: HoldWord,
  { who, reason }: { who: Action['who']; reason: string },
): Promise<Held> {
  const now = clock.now();
  const before = (await store.editions.holds([edition])).get(edition);
  if (before?.cancelled && word !== 'cancel') {
    throw new UserError(
      `Edition ${edition} is cancelled, for good: what it held goes into later editions.`,
      1,
    );
  }
  // By the clock that answers are written by: whoever approves has seen those before.
  const changed = await SAY[word](store, edition, await store.now(), { before, reason });
  // What stopped it is settled by the operator's word.
  if (word !== 'pause') for (const key of settledBy(word, edition)) await store.incidents.close(key, now);
  if (changed) {
    const why = word === 'pause' ? reason : null;
    await store.actions.add({ at: now, who, what: word, subject: edition, why });
  }
  const { report } = await closeAccounts({ store, clock }, edition);
  return { report, before, changed };
}

/** Who approves of what an edition carries says nothing of what servers answered, unless that is all that holds it. */
function settledBy(word: HoldWord, edition: CalendarDate): string[] {
  if (word !== 'approve') return editionIncidents(edition);
  return [editionIncident(edition, 'check'), editionIncident(edition, 'canary')];
}

type Say = (
  store: Store,
  edition: CalendarDate,
  now: number,
  how: { before: Hold | undefined; reason: string },
) => Promise<boolean>;

/** Each tells whether it changed anything. */
const SAY: Record<HoldWord, Say> = {
  pause: (store, edition, now, { reason }) => store.editions.pause(edition, reason, now),
  async resume(store, edition, now) {
    if (await store.editions.resume(edition, now)) return true;
    // It goes on, all but a group whose first answers were bad.
    const held = await store.incidents.find(editionIncident(edition, 'canary'));
    return held !== null && held.closedAt === null && store.editions.approve(edition, now);
  },
  async cancel(store, edition, now, { before }) {
    await store.transaction(tx => tx.editions.cancel(edition, now));
    return before?.cancelled !== true;
  },
  async approve(store, edition, now, { before }) {
    const isHeldByCheck = before?.pausedWhy?.startsWith(CHECK) ?? false;
    return isHeldByCheck ? store.editions.resume(edition, now) : store.editions.approve(edition, now);
  },
};
