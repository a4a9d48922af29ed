import type { EntryRole } from '../../model/paper.ts';
import type { Rejected } from '../../model/snapshot.ts';
import type { DateEvidence } from '../dates/capture-date.ts';
import type { PartialDate } from '../dates/partial-date.ts';

/** One entry as a format reads it: raw text, before TeX, links, dates and keys are worked out. */
export interface Draft {
  /** Line of the title, from 1. */
  line: number;
  title: string;
  /** Paragraphs; empty when the snapshot has none. */
  abstract: string[];
  /** Page of the paper as the source names it. */
  url: string | null;
  /** An arXiv id in any spelling. */
  arxiv: string | null;
  /** A DOI in any spelling. */
  doi: string | null;
  organisation: string | null;
  authorCount: number | null;
  /** Names, each in one piece. */
  authors: string[];
  /** What it is about, like `arxiv:cs.CL` or `keyword:speculative decoding`. */
  hints: string[];
  comments: number | null;
  upvotes: number | null;
  published: PartialDate | null;
  /** Code repository, http(s), where the source names it by itself. */
  code: string | null;
  /** Project page, http(s), where the source names it by itself. */
  project: string | null;
  /** Where it appeared: a journal reference, proceedings. */
  venue: string | null;
  role: EntryRole;
}

/** What a format makes of a text. Bad parts are rejected or remarked on, one by one. */
export interface Reading {
  drafts: Draft[];
  rejected: Rejected[];
  /** Sentences. */
  remarks: string[];
  /** Why it is in order that there are no drafts, e.g. a feed on a holiday; null otherwise. */
  quiet?: string | null;
  /** How many papers the source says there are in it; null or left out when it does not say. */
  declared?: number | null;
  /** Why nothing of it may be used; null otherwise. */
  refusal: string | null;
  date: Omit<DateEvidence, 'published'>;
}

/**
 * One input format: one file or folder here, one line in `all-formats.ts`. Recognises its own by
 * content, never by name, and reads in time linear in the text. Neither function throws.
 */
export interface Format {
  /** Name for `--format` and reports, e.g. `hf-text`. */
  name: string;
  /** What a person should bring, for the refusal of anything else. */
  expects: string;
  /**
   * How far its fields are believed beside those of other formats, when both tell of one paper: the higher wins. arXiv's own
   * word is 4, the API of Hugging Face 3, its pages and others 2, text captures 1.
   */
  trust: number;
  /** `text` is decoded, with LF line ends. */
  recognises(text: string): boolean;
  read(text: string): Reading;
}

/** A draft with nothing known but its title. */
export function newDraft(line: number, title: string): Draft {
  return {
    line,
    title,
    abstract: [],
    url: null,
    arxiv: null,
    doi: null,
    organisation: null,
    authorCount: null,
    authors: [],
    hints: [],
    comments: null,
    upvotes: null,
    published: null,
    code: null,
    project: null,
    venue: null,
    role: 'paper',
  };
}
