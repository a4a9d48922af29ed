import type { LearnedWords } from '../../pipeline/learned-in-words.ts';
import type { PaperPageView } from '../archive/views.ts';
import type { Notice, Option, Titled } from '../views.ts';

/** The pages behind the links in mails: each is somebody's own. */
export interface ReaderViews {
  unsubscribe: UnsubscribeView;
  left: LeftView;
  preferences: PreferencesView;
  try: TryView;
  tune: TuneView;
  read: ReadView;
  account: AccountView;
  'account-over': AccountOverView;
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

export interface PreferencesView extends Titled {
  address: string;
  notice: Notice | null;
  /** Why there was no mail today; empty when there was, or may be. */
  none: string;
  action: string;
  unsubscribe: string;
  left: boolean;
  pending: boolean;
  /** What the form shows, as a fingerprint. */
  seen: string;
  topics: (Option & { description: string; brought: string })[];
  queries: string;
  /** What the queries would have brought; null where none was tried. */
  tried: TriedView | null;
  /** Where a script may try queries. */
  tryLink: string;
  excluded: string;
  signOfLife: boolean;
  outside: boolean;
  learnOpened: boolean;
  updates: boolean;
  max: string;
  cadences: Option[];
  days: Option[];
  hours: Option[];
  /** `plain`: the name is the value, which then needs not be written twice: they are most of the page. */
  zones: { region: string; options: (Option & { plain: boolean })[] }[];
  /** The zone of this instance. */
  usualZone: string;
  /** The rest of it, when there is one: until a written date, or without an end. */
  pause: { on: boolean; until: string };
  /** The date typed, and the first one that makes sense. */
  pauseDate: string;
  earliest: string;
  /** Somebody to whom a fresh link may be mailed. */
  mayAsk: boolean;
  /** By field; empty where nothing is wrong. */
  errors: Record<PreferenceField, string>;
}

/** What queries would have brought. */
export interface TriedView {
  /** When: `in the last 7 days`. */
  stretch: string;
  queries: {
    query: string;
    /** Why it cannot be read; empty when it can. */
    error: string;
    count: string;
    papers: { title: string; link: string }[];
    more: string;
  }[];
}

export const PREFERENCE_FIELDS = [
  'topics',
  'queries',
  'excluded',
  'signOfLife',
  'max',
  'cadence',
  'hour',
  'timezone',
  'outside',
  'learnOpened',
  'updates',
  'pause',
] as const;
export type PreferenceField = (typeof PREFERENCE_FIELDS)[number];

/** What was tried, as part of a page that is there already. */
export interface TryView extends Titled {
  tried: TriedView;
}

export interface TuneView extends Titled {
  notice: Notice | null;
  paper: string;
  paperLink: string;
  action: string;
  preferences: string;
  /** The reader follows nothing any more. */
  nothingLeft: boolean;
  /** The heading it stood under first. */
  reasons: TuneReason[];
  /** Who may be followed besides. */
  people: PersonView[];
  /** Why it came, where nothing that they follow brings it. */
  without: string;
  /** That heading's name, of which more or less may come; empty when it is not followed. */
  heading: string;
  /** They asked for more, or less, like this. */
  more: boolean;
  less: boolean;
}

/** An organisation or author that may be followed by a query. */
export interface PersonView {
  name: string;
  query: string;
  followed: boolean;
}

/** A paper, for a reader who wishes that the papers they open count. */
export interface ReadView extends Omit<PaperPageView, 'topics' | 'editions' | 'citations'> {
  action: string;
  tune: string;
  preferences: string;
  /** The same paper for anybody: this page is its reader's own. */
  everybody: string;
  people: PersonView[];
  /** They wish so still. */
  learns: boolean;
  /** This one counts. */
  opened: boolean;
  /** It does, or may: what nothing they follow brings teaches nothing. */
  counts: boolean;
  /** It counts by itself, once it was in view. */
  waits: boolean;
  /** After how many seconds in view it does. */
  moment: number;
}

/** A topic or query that brings a paper. */
export interface TuneReason {
  /** Name of the button that mutes it: its kind. */
  field: 'topic' | 'query';
  key: string;
  name: string;
  query: boolean;
  terms: string;
  followed: boolean;
}

/** What is only a reader's own. */
export interface AccountView extends Titled {
  /** In full: the link went there a moment ago. */
  address: string;
  /** When the link ends: `14:15`. */
  until: string;
  notice: Notice | null;
  action: string;
  dataLink: string;
  preferences: string;
  history: HistoryDay[];
  signals: { said: string; paper: string; link: string; heading: string; date: string }[];
  moreSignals: string;
  /** What that taught; empty when nothing was said of what they follow. */
  learned: LearnedWords[];
  /** Who gets mail may have it elsewhere. */
  mayMove: boolean;
  typedAddress: string;
  errors: Record<AccountField, string>;
}

export type AccountField = 'address' | 'sure';

/** One day: what came, or why nothing did. */
export interface HistoryDay {
  date: string;
  /** State of the delivery, or reason for none; empty where nothing is on record. */
  code: string;
  words: string;
  count: string;
  papers: { title: string; link: string; why: string }[];
  more: string;
  /** The mail online; empty where there was none. */
  mail: string;
}

export interface AccountOverView extends Titled {
  /** Where a new link is asked for. */
  action: string;
}
