import type { Clock } from '../clock.ts';
import type { DeliverOrder } from './order.ts';

/** The moment of the calendar now, in milliseconds; null where nothing expires. */
export type Calendar = () => number | null;

/** `--at` moves the calendar; from there it goes on like the clock, or a day that began would never end. */
export function calendarFrom({ at }: DeliverOrder, clock: Clock): Calendar {
  if (at === null) return () => null;
  const ahead = at - clock.now();
  return () => clock.now() + ahead;
}

/** Why a delivery is not made any more. */
export function tooLate({ slot, expiresAt }: { slot: number; expiresAt: number }): string {
  return expiresAt <= slot ? 'its hour was missed while the service was away' : 'too late for this day';
}

/** How long something is still worth delivering, in milliseconds; below 0: it is too late. */
export function timeLeft(calendar: Calendar, { expiresAt }: { expiresAt: number }): number {
  return expiresAt - (calendar() ?? Number.NEGATIVE_INFINITY);
}
