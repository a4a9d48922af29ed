import type { CalendarDate } from './date.ts';

/**
 * What an entry says: here is a paper; here is a new version of one that was announced before; its authors withdrew it.
 * The last two never make a paper known that was not.
 */
export type EntryRole = 'paper' | 'revision' | 'withdrawn';

/** What can be told of a paper after it was first seen. Packed by their order. */
export const UPDATE_KINDS = ['version', 'code', 'published', 'withdrawn'] as const;
export type UpdateKind = (typeof UPDATE_KINDS)[number];

/** Something new about a known paper, and the version, address, venue or day that it is. */
export interface PaperUpdate {
  kind: UpdateKind;
  detail: string;
}

/**
 * What one snapshot says of one paper. `keys` are every identity this entry proves, strongest
 * first: `arxiv:2511.07070`, `doi:10.1000/x`, `url:https://…`, `title:pangu alpha …`,
 * `abstract:<hash of its first 200 characters>`.
 */
export interface Entry {
  /** Line of the snapshot the title stands on, from 1. */
  line: number;
  /** The title as the snapshot has it, white space collapsed, markup kept. */
  rawTitle: string;
  /** The title for people: TeX as Unicode, markup gone. */
  title: string;
  /** Repaired abstract, one paragraph a line; null when the snapshot has none. */
  abstract: string | null;
  /** Page of the paper, http(s), canonical; null when the snapshot names none. Never invented. */
  url: string | null;
  /** First code repository named in the entry, http(s). */
  codeUrl: string | null;
  /** First project page named in the entry, http(s). */
  projectUrl: string | null;
  arxivId: string | null;
  arxivVersion: number | null;
  doi: string | null;
  /** Display name of the organisation, without its slug. */
  organisation: string | null;
  /** How many authors; known of some papers whose names are not. */
  authorCount: number | null;
  /** Names of the authors as the source has them; empty when it tells none. */
  authors: string[];
  /** What sources say it is about, like `arxiv:cs.CL` or `keyword:speculative decoding`; empty when they say nothing. */
  hints: string[];
  comments: number | null;
  upvotes: number | null;
  /** The day the source shows; display only, may be a day off (formats differ). Never identity. */
  publishedOn: CalendarDate | null;
  /** Where it appeared, in words: a journal reference, proceedings; null while the source names none. */
  venue: string | null;
  role: EntryRole;
  keys: string[];
}

/** One research work as stored: one identity whatever the source, spelling or version. */
export interface Paper extends Omit<Entry, 'line' | 'rawTitle' | 'role' | 'keys'> {
  /** Dense number, given at first sight; what ledgers pack. */
  num: number;
  /** Public id, minted at first sight, never changed. Stands in URLs. */
  id: string;
  /** Capture date of the first snapshot that held it. */
  firstSeen: CalendarDate;
  /** Capture date of the newest snapshot that held it. */
  lastSeen: CalendarDate;
  /** The day on which its authors were seen to have withdrawn it: nobody gets it any more. */
  withdrawnOn: CalendarDate | null;
  /** Which format told what is stored, by field; a field that is missing was told by the one that made it known. */
  origins: Readonly<Record<string, string>>;
}

/** What a source that shows titles alone tells of a paper besides. */
export const NOTHING_KNOWN: Omit<Entry, 'line' | 'rawTitle' | 'title' | 'role' | 'keys'> = {
  abstract: null,
  url: null,
  codeUrl: null,
  projectUrl: null,
  arxivId: null,
  arxivVersion: null,
  doi: null,
  organisation: null,
  authorCount: null,
  authors: [],
  hints: [],
  comments: null,
  upvotes: null,
  publishedOn: null,
  venue: null,
};

/** What readers of a source left at a paper, in words: `212 upvotes`, `14 comments`. */
export function voicesInWords({ upvotes, comments }: Pick<Paper, 'upvotes' | 'comments'>): string[] {
  const counted = (count: number | null, one: string) =>
    count !== null && count > 0 ? [`${count} ${one}${count === 1 ? '' : 's'}`] : [];
  return [...counted(upvotes, 'upvote'), ...counted(comments, 'comment')];
}
