import type { CalendarDate } from '../model/date.ts';
import type { Subscriber } from '../model/subscriber.ts';

/** The stretch of time in which nobody looked at the schedule and which is not caught up with, in milliseconds: after one moment, up to another. */
export interface Missed {
  after: number;
  upTo: number;
}

/** Which edition, and as of when. */
export interface EditionOrder {
  edition: CalendarDate;
  /** Calendar moment in milliseconds: slots up to it are due. Null: the whole day is. */
  at: number | null;
  /**
   * Everybody has one turn: whoever was found nothing for, when their hour came, waits for the next edition.
   * Left out: everybody without a delivery is looked at again.
   */
  oneTurn?: true;
  /** Slots that were missed for good: their deliveries are frozen as too late. Left out: none. */
  missed?: Missed;
  /** Only these subscribers, by number: they are looked at between times. Left out: everybody. */
  only?: readonly number[];
}

/** True when nobody was there at somebody's hour, or when they came after it. */
export function wasMissed(
  { after, upTo }: Missed,
  { confirmedAt, welcomeAt }: Pick<Subscriber, 'confirmedAt' | 'welcomeAt'>,
  slot: number,
): boolean {
  // Who came by themselves gets a first edition whenever it is found out.
  if (welcomeAt === slot) return false;
  const turn = Math.max(slot, confirmedAt ?? slot);
  return turn > after && turn <= upTo;
}
