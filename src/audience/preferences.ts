import { UserError } from '../errors.ts';
import type { Preferences } from '../model/subscriber.ts';
import { readCadence } from './cadence.ts';
import { readExcluded } from './exclusions.ts';
import { checkQuery, readTopics, splitQueries } from './interests.ts';
import { readName } from './name.ts';
import { collectProblems, quoted } from './problems.ts';
import { readTimezone } from './timezone.ts';

/** Preferences as people write them: options of a command, cells of a file. What is absent stays. */
export interface LoosePreferences {
  name?: string | undefined;
  /** Ids; separated by commas or semicolons where they stand in one text. */
  topics?: string | readonly string[] | undefined;
  /** Queries; separated by semicolons where they stand in one text. */
  queries?: string | readonly string[] | undefined;
  /** Words and phrases that papers must not hold; separated by semicolons where they stand in one text. */
  excluded?: string | readonly string[] | undefined;
  cadence?: string | readonly string[] | undefined;
  /** `7`, `07` or `07:00`. */
  hour?: string | number | undefined;
  timezone?: string | undefined;
  max?: string | number | undefined;
  /** `yes`, `no`, `true`, `false`, `1` or `0`. */
  signOfLife?: string | boolean | undefined;
  /** The same words. */
  outside?: string | boolean | undefined;
  learnOpened?: string | boolean | undefined;
  updates?: string | boolean | undefined;
}

/** What preferences are checked against. */
export interface PreferenceRules {
  /** Ids of the catalogue. */
  topicIds: readonly string[];
  /** Throws a UserError that points at the bad place of a query. */
  checkQuery: (text: string) => void;
}

/** Preferences and name as stored; what is absent stays. */
export type PreferenceChanges = Partial<Preferences> & { name?: string | null };

/**
 * Reads loose preferences into what is stored. `problems` holds everything that is wrong, in words;
 * the changes are usable only when it is empty.
 */
export function readPreferences(
  loose: LoosePreferences,
  rules: PreferenceRules,
): { changes: PreferenceChanges; problems: string[] } {
  const { name, topics, queries, excluded, cadence, hour, timezone, max } = loose;
  const { list: problems, attempt } = collectProblems();
  const changes: PreferenceChanges = {};
  const read = (part: () => PreferenceChanges) => Object.assign(changes, attempt(part));

  if (name !== undefined) read(() => ({ name: readName(name) }));
  if (topics !== undefined) read(() => ({ topics: readTopics(topics, rules.topicIds) }));
  if (queries !== undefined) {
    changes.queries = splitQueries(queries);
    for (const query of changes.queries) attempt(() => checkQuery(query, rules.checkQuery));
  }
  if (excluded !== undefined) read(() => ({ excluded: readExcluded(excluded) }));
  if (cadence !== undefined) read(() => ({ cadence: readCadence(cadence) }));
  if (hour !== undefined) read(() => ({ hour: readHour(hour) }));
  if (timezone !== undefined) read(() => ({ timezone: readTimezone(timezone) }));
  if (max !== undefined) read(() => ({ max: readMax(max) }));
  for (const field of YES_OR_NO) {
    const value = loose[field];
    if (value !== undefined) read(() => ({ [field]: readYesNo(field, value) }));
  }
  return { changes, problems };
}

function readHour(value: string | number): number {
  const hour = wholeNumber(String(value).trim().replace(/:00$/, ''));
  if (hour <= 23) return hour;
  throw new UserError(`hour ${quoted(String(value))}: write a whole hour from 0 to 23, as 7 or 07:00`);
}

function readMax(value: string | number): number {
  const max = wholeNumber(String(value).trim());
  if (max >= 1 && max <= 1000) return max;
  throw new UserError(`max ${quoted(String(value))}: write a number of papers from 1 to 1000`);
}

/** Wishes that are there or not. */
export const YES_OR_NO = ['signOfLife', 'outside', 'learnOpened', 'updates'] as const;

function readYesNo(field: (typeof YES_OR_NO)[number], value: string | boolean): boolean {
  const word = String(value).trim().toLowerCase();
  if (['yes', 'true', '1'].includes(word)) return true;
  if (['no', 'false', '0'].includes(word)) return false;
  throw new UserError(`${field} ${quoted(String(value))}: write yes or no`);
}

/** NaN unless the text is nothing but up to four digits. */
function wholeNumber(digits: string): number {
  return /^\d{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
}
