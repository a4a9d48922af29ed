import { CONFIRM_WITHIN_MS } from '../../model/letter.ts';
import type { RecentPaper, RecentWeek } from '../../pipeline/recent.ts';
import { today } from '../../plan/calendar.ts';
import { options, zonesByRegion } from '../reader/preferences-view.ts';
import { broughtBy } from '../reader/tried.ts';
import type { TriedView } from '../reader/views.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import { type FieldErrors, NOTHING_TYPED, type Typed } from './sign-up-form.ts';
import { type HomeView, SIGN_UP_FIELDS, type SignUpField } from './views.ts';
import { signUpWording } from './wordings.ts';

/** Characters of a title on a card. */
const LONGEST_EXAMPLE = 100;

/** How long a link to confirm with is good, in days. */
export const CONFIRM_DAYS = CONFIRM_WITHIN_MS / 86_400_000;

/** What one showing of the form is about. */
export interface Showing {
  typed?: Typed;
  errors?: FieldErrors;
  tried?: TriedView;
}

/** The form, empty or with what was typed. */
export function homeView(site: Site, week: RecentWeek, showing: Showing = {}): HomeView {
  const { parts, links, listName } = site;
  const { typed = NOTHING_TYPED, errors = {}, tried = null } = showing;
  const date = today(parts.clock.now(), parts.timeZone);
  const wording = signUpWording(listName);
  const fieldErrors = Object.fromEntries(SIGN_UP_FIELDS.map(field => [field, errors[field] ?? '']));
  return {
    title: 'The daily papers',
    notice: SIGN_UP_FIELDS.some(field => errors[field]) ? mistakes(errors) : null,
    action: links.subscribe,
    email: typed.email,
    topics: parts.catalogue.topics.map(({ id, name, description }) => {
      return {
        value: id,
        name,
        description,
        chosen: typed.topics.includes(id),
        brought: broughtBy(id, week, date),
        link: links.topic(id),
        example: shortened(week.topics.get(id)?.[0]?.title ?? ''),
      };
    }),
    query: typed.query,
    tried,
    tryLink: links.try,
    cadences: options(typed.cadence, [
      ['daily', 'Every day'],
      ['weekdays', 'Monday to Friday'],
      ['weekly', 'Once a week, on Monday'],
    ]),
    zones: zonesByRegion(typed.timezone, parts.timeZone).map(({ region, options }) => ({
      region,
      options: options.map(option => ({ ...option, plain: option.value === option.name })),
    })),
    guessZone: showing.typed === undefined,
    wording: wording.text,
    wordingNumber: wording.number,
    errors: fieldErrors as HomeView['errors'],
  };
}

export function paperLines(
  links: Site['links'],
  papers: readonly RecentPaper[],
): { title: string; link: string }[] {
  return papers.map(({ id, title }) => ({ title, link: links.paper(id) }));
}

function shortened(title: string): string {
  if (title.length <= LONGEST_EXAMPLE) return title;
  return `${title.slice(0, LONGEST_EXAMPLE).replace(/\s+\S*$/, '')}…`;
}

const FIELD_NAMES: Readonly<Record<SignUpField, string>> = {
  email: 'Your mail address',
  topics: 'Topics',
  query: 'A query of your own',
  cadence: 'Days',
  timezone: 'Time zone',
};

/** Leads to each field that holds a mistake. */
function mistakes(errors: FieldErrors): Notice {
  const fields = SIGN_UP_FIELDS.filter(field => errors[field]);
  return {
    good: false,
    text: 'Nothing is sent yet: please look at this again',
    details: fields.map(field => ({ text: FIELD_NAMES[field], link: `#${field}` })),
  };
}
