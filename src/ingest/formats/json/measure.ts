import type { Rejected } from '../../../model/snapshot.ts';
import type { Draft } from '../format.ts';

/** No list of a day has more; bounds time and memory. */
export const MOST_ENTRIES = 50_000;
const LONGEST_ABSTRACT = 20_000;
const MOST_AUTHORS = 1000;
const LONGEST_NAME = 200;
const MOST_HINTS = 60;
const LONGEST_HINT = 120;
const LONGEST_LINE = 2000;
const MOST_REMARKS = 20;
const MOST_REJECTED = 1000;

/** A draft within all measure, and what had to be left out of it. */
export function measured(draft: Draft): { draft: Draft; remarks: string[] } {
  const remarks: string[] = [];
  const length = draft.abstract.reduce((sum, paragraph) => sum + paragraph.length, 0);
  if (length > LONGEST_ABSTRACT) remarks.push(`an abstract of ${length} characters, left out.`);
  const count = draft.authors.length;
  if (count > MOST_AUTHORS)
    remarks.push(`${count} authors: only the first ${MOST_AUTHORS} are kept by name.`);
  return {
    draft: {
      ...draft,
      abstract: length > LONGEST_ABSTRACT ? [] : draft.abstract,
      authors: draft.authors.slice(0, MOST_AUTHORS).filter(name => name.length <= LONGEST_NAME),
      authorCount: draft.authorCount ?? (count > MOST_AUTHORS ? count : null),
      hints: draft.hints.filter(hint => hint.length <= LONGEST_HINT).slice(0, MOST_HINTS),
      organisation: short(draft.organisation),
      venue: short(draft.venue),
    },
    remarks,
  };
}

function short(text: string | null): string | null {
  return text !== null && text.length <= LONGEST_LINE ? text : null;
}

/** Remarks as they may be shown: of many, the first ones. */
export function firstFew(remarks: readonly string[]): string[] {
  if (remarks.length <= MOST_REMARKS) return [...remarks];
  return [...remarks.slice(0, MOST_REMARKS), `and ${remarks.length - MOST_REMARKS} more remarks.`];
}

/** What was rejected, as it may be shown: of very much, the first and how many there are besides. */
export function firstRejected(rejected: readonly Rejected[]): Rejected[] {
  const more = rejected[MOST_REJECTED];
  if (more === undefined) return [...rejected];
  const reason = `and ${rejected.length - MOST_REJECTED} more entries that cannot be used`;
  return [...rejected.slice(0, MOST_REJECTED), { line: more.line, reason }];
}
