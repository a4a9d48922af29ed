import type { Titled } from '../views.ts';
import type { ListedPaper } from './listed-paper.ts';
import type { Piece } from './marks.ts';

/** What everybody may read. */
export interface ArchiveViews {
  editions: EditionsPageView;
  edition: EditionPageView;
  search: SearchPageView;
  paper: PaperPageView;
  topics: TopicsPageView;
  topic: TopicPageView;
}

/** The field to search the archive with. */
export interface SearchForm {
  action: string;
  /** As it was typed. */
  query: string;
  /** What is wrong with it; empty when nothing is. */
  error: string;
}

/** The way to the pages beside one page of a list; empty where there is none. */
export interface Besides {
  earlier: string;
  later: string;
  /** `Page 2 of 3`; empty when there is one only. */
  place: string;
}

export interface NamedLink {
  name: string;
  link: string;
}

export interface EditionsPageView extends Titled {
  search: SearchForm;
  /** `June 2026`; empty when nothing ever came out. */
  month: string;
  editions: { date: string; link: string; count: string; titles: string[] }[];
  newer: NamedLink | null;
  older: NamedLink | null;
}

export interface EditionPageView extends Titled {
  weekday: string;
  /** `2 June 2026` */
  day: string;
  /** `61 papers` */
  count: string;
  /** A table of what stands on this page; empty when that is little. */
  contents: { name: string; anchor: string; count: number }[];
  groups: { name: string; anchor: string; link: string; lines: readonly ListedPaper[] }[];
  besides: Besides;
  previous: NamedLink | null;
  next: NamedLink | null;
}

export interface SearchPageView extends Titled {
  search: SearchForm;
  /** What came of it; empty when the query cannot be read. */
  told: string;
  found: {
    title: Piece[];
    link: string;
    date: string;
    /** The newest edition that carried it; null for none. */
    edition: NamedLink | null;
    snippet: Piece[];
  }[];
  /** On to older papers; empty at the end. */
  older: string;
  /** Papers that came in just now cannot be found yet. */
  waiting: boolean;
}

export interface PaperPageView extends Titled {
  organisation: string;
  facts: string[];
  abstract: string[];
  links: NamedLink[];
  topics: NamedLink[];
  editions: NamedLink[];
  citations: NamedLink[];
}

export interface TopicsPageView extends Titled {
  /** `in the 31 days up to 5 June 2026` */
  time: string;
  topics: {
    name: string;
    description: string;
    link: string;
    count: string;
    /** Path of a bar a day; empty when it brought nothing. */
    bars: string;
  }[];
  width: number;
}

export interface TopicPageView extends Titled {
  description: string;
  told: string;
  subscribe: string;
  groups: { name: string; lines: readonly ListedPaper[] }[];
  besides: Besides;
  feeds: { type: string; title: string; name: string; link: string }[];
}
