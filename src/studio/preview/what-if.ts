import { splitQueries } from '../../audience/interests.ts';
import { type PreferenceChanges, type PreferenceRules, readPreferences } from '../../audience/preferences.ts';
import { type Preferences, type Reachable, WEEKDAYS } from '../../model/subscriber.ts';
import { isDueOn } from '../../plan/calendar.ts';
import type { Typed } from './state.ts';

/** Most queries that are tried at once: each is looked for in every paper. */
const MOST_QUERIES = 100;
/** Any Monday: weekdays are asked from it on. */
const WEEK = [
  '2026-06-01',
  '2026-06-02',
  '2026-06-03',
  '2026-06-04',
  '2026-06-05',
  '2026-06-06',
  '2026-06-07',
];

export type TypedErrors = Partial<Record<keyof Typed, string>>;

/** The form as it is filled in before anybody typed. */
export function typedOf(subscriber: Reachable): Typed {
  const { name, topics, queries, excluded, cadence, hour, timezone, max } = subscriber;
  return {
    name: name ?? '',
    topics,
    queries: queries.join('\n'),
    excluded: excluded.join('\n'),
    days: daysOf(cadence),
    hour: String(hour),
    timezone: timezone ?? '',
    max: String(max),
  };
}

/** Somebody as they would be with what was typed; fields with a mistake stay as they are. The same object where nothing changes. */
export function changedBy(
  typed: Typed,
  subscriber: Reachable,
  rules: PreferenceRules,
): { changed: Reachable; errors: TypedErrors } {
  const errors: TypedErrors = {};
  const changes: PreferenceChanges = {};
  const read = (field: keyof Typed, loose: Parameters<typeof readPreferences>[0]) => {
    const result = readPreferences(loose, rules);
    if (result.problems.length > 0) errors[field] = result.problems.join('\n');
    else Object.assign(changes, result.changes);
  };
  read('name', { name: typed.name });
  // What the catalogue has no more can be followed no more, and is nobody's mistake.
  read('topics', { topics: typed.topics.filter(id => rules.topicIds.includes(id)) });
  const queries = splitQueries(linesOf(typed.queries));
  if (queries.length > MOST_QUERIES)
    errors.queries = `${queries.length} queries: try at most ${MOST_QUERIES}.`;
  else read('queries', { queries });
  read('excluded', { excluded: linesOf(typed.excluded) });
  if (typed.days.length === 0) errors.days = 'Choose at least one day.';
  else read('days', { cadence: typed.days });
  read('hour', { hour: typed.hour });
  if (typed.timezone.trim() === '') changes.timezone = null;
  else read('timezone', { timezone: typed.timezone });
  read('max', { max: typed.max });
  return { changed: applied(subscriber, changes), errors };
}

function applied(subscriber: Reachable, changes: PreferenceChanges): Reachable {
  const now = { ...subscriber, ...changes };
  // A form knows no order: what was followed before keeps its place, in which mails show it.
  const kept = subscriber.topics.filter(id => now.topics.includes(id));
  now.topics = [...kept, ...now.topics.filter(id => !kept.includes(id))];
  if (sameList(daysOf(now.cadence), daysOf(subscriber.cadence))) now.cadence = subscriber.cadence;
  return differences(subscriber, now).length === 0 ? subscriber : now;
}

const COMPARED = ['topics', 'queries', 'excluded', 'cadence', 'hour', 'timezone', 'max'] as const;

/** Names of what differs between two. */
export function differences(
  before: Preferences & { name: string | null },
  after: Preferences & { name: string | null },
): string[] {
  return [...COMPARED, 'name' as const].filter(field => {
    const [one, other] = [before[field], after[field]];
    return Array.isArray(one) && Array.isArray(other) ? !sameList(one, other) : one !== other;
  });
}

function daysOf(cadence: string): string[] {
  return WEEKDAYS.filter((_, at) => isDueOn(cadence, WEEK[at] ?? ''));
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

/** What stands one a line, white space around it gone. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n|\r/)
    .map(line => line.trim())
    .filter(line => line !== '');
}
