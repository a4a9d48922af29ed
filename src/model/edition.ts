import type { CalendarDate } from './date.ts';
import type { PaperUpdate } from './paper.ts';

/** Why a subscriber gets no mail in an edition. Closed list. */
export const SKIP_REASONS = [
  'not-due',
  'nothing-new',
  'nothing-matched',
  'paused',
  'pending',
  'unsubscribed',
  'suppressed',
  'quiet',
  'stale-source',
  'held',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** How much of a paper a mail shows: a full card, or one line. */
export type PaperForm = 'card' | 'line';

/** One selected paper. */
export interface SelectedPaper {
  num: number;
  form: PaperForm;
}

/** What papers stand under in a mail: a followed topic, an own query, or what many read that is outside of both. Packed by their order. */
export const GROUP_KINDS = ['topic', 'query', 'outside'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** What stands over the paper from outside. */
export const OUTSIDE_NAME = 'Outside your topics';

/** Papers under one heading of a mail. */
export interface SelectedGroup {
  kind: GroupKind;
  /** Topic id, or the query as typed; empty for what is outside. */
  key: string;
  papers: SelectedPaper[];
}

/** A heading that somebody follows. */
export interface FollowedGroup {
  kind: Exclude<GroupKind, 'outside'>;
  key: string;
}

/** Papers that earlier mails named to a subscriber which may never have arrived: titles, not carried a second time. */
export interface Again {
  /** The editions they stood in, newest first, each with the papers shown of it. */
  editions: { edition: CalendarDate; papers: number[] }[];
  /** How many more there are that are not shown. */
  more: number;
}

/** What is new about a paper that an earlier mail carried. */
export interface News {
  num: number;
  /** What is told of it: never nothing, and of each kind the newest. */
  news: PaperUpdate[];
}

/** What is new about papers that earlier mails carried, for whoever wishes it: a line each, not carried a second time. */
export interface Updates {
  /** Number of the newest snapshot that was known then: what later ones tell is for later mails. */
  until: number;
  papers: News[];
  /** How many more there are that are not shown. */
  more: number;
}

/** What a mail opens with besides its papers: it is somebody's first, or their first after a pause. */
export const PREFACES = ['welcome', 'catch-up'] as const;
export type Preface = (typeof PREFACES)[number];

/** The papers one subscriber gets in one edition, and how many matching ones had no room. */
export interface Selection {
  groups: SelectedGroup[];
  /** The best paper of all: named by subject and preheader. */
  best: number;
  /** Matching, not carried yet, beyond the maximum or the size. */
  more: number;
  /** What they may have missed; null when nothing is in doubt. */
  again: Again | null;
  /** What is new about papers carried before; null for whoever does not wish it. */
  updates: Updates | null;
}

/** Numbers of the papers that a selection carries, in order of the mail. */
export function papersOf({ groups }: Selection): number[] {
  return groups.flatMap(group => group.papers.map(({ num }) => num));
}

/** Numbers of the papers that it shows again: never one that it carries. */
export function againOf({ again }: Selection): number[] {
  return (again?.editions ?? []).flatMap(({ papers }) => papers);
}

/** Numbers of the papers of which it only tells what is new. */
export function updatesOf({ updates }: Selection): number[] {
  return (updates?.papers ?? []).map(({ num }) => num);
}

export const EDITION_STATES = [
  'draft',
  'sending',
  'paused',
  'complete',
  'complete_with_failures',
  'complete_with_unknown',
  'cancelled',
] as const;
export type EditionState = (typeof EDITION_STATES)[number];

/**
 * Bytes of HTML that each piece of a mail costs, as upper bounds. Render measures, selection adds:
 * frame + Σ group + Σ card or line + what is shown again + what is new must stay at or below `limit`.
 */
export interface SizeTable {
  limit: number;
  frame: number;
  group: (key: string) => number;
  card: (num: number) => number;
  line: (num: number) => number;
  /** What may have been missed: its heading and end, the heading of each edition, each title. */
  again: { frame: number; edition: number; title: (num: number) => number };
  /** What is new about papers carried before: its heading and end, the line of each. */
  updates: { frame: number; line: (news: News) => number };
}
