import { isCalendarDate } from '../../model/date.ts';
import { dayName } from '../../model/day-name.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { WEEKDAYS } from '../../model/subscriber.ts';
import type { Parts } from '../../pipeline/parts.ts';
import { counted } from '../checks-view.ts';
import { type About, type Look, neighbours } from './look.ts';
import { addressOf, type Field, fieldsOf, MAILS, type PreviewState, type Typed } from './state.ts';
import type { DeskView, WhatIfView } from './views.ts';
import { differences, typedOf } from './what-if.ts';
import { type People, SOMEBODY } from './who.ts';
import { cadenceInWords, dayAndMonth, hourInWords, listed, MAIL_NAMES } from './words.ts';

/** The left pane. `people`: those whom the search found. */
export function deskView({ state, parts, chosen, about }: Look, people: readonly People[]): DeskView {
  const who = chosen.kind === 'reader' ? chosen.who : '';
  const to = (changes: Partial<PreviewState>) => addressOf({ ...state, all: false, ...changes });
  // Whoever chooses somebody else wants to see them as they are.
  const toReader = (one: string) => to({ who: one, typed: null, find: '', anew: false });
  return {
    person: chosen.kind === 'reader' && about ? personView(about, parts) : null,
    find: state.find,
    findFields: fieldsWithout(state, ['find']),
    people: people.map(({ name, people: listedPeople, isMore }) => ({
      name,
      people: listedPeople.map(one => ({
        name: one.who,
        about: one.about,
        link: toReader(one.who),
        current: one.who === who,
      })),
      more: isMore ? 'There are more: type the start of an address.' : '',
    })),
    none: people.length === 0 ? noneFound(state.find) : '',
    madeUp: { name: 'Somebody made up', link: toReader(SOMEBODY), current: who === SOMEBODY },
    ...editionsView(state, about),
    dateFields: fieldsWithout(state, ['edition', 'anew']),
    mails: MAILS.map(mail => ({ name: MAIL_NAMES[mail], link: to({ mail }), current: mail === state.mail })),
    whatIf: about && whatIfView(state, about, parts),
  };
}

function noneFound(find: string): string {
  return find === ''
    ? 'There are no subscribers yet, and no lists: “paperboy subscribers add” adds somebody.'
    : 'No address begins so.';
}

function personView({ subscriber, reader }: About, { timeZone }: Parts): DeskView['person'] {
  const { email, name, status, cadence, hour, timezone, topics, queries, excluded, max } = subscriber;
  const zone = (timezone ?? timeZone).replaceAll('_', ' ');
  const follows = [
    topics.length > 0 && counted(topics.length, 'topic'),
    queries.length > 0 && counted(queries.length, 'query', 'queries'),
    excluded.length > 0 && `without ${counted(excluded.length, 'word')}`,
  ].filter(part => typeof part === 'string');
  return {
    name: name ?? '',
    address: email,
    from: status === 'active' ? reader.from : `${reader.from}, ${status}`,
    facts: [
      { name: 'Follows', text: follows.length > 0 ? listed(follows) : 'nothing' },
      { name: 'Mail', text: `${cadenceInWords(cadence)} at ${hourInWords(hour)}, ${zone}` },
      { name: 'At most', text: counted(max, 'paper') },
    ],
  };
}

function editionsView(state: PreviewState, about: About | null) {
  // What is planned anew is that mail.
  const to = (edition: string) => addressOf({ ...state, edition, anew: false, all: false });
  if (!about) {
    const next = { name: 'Next', about: '', link: to(''), current: state.edition === '' };
    return {
      editions: [],
      next,
      before: '',
      after: '',
      date: isCalendarDate(state.edition) ? state.edition : '',
      dateProblem: '',
    };
  }
  const { editions } = about;
  const { before, after } = neighbours(editions);
  return {
    editions: editions.listed.map(one => ({
      name: dayAndMonth(one.edition),
      about: one.about,
      link: to(one.edition),
      current: !editions.isNext && one.edition === editions.edition,
    })),
    next: { name: 'Next', about: dayAndMonth(editions.next), link: to(''), current: editions.isNext },
    before: to(before),
    after: to(after),
    date: editions.edition,
    dateProblem: editions.problem ?? '',
  };
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  cadence: 'days',
  timezone: 'time zone',
  max: 'most papers',
};

function whatIfView(state: PreviewState, { subscriber, reader, errors }: About, parts: Parts): WhatIfView {
  const typed = state.typed ?? typedOf(reader.subscriber);
  const changed = differences(reader.subscriber, subscriber).map(field => FIELD_NAMES[field] ?? field);
  const error = (field: keyof Typed) => errors[field] ?? '';
  return {
    on: state.typed !== null,
    changed: changed.length > 0 ? `Changed: ${listed(changed)}.` : 'Nothing differs from how they are.',
    reset: addressOf({ ...state, typed: null }),
    fields: fieldsWithout({ ...state, typed: null }, []),
    problems: Object.entries(errors).map(([field, text]) => ({ text, link: `#if-${field}` })),
    topics: parts.catalogue.topics.map(({ id, name }) => ({
      value: id,
      name,
      chosen: typed.topics.includes(id),
    })),
    days: WEEKDAYS.map(day => ({ value: day, name: dayName(day), chosen: typed.days.includes(day) })),
    name: typed.name,
    queries: typed.queries,
    excluded: typed.excluded,
    hour: typed.hour,
    timezone: typed.timezone,
    usualZone: parts.timeZone,
    max: typed.max,
    errors: {
      name: error('name'),
      topics: error('topics'),
      queries: error('queries'),
      excluded: error('excluded'),
      days: error('days'),
      hour: error('hour'),
      timezone: error('timezone'),
      max: error('max'),
    },
  };
}

/** What a form brings along besides its own fields. */
function fieldsWithout(state: PreviewState, names: readonly string[]): Field[] {
  return fieldsOf({ ...state, all: false }).filter(({ name }) => !names.includes(name));
}

/** Whom a page is about, for its title. */
export function nameOf({ name, email }: Reachable): string {
  return name ?? email;
}
