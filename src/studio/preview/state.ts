import { LETTER_KINDS, type LetterKind } from '../../model/letter.ts';

export const VIEWS = ['mail', 'text', 'html', 'raw', 'headers', 'outlook'] as const;
export type View = (typeof VIEWS)[number];
export const WIDTHS = ['phone', 'tablet', 'desktop'] as const;
export type Width = (typeof WIDTHS)[number];
export const SCHEMES = ['light', 'dark', 'inverted'] as const;
export type Scheme = (typeof SCHEMES)[number];
export const PANELS = ['checks', 'why', 'time'] as const;
export type Panel = (typeof PANELS)[number];
export const MAILS = ['edition', ...LETTER_KINDS] as const;
export type MailKind = 'edition' | LetterKind;
/** How many editions the time machine looks back over. */
export const SPANS = ['7', '14', '31'] as const;

/** Preferences as somebody typed them into the form: not checked yet. */
export interface Typed {
  name: string;
  topics: string[];
  /** One a line, as the excluded words. */
  queries: string;
  excluded: string;
  days: string[];
  hour: string;
  timezone: string;
  max: string;
}

/** Everything a page of the preview depends on, as its address says it. */
export interface PreviewState {
  /** An address, a subscriber's number or `made-up`; empty: whoever comes first. */
  who: string;
  /** Start of the addresses to choose from. */
  find: string;
  /** A date, maybe none that there is; empty: the next one. */
  edition: string;
  mail: MailKind;
  /** Plan anew what is frozen. */
  anew: boolean;
  /** Null: preferences as they are. */
  typed: Typed | null;
  view: View;
  width: Width;
  scheme: Scheme;
  images: boolean;
  panel: Panel;
  span: (typeof SPANS)[number];
  /** Lists are shown to their end. */
  all: boolean;
}

const DEFAULTS: PreviewState = {
  who: '',
  find: '',
  edition: '',
  mail: 'edition',
  anew: false,
  typed: null,
  view: 'mail',
  width: 'phone',
  scheme: 'light',
  images: true,
  panel: 'checks',
  span: '14',
  all: false,
};
/** Longest text that is taken from an address: longer ones are not let in, so that nobody's queries are cut. */
const LONGEST = 16_384;
/** Reads the address of a page. Never throws: what nobody can have chosen is as if it were not there. */
export function readState(query: URLSearchParams): PreviewState {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, LONGEST);
  const one = <Value extends string>(name: string, values: readonly Value[], usual: Value) =>
    values.find(value => value === query.get(name)) ?? usual;
  return {
    who: text('who'),
    find: text('find'),
    edition: text('edition'),
    mail: one('mail', MAILS, DEFAULTS.mail),
    anew: query.get('anew') === 'yes',
    typed: query.get('if') === 'yes' ? readTyped(query) : null,
    view: one('view', VIEWS, DEFAULTS.view),
    width: one('width', WIDTHS, DEFAULTS.width),
    scheme: one('scheme', SCHEMES, DEFAULTS.scheme),
    images: query.get('images') !== 'no',
    panel: one('panel', PANELS, DEFAULTS.panel),
    span: one('span', SPANS, DEFAULTS.span),
    all: query.get('all') === 'yes',
  };
}

function readTyped(query: URLSearchParams): Typed {
  const text = (name: string) => (query.get(name) ?? '').slice(0, LONGEST);
  const list = (name: string) => [...new Set(query.getAll(name))].filter(one => one !== '');
  return {
    name: text('name'),
    topics: list('topics'),
    queries: text('queries'),
    excluded: text('excluded'),
    days: list('days'),
    hour: text('hour'),
    timezone: text('timezone'),
    max: text('max'),
  };
}

/** A name and a value in an address, or in a field that is not shown. */
export interface Field {
  name: string;
  value: string;
}

/** What a state is in an address: what is as usual is left out. Reads back as the same state. */
export function fieldsOf(state: PreviewState): Field[] {
  const { typed, images, anew, all, ...plain } = state;
  const chosen = Object.entries(plain).filter(
    ([name, value]) => value !== DEFAULTS[name as keyof typeof plain],
  );
  return [
    ...chosen.map(([name, value]) => ({ name, value })),
    ...(images ? [] : [{ name: 'images', value: 'no' }]),
    ...(anew ? [{ name: 'anew', value: 'yes' }] : []),
    ...(all ? [{ name: 'all', value: 'yes' }] : []),
    ...(typed ? fieldsOfTyped(typed) : []),
  ];
}

function fieldsOfTyped(typed: Typed): Field[] {
  return [
    { name: 'if', value: 'yes' },
    ...Object.entries(typed).flatMap(([name, value]: [string, string | string[]]) =>
      [value].flat().map(one => ({ name, value: one })),
    ),
  ];
}

/** The page of a state, or another thing below `/preview` made of it. */
export function addressOf(state: PreviewState, path = '/preview'): string {
  const query = new URLSearchParams();
  for (const { name, value } of fieldsOf(state)) query.append(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
