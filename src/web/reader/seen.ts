import { createHash } from 'node:crypto';
import { splitQueries } from '../../audience/interests.ts';
import { CHOSEN_DAYS, linesOf, type Typed } from './preference-form.ts';

// What a form showed travels with it as a fingerprint, so that one left open in a second tab undoes nothing that was
// changed since: only what its reader touched counts.

/** Characters of the hash of one value. */
const WIDTH = 6;
const EACH = new RegExp(`.{${WIDTH}}`, 'g');
const FINGERPRINT = /^(?:[\w-]*\.){7,10}[\w-]*$/;

/** Fields that hold one value, and those that hold several, in the order of the fingerprint. */
const SINGLES = ['signOfLife', 'max', 'hour', 'timezone', 'outside', 'learnOpened', 'updates'] as const;
const LISTS = ['topics', 'queries', 'excluded'] as const;

/** What a form shows, short enough to go along: `<list>.<list>.<list>.<days>.<value>…`, each value as a hash. */
export function fingerprint(typed: Typed): string {
  const lists = LISTS.map(field => itemsOf(typed, field).map(hash).join(''));
  const singles = SINGLES.map(field => hash(String(typed[field])));
  return [...lists, hash(daysOf(typed)), ...singles].join('.');
}

/**
 * What was typed into a form that had shown `seen`, put over what is stored now: fields and items of lists that were not
 * touched are as stored. Where both were changed, what was typed counts. Without a fingerprint all of it counts.
 */
export function merged(typed: Typed, seen: string | undefined, now: Typed): Typed {
  if (seen === undefined || !FINGERPRINT.test(seen)) return typed;
  const parts = seen.split('.');
  const result = { ...typed };
  for (const [at, field] of LISTS.entries()) {
    const items = mergedItems(itemsOf(typed, field), parts[at] ?? '', itemsOf(now, field));
    if (field === 'topics') result.topics = items ?? typed.topics;
    else result[field] = items?.join('\n') ?? typed[field];
  }
  const [days, ...singles] = parts.slice(LISTS.length);
  if (hash(daysOf(typed)) === days) Object.assign(result, { cadence: now.cadence, days: now.days });
  for (const [at, field] of SINGLES.entries()) {
    if (hash(String(typed[field])) === singles[at]) Object.assign(result, { [field]: now[field] });
  }
  return result;
}

/** Null: nothing was changed elsewhere, so what was typed stays as it was typed. */
function mergedItems(typed: readonly string[], seen: string, now: readonly string[]): string[] | null {
  if (typed.map(hash).join('') === seen) return [...now];
  const before = new Set(seen.match(EACH) ?? []);
  const isNew = (item: string) => !before.has(hash(item));
  const added = now.filter(item => isNew(item) && !typed.includes(item));
  const kept = typed.filter(item => isNew(item) || now.includes(item));
  return added.length === 0 && kept.length === typed.length ? null : [...kept, ...added];
}

function itemsOf(typed: Typed, field: (typeof LISTS)[number]): string[] {
  return field === 'topics' ? typed.topics : splitQueries(linesOf(typed[field]));
}

/** The days as one value: boxes of days count only where days are chosen. */
function daysOf({ cadence, days }: Typed): string {
  return cadence === CHOSEN_DAYS ? `${cadence} ${days.join()}` : cadence;
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, WIDTH);
}
