import type { ExplainedHeader } from '../../inspect/headers/explain-header.ts';
import type { OutlookView } from '../../inspect/outlook/outlook.ts';
import type { ChecksView } from '../checks-view.ts';
import type { ShownMistake } from '../live.ts';
import type { HandOverView } from '../views.ts';
import type { Field } from './state.ts';

export interface PreviewViews {
  preview: PreviewView;
}

/** What the page of the preview shows: plain values; the template escapes them. Links are paths of the studio or https. */
export interface PreviewView {
  title: string;
  /** Told to screen readers when the page renews itself. */
  said: string;
  /** What the mistakes mean for what is shown. */
  mistaken: string;
  mistakes: MistakeView[];
  moreMistakes: string;
  desk: DeskView;
  stage: StageView;
  panel: PanelView;
}

/** `place`: as editors understand it. */
export interface MistakeView extends Pick<ShownMistake, 'message' | 'excerpt'> {
  place: string;
}

export interface Choice {
  name: string;
  link: string;
  current: boolean;
}

/** The left pane: who, which edition, which mail, what if. */
export interface DeskView {
  person: { name: string; address: string; from: string; facts: { name: string; text: string }[] } | null;
  find: string;
  findFields: Field[];
  people: { name: string; people: (Choice & { about: string })[]; more: string }[];
  none: string;
  madeUp: Choice;
  editions: (Choice & { about: string })[];
  next: Choice & { about: string };
  before: string;
  after: string;
  date: string;
  dateProblem: string;
  dateFields: Field[];
  mails: Choice[];
  whatIf: WhatIfView | null;
}

export interface WhatIfView {
  /** It is what is shown. */
  on: boolean;
  /** What differs, in words. */
  changed: string;
  reset: string;
  fields: Field[];
  problems: { text: string; link: string }[];
  topics: { value: string; name: string; chosen: boolean }[];
  days: { value: string; name: string; chosen: boolean }[];
  name: string;
  queries: string;
  excluded: string;
  hour: string;
  timezone: string;
  usualZone: string;
  max: string;
  errors: {
    name: string;
    topics: string;
    queries: string;
    excluded: string;
    days: string;
    hour: string;
    timezone: string;
    max: string;
  };
}

/** The middle: the mail, or why there is none. */
export interface StageView {
  mail: MailView | null;
  none: NoneView | null;
}

export interface MailView {
  subject: string;
  from: string;
  to: string;
  envelope: string;
  /** Where it stands: frozen or not, due when. */
  standing: string;
  anew: Choice | null;
  download: string;
  handOver: HandOverView;
  views: (Choice & { id: string })[];
  widths: (Choice & { id: string })[];
  schemes: (Choice & { id: string })[];
  images: (Choice & { id: string })[];
  /** Switches of the frame mean something. */
  isFramed: boolean;
  /** Address of what the frame shows; empty: no frame. */
  frame: string;
  frameTitle: string;
  device: string;
  /** Lines of text to read. */
  text: string | null;
  source: { name: string; lines: string[] } | null;
  headers: ExplainedHeader[] | null;
  outlook: { branches: OutlookView['branches']; problems: OutlookView['problems'] } | null;
  /** Where its links lead. */
  links: string;
}

/** A page in the place of a mail. */
export interface NoneView {
  heading: string;
  words: string[];
  /** A way on; empty where there is none. */
  link: string;
  linkText: string;
}

/** The right pane. Each is null unless it is the one shown. */
export interface PanelView {
  panels: (Choice & { id: string })[];
  checks: ChecksView | null;
  why: WhyView | null;
  time: TimeView | null;
  /** What is said where there is nothing to look at. */
  nothing: string;
}

export interface WhyView {
  summary: string;
  groups: {
    name: string;
    isQuery: boolean;
    shown: number;
    matched: number;
    bar: number;
    track: number;
    words: string;
  }[];
  inside: WhyPaperView[];
  outside: { name: string; papers: WhyPaperView[]; more: string }[];
  unmatched: string;
  showAll: string;
}

export interface WhyPaperView {
  title: string;
  link: string;
  words: string;
  terms: string;
  /** In a bar of 1000 units, and where the threshold stands in it. */
  score: number;
  threshold: number;
  scoreWords: string;
}

export interface TimeView {
  spans: (Choice & { id: string })[];
  changed: string;
  isChanged: boolean;
  summary: string;
  weekdays: string[];
  weeks: (DayView | null)[][];
  days: { date: string; link: string; words: string; really: string }[];
  gained: { title: string; link: string }[];
  lost: { title: string; link: string }[];
  gainedCount: number;
  lostCount: number;
  moreGained: string;
  moreLost: string;
  showAll: string;
}

export interface DayView {
  day: string;
  link: string;
  current: boolean;
  /** Of papers; empty where there is no mail. */
  count: string;
  /** Why there is none. */
  reason: string;
  before: string;
  words: string;
}
