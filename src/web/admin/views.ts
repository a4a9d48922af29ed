import type { Notice, Option, Titled } from '../views.ts';
import type { AccountsView, Tone } from './accounts-view.ts';
import type { Column } from './charts.ts';

/** What only the operator sees. */
export interface AdminViews {
  'admin-login': LoginView;
  'admin-overview': OverviewView;
  'admin-editions': EditionsView;
  'admin-edition': AdminEditionView;
  'admin-subscribers': SubscribersView;
  'admin-subscriber': SubscriberView;
  'admin-suppressions': SuppressionsView;
  'admin-topics': TopicsView;
  'admin-papers': AdminPapersView;
}

/** What all pages have but the login. */
export interface AdminPage extends Titled {
  notice: Notice | null;
  nav: {
    rooms: { name: string; link: string; isHere: boolean }[];
    logout: string;
    /** What each form brings along. */
    form: string;
  };
}

export interface LoginView extends Titled {
  action: string;
  /** What is wrong with what was sent; empty for nothing. */
  error: string;
}

/** What the colours of bars stand for. */
export type LegendView = { tone: Tone; name: string }[];

/** An edition with its accounts. */
export interface EditionBar {
  id: string;
  link: string;
  state: string;
  accounts: AccountsView;
}

export interface OverviewView extends AdminPage {
  at: string;
  /** Whether the schedule runs. */
  serve: string;
  incidents: { title: string; what: string; since: string; toDo: readonly string[] }[];
  throttles: { key: string; until: string; perMinute: string; why: string }[];
  holds: { id: string; link: string; why: string }[];
  /** Counts that ask for a look, or say that none is needed. */
  owed: { id: string; link: string; states: string }[];
  unknown: { id: string; link: string; count: number }[];
  /** Counted, with their nouns. */
  waiting: { letters: string; signUps: string };
  editions: EditionBar[];
  legend: LegendView;
  read: {
    /** When the sources were read last; empty when they never were by the schedule. */
    at: string;
    problem: string;
    sources: {
      name: string;
      status: string;
      isOdd: boolean;
      /** The day from which on its readings came to the same. */
      since: string;
      /** The day of its newest papers, and how many of them were new. */
      lastNew: string;
      counts: string;
      why: string;
    }[];
  };
  snapshots: { source: string; capturedAt: string; format: string; entries: number; storedAt: string }[];
}

export interface EditionsView extends AdminPage {
  action: string;
  /** What was typed. */
  typed: string;
  editions: { id: string; link: string; state: string; audience: number }[];
  /** Older ones; empty when there are none. */
  older: string;
}

export interface AdminEditionView extends AdminPage {
  id: string;
  exists: boolean;
  state: string;
  paused: boolean;
  pausedWhy: string;
  cancelled: boolean;
  hold: {
    /** When the first of the mails goes that wait for their hour; empty when none does. */
    goes: string;
    /** How many of these there are, in words. */
    waiting: string;
    /** When the operator was shown it by mail, and approved of it; empty for not yet. */
    shown: string;
    approved: string;
    /** Which part of it waits for the operator's word; empty for none. */
    part: string;
    letRest: boolean;
    /** It is paused for what its checks found. */
    byCheck: boolean;
    canApprove: boolean;
    /** It is asked whether it is really to be cancelled. */
    confirm: boolean;
  };
  action: string;
  papers: number;
  /** Its public page; empty while it shows nothing. */
  page: string;
  accounts: AccountsView;
  legend: LegendView;
  /** Which sources are why some had nothing new; empty when none is. */
  sources: string;
  note: { text: string; longest: number; error: string };
  unknown: number;
  states: Option[];
  /** The page's own path, for the filter. */
  path: string;
  filter: { state: string; after: number };
  /** One of the deliveries shown is unknown, and can be settled. */
  canSettle: boolean;
  deliveries: {
    num: number;
    link: string;
    email: string;
    state: string;
    attempts: number;
    updatedAt: string;
    answer: string;
    isUnknown: boolean;
  }[];
  /** The next page of them; empty on the last. */
  next: string;
}

export interface SubscribersView extends AdminPage {
  action: string;
  path: string;
  search: string;
  /** What the list holds, in words. */
  shown: string;
  statuses: (Option & { count: number })[];
  subscribers: {
    link: string;
    email: string;
    status: string;
    cadence: string;
    follows: string;
    origin: string;
    since: string;
  }[];
  next: string;
}

export interface SubscriberView extends AdminPage {
  facts: { name: string; text: string }[];
  consents: { at: string; act: string; how: string; wording: string }[];
  letters: { at: string; kind: string; state: string; elsewhere: boolean }[];
  stories: { edition: string; link: string; words: string; papers: string[] }[];
}

/** A paper that can be hidden, or shown again. */
export interface PaperRow {
  id: string;
  title: string;
  link: string;
  firstSeen: string;
  isHidden: boolean;
  state: string;
}

/** A snapshot that can be forgotten, or restored. */
export interface SnapshotRow {
  num: number;
  source: string;
  capturedAt: string;
  entries: number;
  isForgotten: boolean;
  state: string;
}

export interface AdminPapersView extends AdminPage {
  action: string;
  search: string;
  /** Nothing was found. */
  none: boolean;
  found: PaperRow[];
  hidden: PaperRow[];
  snapshots: SnapshotRow[];
  /** What operators did lately, newest first; `why` is empty for no reason given. */
  acts: { at: string; what: string; who: string; why: string }[];
}

export interface SuppressionsView extends AdminPage {
  action: string;
  search: string;
  /** What was found about the address; empty before one is asked for. */
  answer: string;
  total: number;
  reasons: { name: string; count: number }[];
  days: { name: string; count: number }[];
}

export interface TopicsView extends AdminPage {
  from: string;
  to: string;
  papers: number;
  readers: number;
  queries: number;
  most: number;
  topics: {
    name: string;
    link: string;
    readers: number;
    papers: number;
    perDay: string;
    summary: string;
    columns: Column[];
  }[];
}
