import { UserError } from '../errors.ts';
import { WEEKDAYS } from '../model/subscriber.ts';
import { quoted } from './problems.ts';

const NAMED = ['daily', 'weekdays', 'weekly'];
const FULL_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * Reads `daily`, `weekdays`, `weekly` or days such as `mon,thu` (full names too, any order and letter
 * case, separated by commas, semicolons or blanks) into the one form that is stored: days once each
 * from Monday on, all seven as `daily`. Throws a UserError for anything else.
 */
export function readCadence(value: string | readonly string[]): string {
  const words = [value]
    .flat()
    .flatMap(text => text.toLowerCase().split(/[\s,;]+/))
    .filter(word => word !== '');
  const [only] = words;
  if (words.length === 1 && only !== undefined && NAMED.includes(only)) return only;

  const days = new Set(words.map(dayOf));
  if (days.size === 0 || days.has(undefined)) {
    throw new UserError(
      `cadence ${quoted([value].flat().join(','))}: write daily, weekdays, weekly or days such as mon,thu`,
    );
  }
  return days.size === WEEKDAYS.length ? 'daily' : WEEKDAYS.filter(day => days.has(day)).join(',');
}

function dayOf(word: string): string | undefined {
  return WEEKDAYS.find((day, i) => word === day || word === FULL_NAMES[i]);
}
