import { EVERY_DAY, type Weekday } from '../../model/source.ts';

const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/** The days that `daily`, `weekdays` or names such as `mon,thu` mean, in the order of the week; null for anything else. */
export function readDays(text: string): readonly Weekday[] | null {
  const words = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const [only] = words;
  if (words.length === 1 && only === 'daily') return EVERY_DAY;
  if (words.length === 1 && only === 'weekdays') return WORKDAYS;
  const isNamed = (word: string, day: Weekday) => word === NAMES[day] || word === NAMES[day]?.slice(0, 3);
  const days = EVERY_DAY.filter(day => words.some(word => isNamed(word, day)));
  const known = words.every(word => EVERY_DAY.some(day => isNamed(word, day)));
  return known && days.length > 0 ? days : null;
}

/** The days as an operator writes them. */
export function daysInWords(days: readonly Weekday[]): string {
  if (days.length === EVERY_DAY.length) return 'daily';
  if (days.length === WORKDAYS.length && WORKDAYS.every(day => days.includes(day))) return 'weekdays';
  return [...days]
    .sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
    .map(day => NAMES[day]?.slice(0, 3))
    .join(',');
}
