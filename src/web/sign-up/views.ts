import type { TriedView } from '../reader/views.ts';
import type { Notice, Option, Titled } from '../views.ts';

/** How somebody comes to get mail. */
export interface SignUpViews {
  home: HomeView;
  asked: AskedView;
  confirm: ConfirmView;
  confirmed: ConfirmedView;
}

export interface HomeView extends Titled {
  notice: Notice | null;
  action: string;
  email: string;
  topics: TopicCard[];
  query: string;
  /** What the query would have brought. */
  tried: TriedView | null;
  /** Where a script tries it while it is typed. */
  tryLink: string;
  cadences: Option[];
  /** `plain`: its name is its value, too. There are hundreds of them. */
  zones: { region: string; options: (Option & { plain: boolean })[] }[];
  /** Nobody chose a zone: that of the browser is the likely one. */
  guessZone: boolean;
  wording: string;
  wordingNumber: string;
  /** By field; empty where nothing is wrong. */
  errors: Record<SignUpField, string>;
}

export interface TopicCard extends Option {
  description: string;
  /** How many papers it brought lately; empty before there is any paper. */
  brought: string;
  link: string;
  /** The best of them; empty without any. */
  example: string;
}

export const SIGN_UP_FIELDS = ['email', 'topics', 'query', 'cadence', 'timezone'] as const;
export type SignUpField = (typeof SIGN_UP_FIELDS)[number];

export interface AskedView extends Titled {
  /** As typed: shown to nobody but who typed it. */
  email: string;
  days: number;
  home: string;
}

export interface ConfirmView extends Titled {
  text: string;
  action: string;
  /** What was chosen. */
  choices: { name: string; values: string[] }[];
  wording: string;
  button: string;
}

export interface ConfirmedView extends Titled {
  lead: string;
  text: string;
  /** Some of those that come first. */
  papers: { title: string; link: string }[];
  preferences: string;
}
