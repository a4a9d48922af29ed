import type { Paper } from '../model/paper.ts';
import { cleanText } from './clean-text.ts';
import { ideaOf } from './extract/idea.ts';
import { safeLink, searchLink } from './link.ts';

/** What the templates may use, block by block: plain values, not escaped yet. */
export interface Views {
  head: HeadView;
  group: GroupView;
  card: CardView;
  line: LineView;
  more: MoreView;
  again: AgainView;
  updates: UpdatesView;
  tail: TailView;
}

export interface HeadView {
  subject: string;
  preheader: string;
  listName: string;
  date: string;
  /** "12 papers" */
  papers: string;
  /** "4 topics" */
  topics: string;
  severalTopics: boolean;
  /** The subscriber's name, or "you". */
  reader: string;
  /** What the mail opens with for a newcomer, or after a pause; empty for nothing. */
  preface: string;
  /** The operator's line; empty for none. */
  note: string;
  /** Table of contents; empty when there is one group only. */
  contents: { anchor: string; name: string; count: number }[];
}

export interface GroupView {
  anchor: string;
  name: string;
}

export interface LineView {
  title: string;
  link: string;
}

export interface CardView extends LineView {
  best: boolean;
  /** Something of organisation, counts and resources is known. */
  known: boolean;
  /** One of organisation and counts is known. */
  facts: boolean;
  organisation: string;
  /** "6 authors · 3 comments", as far as known. */
  counts: string;
  /** Code and project page; `first` when nothing stands before it. */
  resources: { name: string; link: string; first: boolean }[];
  idea: string;
  group: string;
  /** The group is a query of the subscriber, not a topic. */
  query: boolean;
  /** What matched, comma separated; may be empty. */
  terms: string;
  paperLink: string;
  tuneLink: string;
}

/** What matched and had no place. */
export interface MoreView {
  /** "14 more papers" */
  more: string;
  editionLink: string;
}

/** Papers of mails that may not have arrived. */
export interface AgainView {
  /** Newest first; `view` shows that mail online. */
  editions: { date: string; view: string; papers: LineView[] }[];
  /** "3 more papers"; empty when all are shown. */
  more: string;
  /** Where these are. */
  moreLink: string;
}

/** What is new about papers of earlier mails. */
export interface UpdatesView {
  papers: NewsView[];
  /** "3 more papers"; empty when all are shown. */
  more: string;
}

export interface NewsView extends LineView {
  /** `link` is empty for words that lead nowhere; `first` when nothing stands before them. */
  news: { words: string; link: string; first: boolean }[];
}

export interface TailView {
  listName: string;
  email: string;
  postalAddress: string;
  preferences: string;
  unsubscribe: string;
  view: string;
  /** Where the friend it was forwarded to gets their own. */
  home: string;
}

/** The part of a card that depends on the paper alone. */
export type PaperView = Pick<
  CardView,
  'title' | 'link' | 'known' | 'facts' | 'organisation' | 'counts' | 'resources' | 'idea'
>;

/** `1 author`, `6 authors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Everything a mail says of a paper by itself: only what is known, nothing invented. */
export function paperView(paper: Paper): PaperView {
  const title = cleanText(paper.title) || 'Untitled paper';
  const organisation = cleanText(paper.organisation ?? '');
  const authors = paper.authorCount ? counted(paper.authorCount, 'author') : '';
  const comments = paper.comments ? counted(paper.comments, 'comment') : '';
  const counts = [authors, comments].filter(Boolean).join(' · ');
  const links = [
    { name: 'Code', link: safeLink(paper.codeUrl) },
    { name: 'Project', link: safeLink(paper.projectUrl) },
  ];
  const resources = links.flatMap(({ name, link }) => (link === null ? [] : [{ name, link }]));
  const facts = organisation !== '' || counts !== '';
  return {
    title,
    link: safeLink(paper.url) ?? searchLink(title),
    known: facts || resources.length > 0,
    facts,
    organisation,
    counts,
    resources: resources.map((resource, at) => ({ ...resource, first: !facts && at === 0 })),
    idea: ideaOf(cleanText(paper.abstract ?? ''), title),
  };
}
