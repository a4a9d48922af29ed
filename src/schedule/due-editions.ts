import { addDays, type CalendarDate } from '../model/date.ts';
import { isDueOn, slotInstant, today } from '../plan/calendar.ts';
import type { SlotGroup } from '../store/subscribers.ts';

/** An edition that has to be looked at, and the newest moment that asks for it. */
export interface DueEdition {
  edition: CalendarDate;
  /** A slot, or so long before it as it is looked at, or when somebody came after that; in milliseconds since the epoch. */
  at: number;
}

const HOUR_MS = 3_600_000;
/** What is later than this is worth no mail any more: its deliveries would be expired. */
const LATEST_MS = 20 * HOUR_MS;
/** A machine that is busy, or a digest that is being read, has missed nothing. */
const GRACE_MS = 30 * 60_000;
const WEEK = 7;

/** How late a slot may be and still bring a mail, in milliseconds, when downtimes are caught up with for so many hours. */
export function latenessOf(catchUpHours: number): number {
  return Math.max(catchUpHours * HOUR_MS, GRACE_MS);
}

/**
 * The editions of which some group's slot has come and is not too late, each with the newest of these
 * slots. Whoever prepares an edition as of now covers every slot up to that one. `lateness`: slots so long ago, in
 * milliseconds, are too late. `ahead`: how long before a slot it is looked at.
 *
 * The dates are those of each group's own zone: on one instant there are three of them on earth.
 * Newest edition first: an older one may also hold slots that are too late, of people who have a
 * later slot that is not, and their papers must go into the mail that they get.
 */
export function dueEditions(
  groups: readonly SlotGroup[],
  timeZone: string,
  now: number,
  lateness: number,
  ahead = 0,
): DueEdition[] {
  const soon = now + ahead;
  const newest = new Map<CalendarDate, number>();
  const datesIn = oncePerZone(zone => {
    const date = today(now, zone);
    return [...new Set([addDays(date, -1), date, today(soon, zone)])];
  });
  for (const { timezone, hour, cadence, newest: newcomer } of groups) {
    const zone = timezone ?? timeZone;
    for (const edition of datesIn(zone)) {
      if (!isDueOn(cadence, edition)) continue;
      const slot = slotInstant(edition, hour, zone);
      if (slot > soon || slot <= now - LATEST_MS) continue;
      // Whoever came after their hour does not wait for tomorrow.
      const came = newcomer !== null && newcomer <= now ? newcomer : slot - ahead;
      if (Math.max(slot, came) <= now - lateness) continue;
      // And once more at the hour itself: who chose it since was not there before.
      const at = Math.max(slot <= now ? slot : slot - ahead, came);
      newest.set(edition, Math.max(at, newest.get(edition) ?? at));
    }
  }
  return [...newest]
    .map(([edition, at]) => ({ edition, at }))
    .sort((a, b) => (a.edition > b.edition ? -1 : 1));
}

/** True when somebody's slot of an edition lies after one moment, up to another. */
export function hasSlotWithin(
  groups: readonly SlotGroup[],
  timeZone: string,
  edition: CalendarDate,
  { after, upTo }: { after: number; upTo: number },
): boolean {
  return groups.some(({ timezone, hour, cadence }) => {
    if (!isDueOn(cadence, edition)) return false;
    const slot = slotInstant(edition, hour, timezone ?? timeZone);
    return slot > after && slot <= upTo;
  });
}

/** The first slot of any group after `now`; null when nobody has one. */
export function nextSlot(groups: readonly SlotGroup[], timeZone: string, now: number): number | null {
  // Yesterday's too: a gap at midnight may have moved it on to today.
  const datesIn = oncePerZone(zone => {
    const date = today(now, zone);
    return Array.from({ length: WEEK + 2 }, (_, day) => addDays(date, day - 1));
  });
  const coming = groups.flatMap(({ timezone, hour, cadence }) => {
    const zone = timezone ?? timeZone;
    const slots = datesIn(zone)
      .filter(edition => isDueOn(cadence, edition))
      .map(edition => slotInstant(edition, hour, zone))
      .filter(at => at > now);
    return slots.slice(0, 1);
  });
  return coming.length > 0 ? Math.min(...coming) : null;
}

/** Groups share few zones, and asking a zone is dear. */
function oncePerZone(ask: (zone: string) => CalendarDate[]): (zone: string) => CalendarDate[] {
  const known = new Map<string, CalendarDate[]>();
  return zone => {
    const dates = known.get(zone) ?? ask(zone);
    known.set(zone, dates);
    return dates;
  };
}
