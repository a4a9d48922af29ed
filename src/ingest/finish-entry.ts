import type { CalendarDate } from '../model/date.ts';
import type { Entry } from '../model/paper.ts';
import { cleanLine } from './clean.ts';
import { completeDate } from './dates/partial-date.ts';
import type { Draft } from './formats/format.ts';
import { parseArxivId } from './identity/arxiv-id.ts';
import { parseDoi } from './identity/doi.ts';
import { entryKeys } from './identity/entry-keys.ts';
import { findLinks } from './links/find-links.ts';
import { restoreMirrors } from './links/restore-mirrors.ts';
import { safeUrl } from './links/safe-url.ts';
import { repairAbstract } from './tex/repair-abstract.ts';
import { texToUnicode } from './tex/to-unicode.ts';

/** Longest real title: 185 characters. */
const MAX_TITLE = 1000;

/** An entry from what a format read of it, or why it is none. */
export function finishEntry(draft: Draft, capturedAt: CalendarDate): Entry | { reason: string } {
  const rawTitle = cleanLine(draft.title);
  if (!/[\p{L}\p{N}]/u.test(rawTitle)) return { reason: 'a title without a letter or digit' };
  if (rawTitle.length > MAX_TITLE) return { reason: `a title of ${rawTitle.length} characters` };
  const abstract = draft.abstract.map(finishParagraph).filter(Boolean).join('\n') || null;
  const arxiv = idOf(draft);
  const authors = cleanLines(draft.authors);
  const links = findLinks(abstract ?? '');
  const entry = {
    line: draft.line,
    rawTitle,
    title: cleanLine(texToUnicode(rawTitle)) || rawTitle,
    abstract,
    url: draft.url ? safeUrl(draft.url) : null,
    codeUrl: (draft.code ? safeUrl(draft.code) : null) ?? links.codeUrl,
    projectUrl: (draft.project ? safeUrl(draft.project) : null) ?? links.projectUrl,
    arxivId: arxiv?.id ?? null,
    arxivVersion: arxiv?.version ?? null,
    doi: draft.doi ? parseDoi(draft.doi) : null,
    organisation: draft.organisation ? cleanLine(draft.organisation) || null : null,
    authorCount: draft.authorCount ?? (authors.length || null),
    authors,
    hints: cleanLines(draft.hints),
    comments: draft.comments,
    upvotes: draft.upvotes,
    venue: draft.venue ? cleanLine(texToUnicode(draft.venue)) || null : null,
    role: draft.role,
    publishedOn: draft.published ? completeDate(draft.published, capturedAt) : null,
  };
  // What is said instead of an abstract when a paper is withdrawn may be said of any.
  return { ...entry, keys: entryKeys(entry.role === 'withdrawn' ? { ...entry, abstract: null } : entry) };
}

/** Each once, and none that is empty. */
function cleanLines(lines: readonly string[]): string[] {
  return [...new Set(lines.map(cleanLine))].filter(Boolean);
}

function finishParagraph(text: string): string {
  return restoreMirrors(repairAbstract(cleanLine(text)));
}

/** The arXiv id that the source gives, or that its URL or DOI contains. */
function idOf(draft: Draft) {
  for (const text of [draft.arxiv, draft.url, draft.doi]) {
    const found = text ? parseArxivId(text) : null;
    if (found) return found;
  }
  return null;
}
