/** What each template may use: plain values; the templates escape them. Links are paths of this site or https. */
export interface PageViews {
  home: HomeView;
  message: MessageView;
  unsubscribe: UnsubscribeView;
  left: LeftView;
  preferences: PreferencesView;
  tune: TuneView;
  paper: PaperPageView;
  edition: EditionPageView;
}

interface Titled {
  title: string;
}

export interface HomeView extends Titled {
  topics: { name: string; description: string }[];
}

/** Says one thing: what is wrong, or what there is to know. */
export interface MessageView extends Titled {
  text: string[];
  /** A way on; empty when there is none. */
  link: string;
  linkText: string;
}

export interface UnsubscribeView extends Titled {
  /** Masked: whoever holds a forwarded mail learns no address. */
  address: string;
  action: string;
  preferences: string;
}

export interface LeftView extends Titled {
  address: string;
  /** The reader had left before. */
  already: boolean;
  comeBack: string;
}

/** What a page says on top: what was done, or what is wrong. */
export interface Notice {
  good: boolean;
  text: string;
  /** One a line; with a link when it leads to a field. */
  details: { text: string; link: string }[];
}

export interface Option {
  value: string;
  name: string;
  chosen: boolean;
}

export interface PreferencesView extends Titled {
  address: string;
  notice: Notice | null;
  action: string;
  unsubscribe: string;
  left: boolean;
  pending: boolean;
  topics: (Option & { description: string })[];
  queries: string;
  max: string;
  cadences: Option[];
  days: Option[];
  hours: Option[];
  zones: { region: string; options: Option[] }[];
  /** The rest of it, when there is one: until a written date, or without an end. */
  pause: { on: boolean; until: string };
  /** The date typed, and the first one that makes sense. */
  pauseDate: string;
  earliest: string;
  /** By field; empty where nothing is wrong. */
  errors: Record<PreferenceField, string>;
}

export const PREFERENCE_FIELDS = [
  'topics',
  'queries',
  'max',
  'cadence',
  'hour',
  'timezone',
  'pause',
] as const;
export type PreferenceField = (typeof PREFERENCE_FIELDS)[number];

export interface TuneView extends Titled {
  notice: Notice | null;
  paper: string;
  paperLink: string;
  action: string;
  preferences: string;
  /** The reader follows nothing any more. */
  nothingLeft: boolean;
  reasons: { field: string; key: string; name: string; query: boolean; terms: string; followed: boolean }[];
}

export interface PaperPageView extends Titled {
  organisation: string;
  facts: string[];
  abstract: string[];
  links: { name: string; link: string }[];
}

export interface EditionPageView extends Titled {
  count: string;
  papers: { title: string; link: string; organisation: string }[];
}
