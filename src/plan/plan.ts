import type { CalendarDate } from '../model/date.ts';
import type { Again, Selection, SizeTable, SkipReason } from '../model/edition.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { isDueOn, slotInstant } from './calendar.ts';
import type { RankedGroups } from './rank.ts';
import { followedGroups, select } from './select.ts';

/** What all subscribers of one edition share. */
export interface PlanDay {
  edition: CalendarDate;
  /** Slots up to this instant (milliseconds since the epoch) are due; null: the whole day. */
  at: number | null;
  /** IANA zone of subscribers who chose none. */
  timeZone: string;
  rankedFor: (lastEdition: CalendarDate | null) => RankedGroups;
  sizes: SizeTable;
}

/** What the ledger knows of one subscriber. */
export interface PlanLedger {
  /** The newest edition before this one in which a delivery to them carried papers. */
  lastEdition: CalendarDate | null;
  carried: (num: number) => boolean;
  /** What that delivery named, when nobody knows whether it arrived; null when it is no question. */
  missed: Again | null;
  /** The address stands on the suppression list. */
  suppressed: boolean;
}

/** `slot` is the instant the delivery falls due, in milliseconds since the epoch. */
export type Planned =
  | { kind: 'delivery'; slot: number; selection: Selection }
  | { kind: 'skip'; reason: SkipReason };

/**
 * Decides what one subscriber gets in an edition: a delivery, or the first reason why not, in this
 * order: `suppressed`, `unsubscribed`, `pending`, `paused`, `not-due`, then of the window
 * `nothing-matched` (there are candidates, none is of a followed topic or query) and `nothing-new`
 * (no candidate at all, or each that matched was carried before or is too large for any mail). What
 * they may have missed is no reason for a mail: it waits for the next one.
 */
export function planSubscriber(subscriber: Subscriber, day: PlanDay, ledger: PlanLedger): Planned {
  const refusal = ledger.suppressed ? 'suppressed' : refusalOf(subscriber, day.edition);
  if (refusal) return { kind: 'skip', reason: refusal };

  if (!isDueOn(subscriber.cadence, day.edition)) return { kind: 'skip', reason: 'not-due' };
  const slot = slotInstant(day.edition, subscriber.hour, subscriber.timezone ?? day.timeZone);
  if (day.at !== null && slot > day.at) return { kind: 'skip', reason: 'not-due' };

  const ranked = day.rankedFor(ledger.lastEdition);
  const selection = select(subscriber, ranked, ledger.carried, day.sizes, ledger.missed);
  if (selection) return { kind: 'delivery', slot, selection };
  const unmatched = ranked.nums.length > 0 && followedGroups(subscriber, ranked).length === 0;
  return { kind: 'skip', reason: unmatched ? 'nothing-matched' : 'nothing-new' };
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
