import { UserError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import { type LoosePreferences, YES_OR_NO } from './preferences.ts';
import { quoted } from './problems.ts';

/** What a list of subscribers says of each; `email` alone is required. Export writes all, in this order. */
export const COLUMNS = [
  'email',
  'name',
  'topics',
  'cadence',
  'hour',
  'timezone',
  'max',
  'queries',
  'excluded',
  'signOfLife',
  'status',
  'pausedUntil',
  'outside',
  'learnOpened',
  'updates',
] as const;
export type Column = (typeof COLUMNS)[number];

// Stand in what `subscribers list --json` prints, and mean nothing in another database.
const PASSED_OVER = ['num', 'createdat', 'confirmedat', 'welcomeat', 'origin'];

/** What a row says; what it leaves empty is absent. */
export interface RowValues extends LoosePreferences {
  email?: string;
  status?: string;
  pausedUntil?: string;
}

/** One row of a list: the line it starts on, from 1, and what it says, or what is wrong with it. */
export type ListRow = { line: number; values: RowValues } | { line: number; problem: string };

/** The column of this name in any letter case; null for one to pass over. Throws a UserError. */
export function columnOf(name: string): Column | null {
  const typed = name.trim().toLowerCase();
  if (PASSED_OVER.includes(typed)) return null;
  const column = COLUMNS.find(known => known.toLowerCase() === typed);
  if (column) return column;
  const [close] = nearest(typed, COLUMNS);
  const hint = close ? `did you mean ${close}?` : 'remove or rename it.';
  throw new UserError(`column ${quoted(name)} is unknown: ${hint} Known are ${COLUMNS.join(', ')}`);
}

/** The row that an object of a JSON or YAML list stands for. */
export function rowOf(line: number, value: unknown): ListRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, problem: 'expected an object with an email' };
  }
  const values: RowValues = {};
  try {
    for (const [name, field] of Object.entries(value)) {
      const column = columnOf(name);
      if (!column || field === null || field === '') continue;
      if (holdsList(column)) values[column] = Array.isArray(field) ? field.map(readText) : readText(field);
      else if (isYesOrNo(column) && typeof field === 'boolean') values[column] = field;
      else values[column] = readText(field);
    }
  } catch (error) {
    if (error instanceof UserError) return { line, problem: error.message };
    throw error;
  }
  return { line, values };
}

/** True for the columns whose value may be a list; in one text, its items are separated by semicolons. */
export function holdsList(column: Column): column is 'topics' | 'queries' | 'excluded' | 'cadence' {
  return ['topics', 'queries', 'excluded', 'cadence'].includes(column);
}

function isYesOrNo(column: Column): column is (typeof YES_OR_NO)[number] {
  return YES_OR_NO.some(known => known === column);
}

function readText(field: unknown): string {
  if (typeof field === 'string' || typeof field === 'number') return String(field);
  throw new UserError(`expected text, found ${Array.isArray(field) ? 'a list' : typeof field}`);
}
