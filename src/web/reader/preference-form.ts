import { splitQueries } from '../../audience/interests.ts';
import { type PreferenceChanges, type PreferenceRules, readPreferences } from '../../audience/preferences.ts';
import { dayName } from '../../model/day-name.ts';
import type { Preferences } from '../../model/subscriber.ts';
import type { Sent } from '../sent.ts';
import type { PreferenceField } from './views.ts';

/** Most queries one reader keeps: each is looked for in every paper. */
export const MOST_QUERIES = 100;
const NAMED_CADENCES = ['daily', 'weekdays', 'weekly'];
/** Cadence of the form for days of one's own. */
export const CHOSEN_DAYS = 'days';

/** What the form shows, or somebody typed: not checked yet. */
export interface Typed {
  topics: string[];
  /** One a line. */
  queries: string;
  /** Words and phrases, one a line. */
  excluded: string;
  signOfLife: boolean;
  outside: boolean;
  learnOpened: boolean;
  updates: boolean;
  max: string;
  cadence: string;
  days: string[];
  hour: string;
  timezone: string;
}

export type FieldErrors = Partial<Record<PreferenceField, string>>;

export function typedOf(preferences: Preferences): Typed {
  const { topics, queries, excluded, max, cadence, hour, timezone } = preferences;
  const { signOfLife, outside, learnOpened, updates } = preferences;
  const named = NAMED_CADENCES.includes(cadence);
  return {
    topics,
    queries: queries.join('\n'),
    excluded: excluded.join('\n'),
    signOfLife,
    outside,
    learnOpened,
    updates,
    max: String(max),
    cadence: named ? cadence : CHOSEN_DAYS,
    days: named ? [] : cadence.split(','),
    hour: String(hour),
    timezone: timezone ?? '',
  };
}

/** What was typed over what is stored; a field that was not sent stays as it is. */
export function typedFrom(sent: Sent, stored: Typed): Typed {
  return {
    topics: sent.all('topics') ?? stored.topics,
    queries: sent.one('queries') ?? stored.queries,
    excluded: sent.one('excluded') ?? stored.excluded,
    signOfLife: sent.all('signOfLife')?.includes('yes') ?? stored.signOfLife,
    outside: sent.all('outside')?.includes('yes') ?? stored.outside,
    learnOpened: sent.all('learnOpened')?.includes('yes') ?? stored.learnOpened,
    updates: sent.all('updates')?.includes('yes') ?? stored.updates,
    max: sent.one('max') ?? stored.max,
    cadence: sent.one('cadence') ?? stored.cadence,
    days: sent.all('days') ?? stored.days,
    hour: sent.one('hour') ?? stored.hour,
    timezone: sent.one('timezone') ?? stored.timezone,
  };
}

/** Checks what was typed field by field, so that each mistake can be told where it was made. */
export function readTyped(
  typed: Typed,
  stored: Preferences,
  rules: PreferenceRules,
): { changes: PreferenceChanges; errors: FieldErrors } {
  const changes: PreferenceChanges = {};
  const errors: FieldErrors = {};
  function read(field: PreferenceField, loose: Parameters<typeof readPreferences>[0]): void {
    const result = readPreferences(loose, rules);
    Object.assign(changes, result.changes);
    if (result.problems.length > 0) errors[field] = result.problems.map(atField).join('\n\n');
  }

  // What the catalogue has no more cannot be followed, and is no mistake of the reader's.
  read('topics', { topics: typed.topics.filter(id => rules.topicIds.includes(id)) });
  const queries = splitQueries(linesOf(typed.queries));
  // Counted before they are read: a form holds room for thousands.
  if (queries.length > Math.max(MOST_QUERIES, stored.queries.length)) {
    errors.queries = `${queries.length} queries are too many: keep at most ${MOST_QUERIES}.`;
  } else read('queries', { queries });
  read('excluded', { excluded: linesOf(typed.excluded) });
  read('signOfLife', { signOfLife: typed.signOfLife });
  read('outside', { outside: typed.outside });
  read('learnOpened', { learnOpened: typed.learnOpened });
  read('updates', { updates: typed.updates });
  read('max', { max: typed.max });
  if (typed.cadence !== CHOSEN_DAYS) read('cadence', { cadence: typed.cadence });
  else if (typed.days.length === 0) errors.cadence = 'Choose at least one day.';
  else read('cadence', { cadence: typed.days });
  read('hour', { hour: typed.hour });
  read('timezone', { timezone: typed.timezone });
  if (changes.topics) changes.topics = inOrderOf(stored.topics, changes.topics);
  return { changes, errors };
}

/** What stands one a line, white space around it gone. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n|\r/)
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** A problem as it reads next to its field, which shows by itself what was typed: without `max "abc": `. */
function atField(problem: string): string {
  const told = problem.replace(/^(?:max|hour|cadence) "[^"]*": |^excluded: /, '').replace(/^excluded "/, '"');
  return told.charAt(0).toUpperCase() + told.slice(1);
}

/** A form knows no order: what was followed before keeps its place, in which mails show it. */
function inOrderOf(before: readonly string[], chosen: readonly string[]): string[] {
  const kept = before.filter(id => chosen.includes(id));
  return [...kept, ...chosen.filter(id => !kept.includes(id))];
}

/** A cadence in words: `on Monday and Thursday`. */
export function cadenceInWords(cadence: string): string {
  if (cadence === 'daily') return 'every day';
  if (cadence === 'weekdays') return 'Monday to Friday';
  if (cadence === 'weekly') return 'once a week, on Monday';
  return `on ${listed(cadence.split(',').map(dayName))}`;
}

/** `7` as `07:00`. */
export function hourInWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** `a, b and c` */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What a change of preferences comes to, a line each; nothing when all is as before. */
export function changesInWords(
  before: Preferences,
  after: Preferences,
  topicName: (id: string) => string,
  timeZone: string,
): string[] {
  const more = (now: readonly string[], then: readonly string[]) => now.filter(one => !then.includes(one));
  const zone = (one: string | null) => one ?? timeZone;
  const lines = [
    ...more(after.topics, before.topics).map(id => `You follow ${topicName(id)} now.`),
    ...more(before.topics, after.topics).map(id => `You no longer follow ${topicName(id)}.`),
    ...more(after.queries, before.queries).map(query => `New query: ${query}`),
    ...more(before.queries, after.queries).map(query => `Query gone: ${query}`),
    ...more(after.excluded, before.excluded).map(words => `No papers with: ${words}`),
    ...more(before.excluded, after.excluded).map(words => `Papers may hold this again: ${words}`),
  ];
  if (after.signOfLife !== before.signOfLife) {
    lines.push(
      after.signOfLife
        ? 'After a week without a paper for you, a line comes that says so.'
        : 'No mail comes without papers in it.',
    );
  }
  if (after.outside !== before.outside) {
    lines.push(
      after.outside
        ? 'A mail may end with one paper from outside of all that you follow.'
        : 'Only papers that you follow come.',
    );
  }
  if (after.learnOpened !== before.learnOpened) {
    lines.push(
      after.learnOpened
        ? 'Papers that you open on this site from a mail count as liked.'
        : 'Papers that you open teach nothing any more; which you opened is forgotten.',
    );
  }
  if (after.updates !== before.updates) {
    lines.push(
      after.updates
        ? 'A mail may end with what is new about papers that you had before.'
        : 'Nothing more is told of papers that you had before.',
    );
  }
  if (after.max !== before.max) lines.push(`At most ${after.max} papers in a mail.`);
  if (after.cadence !== before.cadence) lines.push(`Mail comes ${cadenceInWords(after.cadence)}.`);
  if (after.hour !== before.hour) lines.push(`Mail comes at ${hourInWords(after.hour)}.`);
  if (after.timezone !== before.timezone) lines.push(`Hours are those of ${zone(after.timezone)}.`);
  return lines;
}
