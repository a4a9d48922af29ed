import type { CalendarDate } from '../model/date.ts';

/** Which edition, and as of when. */
export interface EditionOrder {
  edition: CalendarDate;
  /** Calendar moment in milliseconds: slots up to it are due. Null: the whole day is. */
  at: number | null;
}
