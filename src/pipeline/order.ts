import type { CalendarDate } from '../model/date.ts';

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
  /** Only these subscribers, by number: they are looked at between times. Left out: everybody. */
  only?: readonly number[];
}
