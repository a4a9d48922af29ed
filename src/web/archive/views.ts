import type { Titled } from '../views.ts';

/** What everybody may read. */
export interface ArchiveViews {
  paper: PaperPageView;
  edition: EditionPageView;
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
