import { type CalendarDate, isCalendarDate } from '../../../model/date.ts';

const LIST_OF_DAY = /\/papers(?:\/date\/|\?date=)(\d{4}-\d{2}-\d{2})/g;
/** What tools that save pages write above them: `og:url: https://huggingface.co/papers/date/2026-03-25`. */
const STATED =
  /^\W*(?:og:url|url|source(?: url)?|canonical|captured(?:[ _-]?(?:at|on))?|retrieved(?:[ _-]?(?:at|on))?|date)\W{1,6}(?:\S{0,200}\/papers(?:\/date\/|\?date=))?(\d{4}-\d{2}-\d{2})/im;

/** The day that the lines above the papers say this page is of, or null. */
export function statedDate(head: string): CalendarDate | null {
  const date = STATED.exec(head)?.[1];
  return date && isCalendarDate(date) ? date : null;
}

/** Days of other lists that the lines above the papers link to: the one before, the one after. */
export function neighbouringDates(head: string): CalendarDate[] {
  return [...head.matchAll(LIST_OF_DAY)].map(([, date = '']) => date).filter(isCalendarDate);
}
