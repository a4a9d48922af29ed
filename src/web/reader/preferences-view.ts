import { addDays, type CalendarDate } from '../../model/date.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { WEEKDAYS } from '../../model/subscriber.ts';
import { isPauseOver } from '../../plan/plan.ts';
import { shortDate } from '../archive/paper-pages.ts';
import type { Site } from '../site.ts';
import type { Notice, Option } from '../views.ts';
import { masked } from './for-reader.ts';
import {
  CHOSEN_DAYS,
  dayName,
  type FieldErrors,
  hourInWords,
  type Typed,
  typedOf,
} from './preference-form.ts';
import { PREFERENCE_FIELDS, type PreferencesView } from './views.ts';

/** What one showing of the form is about, besides its reader. */
export interface Showing {
  today: CalendarDate;
  notice?: Notice | null;
  typed?: Typed;
  pauseDate?: string;
  errors?: FieldErrors;
}

/** The form, with what is stored or, after a mistake, with what was typed. */
export function preferencesView(site: Site, reader: Reachable, showing: Showing): PreferencesView {
  const { parts, links } = site;
  const { today, notice = null, typed = typedOf(reader), pauseDate = '', errors = {} } = showing;
  const rests = reader.status === 'paused' && !isPauseOver(reader, today);
  const fieldErrors = Object.fromEntries(PREFERENCE_FIELDS.map(field => [field, errors[field] ?? '']));
  return {
    title: 'Your preferences',
    address: masked(reader.email),
    notice,
    action: links.preferences(reader.num),
    unsubscribe: links.unsubscribe(reader.num),
    left: reader.status === 'unsubscribed',
    pending: reader.status === 'pending',
    topics: parts.catalogue.topics.map(({ id, name, description }) => ({
      value: id,
      name,
      description,
      chosen: typed.topics.includes(id),
    })),
    queries: typed.queries,
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
    pause: { on: rests, until: rests && reader.pausedUntil ? shortDate(reader.pausedUntil) : '' },
    pauseDate,
    earliest: addDays(today, 1),
    errors: fieldErrors as PreferencesView['errors'],
  };
}

export function options(chosen: string, all: (readonly [value: string, name: string])[]): Option[] {
  return all.map(([value, name]) => ({ value, name, chosen: value === chosen }));
}

/** Every zone below its continent. One that this Node spells in another way joins, not to be lost by saving. */
export function zonesByRegion(chosen: string, timeZone: string): PreferencesView['zones'] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (chosen !== '') zones.add(chosen);
  const regions = new Map<string, Option[]>();
  for (const zone of [...zones].sort()) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Other';
    const place = { value: zone, name: zone.replaceAll('_', ' '), chosen: zone === chosen };
    regions.set(region, [...(regions.get(region) ?? []), place]);
  }
  const usual = { value: '', name: `As usual here: ${timeZone}`, chosen: chosen === '' };
  return [
    { region: 'Usual', options: [usual] },
    ...[...regions].map(([region, places]) => ({ region, options: places })),
  ];
}
