import type { CalendarDate } from '../../model/date.ts';
import { today } from '../../plan/calendar.ts';

/** The date where each day begins first: editions up to it may be out, whatever the zone of this instance. */
export function latestDate(now: number): CalendarDate {
  return today(now, 'Pacific/Kiritimati');
}
