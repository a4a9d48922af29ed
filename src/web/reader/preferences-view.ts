import { addDays, type CalendarDate } from '../../model/date.ts';
import { dayName } from '../../model/day-name.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { WEEKDAYS } from '../../model/subscriber.ts';
import type { RecentWeek } from '../../pipeline/recent.ts';
import { isPauseOver } from '../../plan/plan.ts';
import { shortDate } from '../archive/listed-paper.ts';
import type { Site } from '../site.ts';
import type { Notice, Option } from '../views.ts';
import { masked } from './for-reader.ts';
import { CHOSEN_DAYS, type FieldErrors, hourInWords, type Typed, typedOf } from './preference-form.ts';
import { fingerprint } from './seen.ts';
import { broughtBy } from './tried.ts';
import { PREFERENCE_FIELDS, type PreferencesView, type TriedView } from './views.ts';

/** What one showing of the form is about, besides its reader. */
export interface Showing {
  today: CalendarDate;
  /** Why there was no mail today; empty when there was, or may be. */
  none: string;
  week: RecentWeek;
  tried?: TriedView | null;
  notice?: Notice | null;
  typed?: Typed;
  pauseDate?: string;
  errors?: FieldErrors;
}

/** The form, with what is stored or, after a mistake, with what was typed. */
export function preferencesView(site: Site, reader: Reachable, showing: Showing): PreferencesView {
  const { parts, links } = site;
  const { today, week, notice = null, typed = typedOf(reader), pauseDate = '', errors = {} } = showing;
  const rests = reader.status === 'paused' && !isPauseOver(reader, today);
  const fieldErrors = Object.fromEntries(PREFERENCE_FIELDS.map(field => [field, errors[field] ?? '']));
  return {
    title: 'Your preferences',
    address: masked(reader.email),
    notice,
    none: showing.none,
    action: links.preferences(reader.num),
    unsubscribe: links.unsubscribe(reader.num),
    left: reader.status === 'unsubscribed',
    pending: reader.status === 'pending',
    seen: fingerprint(typedOf(reader)),
    topics: parts.catalogue.topics.map(({ id, name, description }) => ({
      value: id,
      name,
      description,
      brought: broughtBy(id, week, today),
      chosen: typed.topics.includes(id),
    })),
    queries: typed.queries,
    tried: showing.tried ?? null,
    tryLink: links.try,
    excluded: typed.excluded,
    signOfLife: typed.signOfLife,
    outside: typed.outside,
    learnOpened: typed.learnOpened,
    updates: typed.updates,
    max: typed.max,
    cadences: options(typed.cadence, [
      ['daily', 'Every day'],
      ['weekdays', 'Monday to Friday'],
      ['weekly', 'Once a week, on Monday'],
      [CHOSEN_DAYS, 'On days that I choose'],
    ]),
    days: WEEKDAYS.map(day => ({ value: day, name: dayName(day), chosen: typed.days.includes(day) })),
    hours: options(
      typed.hour,
      Array.from({ length: 24 }, (_, hour) => [String(hour), hourInWords(hour)]),
    ),
    zones: zonesByRegion(typed.timezone, parts.timeZone),
    usualZone: parts.timeZone,
    pause: { on: rests, until: rests && reader.pausedUntil ? shortDate(reader.pausedUntil) : '' },
    pauseDate,
    earliest: addDays(today, 1),
    mayAsk: reader.status !== 'pending',
    errors: fieldErrors as PreferencesView['errors'],
  };
}

export function options(chosen: string, all: (readonly [value: string, name: string])[]): Option[] {
  return all.map(([value, name]) => ({ value, name, chosen: value === chosen }));
}

/** Every zone below its continent. One that this Node spells in another way joins, not to be lost by saving. */
export function zonesByRegion(chosen: string, timeZone: string): PreferencesView['zones'] {
  const regions = ZONES.has(chosen) || chosen === '' ? BY_REGION : byRegion([...ZONES, chosen]);
  const usual = { value: '', name: `As usual here: ${timeZone}`, chosen: chosen === '', plain: false };
  return [
    { region: 'Usual', options: [usual] },
    ...[...regions].map(([region, zones]) => ({
      region,
      options: zones.map(zone => {
        const name = zone.replaceAll('_', ' ');
        return { value: zone, name, chosen: zone === chosen, plain: zone === name };
      }),
    })),
  ];
}

const ZONES = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
const BY_REGION = byRegion([...ZONES]);

function byRegion(zones: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const regions = new Map<string, string[]>();
  for (const zone of zones.toSorted()) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Other';
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return regions;
}
