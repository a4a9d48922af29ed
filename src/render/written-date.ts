import { type CalendarDate, weekdayOf } from '../model/date.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A date as a masthead has it: `Tuesday, 16 September 2025`. */
export function writtenDate(date: CalendarDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${WEEKDAYS[weekdayOf(date)]}, ${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
