import type { CalendarDate } from '../model/date.ts';
import type { Again, Preface, Selection, SizeTable, SkipReason, Updates } from '../model/edition.ts';
import type { Leaning, Taste } from '../model/signal.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { Absence } from './absence.ts';
import { isDueOn, slotInstant, today } from './calendar.ts';
import type { RankedGroups } from './rank.ts';
import { isAnyMatched, select } from './select.ts';

/** What all subscribers of one edition share. */
export interface PlanDay {
  edition: CalendarDate;
  /** Slots up to this instant (milliseconds since the epoch) are due; null: the whole day. */
  at: number | null;
  /** IANA zone of subscribers who chose none. */
  timeZone: string;
  rankedFor: (lastEdition: CalendarDate | null) => RankedGroups;
  sizes: SizeTable;
  /** Why nothing new came for anybody; null, or left out, when something did, or it is not known. */
  absence?: Absence | null;
}

/** What the ledger knows of one subscriber. */
export interface PlanLedger {
  /** The newest edition before this one in which a delivery to them carried papers. */
  lastEdition: CalendarDate | null;
  carried: (num: number) => boolean;
  /** What that delivery named, when nobody knows whether it arrived; null when it is no question. */
  missed: Again | null;
  /** All that is new about what they were carried since that edition; null, or left out, when they do not wish it. */
  updates?: Updates | null;
  /** The address stands on the suppression list. */
  suppressed: boolean;
  /** Of which headings they want more, or less; null when they never said. */
  leaning: Leaning | null;
  /** Which papers they would rather read; null when they said too little. */
  taste?: Taste | null;
}

/** `slot` is the instant the delivery falls due, in milliseconds since the epoch. */
export type Planned =
  | { kind: 'delivery'; slot: number; selection: Selection; preface: Preface | null }
  | { kind: 'skip'; reason: SkipReason };

/**
 * Decides what one subscriber gets in an edition: a delivery, or the first reason why not, in this
 * order: `suppressed`, `unsubscribed`, `pending`, `paused`, `not-due`, then of the window
 * `nothing-matched` (there are candidates, none is of a followed topic or query) and `nothing-new`
 * (no candidate at all, or each that matched was carried before or is too large for any mail; `quiet` or
 * `stale-source` instead where that is why). What
 * they may have missed is no reason for a mail: it waits for the next one; nor is news of papers they know.
 */
export function planSubscriber(subscriber: Subscriber, day: PlanDay, ledger: PlanLedger): Planned {
  const turn = turnOf(subscriber, day, ledger.suppressed);
  if (turn.kind === 'skip') return turn;
  const { slot } = turn;
  const ranked = day.rankedFor(ledger.lastEdition);
  const selection = select(subscriber, ranked, ledger, day.sizes);
  if (selection) return { kind: 'delivery', slot, selection, preface: prefaceOf(subscriber, day, ledger) };
  const unmatched = ranked.nums.length > 0 && !isAnyMatched(subscriber, ranked);
  return { kind: 'skip', reason: unmatched ? 'nothing-matched' : (day.absence ?? 'nothing-new') };
}

/** Whether it is somebody's turn, as far as that is known without looking at papers: the slot it is for, or why it is not. */
export function turnOf(
  subscriber: Subscriber,
  day: Pick<PlanDay, 'edition' | 'at' | 'timeZone'>,
  isSuppressed: boolean,
): { kind: 'turn'; slot: number } | { kind: 'skip'; reason: SkipReason } {
  const refusal = isSuppressed ? 'suppressed' : refusalOf(subscriber, day.edition);
  if (refusal) return { kind: 'skip', reason: refusal };
  const slot = slotOf(subscriber, day);
  if (slot === null || (day.at !== null && slot > day.at)) return { kind: 'skip', reason: 'not-due' };
  return { kind: 'turn', slot };
}

/** When they get this edition; null when the day is none of theirs. Who came by themselves gets a first one at once. */
function slotOf(
  subscriber: Subscriber,
  { edition, timeZone }: Pick<PlanDay, 'edition' | 'timeZone'>,
): number | null {
  const { cadence, hour, timezone, welcomeAt } = subscriber;
  if (isWelcomeOn(subscriber, edition, timeZone)) return welcomeAt;
  return isDueOn(cadence, edition) ? slotInstant(edition, hour, timezone ?? timeZone) : null;
}

/** Further than this from the start of a date in UTC, no zone has that date, in milliseconds. */
const WIDEST_DATE_MS = 2 * 86_400_000;

/** True when somebody who came by themselves did so on this date, in their zone: they are owed this edition at once. */
function isWelcomeOn({ welcomeAt, timezone }: Subscriber, edition: CalendarDate, timeZone: string): boolean {
  // Asking a zone is dear, and nearly everybody came long ago.
  if (welcomeAt === null || Math.abs(welcomeAt - Date.parse(edition)) > WIDEST_DATE_MS) return false;
  return today(welcomeAt, timezone ?? timeZone) === edition;
}

function prefaceOf(
  subscriber: Subscriber,
  { edition, timeZone }: PlanDay,
  { lastEdition }: PlanLedger,
): Preface | null {
  const { welcomeAt, pausedUntil } = subscriber;
  if (lastEdition === null) return welcomeAt === null ? null : 'welcome';
  // Whoever gets mail though a date stands here has come to the end of a pause.
  const wasAway = pausedUntil !== null && lastEdition < pausedUntil;
  return wasAway || isWelcomeOn(subscriber, edition, timeZone) ? 'catch-up' : null;
}

/** Why a subscriber's status keeps mail from them on a date; null when it does not. */
function refusalOf(
  subscriber: Subscriber,
  edition: CalendarDate,
): Exclude<Subscriber['status'], 'active'> | null {
  const { status } = subscriber;
  return status === 'active' || (status === 'paused' && isPauseOver(subscriber, edition)) ? null : status;
}

/** True from the day on which a pause ends; a pause without an end does not end by itself. */
export function isPauseOver({ pausedUntil }: Subscriber, edition: CalendarDate): boolean {
  return pausedUntil !== null && pausedUntil <= edition;
}
