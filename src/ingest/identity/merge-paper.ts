import type { CalendarDate } from '../../model/date.ts';
import { type Entry, NOTHING_KNOWN, type Paper } from '../../model/paper.ts';
import { type Claim, isPreferred, RULES, type Rule } from './choose.ts';
import {
  bothOrigins,
  isTold,
  keptOrigins,
  originOf,
  type ToldField,
  type TrustOf,
  writeOrigin,
  writtenOrigin,
} from './origins.ts';
import { isBackAgain, isOutdated, mayWithdraw } from './withdrawal.ts';

/** Where an entry comes from. */
export interface Telling {
  format: string;
  capturedAt: CalendarDate;
}

/** The paper that an entry tells of, as if nothing else were known of it. It has no number and no id yet. */
export function paperOf(entry: Entry, { format, capturedAt }: Telling): Paper {
  const { line: _line, rawTitle: _raw, keys: _keys, role, ...facts } = entry;
  return {
    ...facts,
    // The day of a new version is not the day of the paper.
    publishedOn: role === 'paper' ? facts.publishedOn : null,
    hints: united(facts.hints, []),
    num: 0,
    id: '',
    firstSeen: capturedAt,
    lastSeen: capturedAt,
    withdrawnOn: null,
    origins: { id: writeOrigin({ format, version: facts.arxivVersion }) },
  };
}

/** A stored paper after one more snapshot showed it, or said that it was withdrawn. */
export function mergePaper(paper: Paper, entry: Entry, telling: Telling, trustOf: TrustOf): Paper {
  const { capturedAt } = telling;
  const seen = paperOf(entry, telling);
  if (entry.role === 'paper') return unitePapers(paper, seen, trustOf);
  // A page that lists it anew is no other sight of the paper.
  const unseen = { firstSeen: paper.firstSeen, lastSeen: paper.lastSeen };
  if (entry.role === 'revision') return { ...unitePapers(paper, seen, trustOf), ...unseen };
  if (!mayWithdraw(paper, entry, telling.format) || isOutdated(paper, entry)) return paper;
  // Its text says no more than that: the paper keeps its own.
  const { arxivId, arxivVersion, doi, num, id, origins } = seen;
  const withdrawn = { arxivId, arxivVersion, doi, num, id, origins, withdrawnOn: capturedAt };
  return unitePapers(paper, { ...NOTHING_KNOWN, title: '', ...withdrawn, ...unseen }, trustOf);
}

/**
 * Two papers that are one, field by field: by who tells it (arXiv before the API of Hugging Face, that before pages, those before
 * text captures; votes and organisations from Hugging Face), by the newer version, by the longer text; a whole one before one cut short,
 * any link before one to a mirror. What is about the paper is united. Number and id stay those of `paper`. What comes out does not
 * depend on which of the two is which, but for these and for votes of days in between. Pure.
 */
export function unitePapers(paper: Paper, other: Paper, trustOf: TrustOf): Paper {
  const told: Partial<Record<ToldField, string>> = {};
  const claim = (from: Paper, field: ToldField): Claim => {
    const origin = originOf(from, field);
    return { value: from[field], origin, trust: trustOf(origin.format), seen: from.lastSeen };
  };
  const from = <Field extends ToldField>(field: Field, chosen: Paper): Paper[Field] => {
    told[field] = writtenOrigin(chosen, field);
    return chosen[field];
  };
  const pick = <Field extends ToldField>(field: Field, rules: readonly Rule[]): Paper[Field] => {
    if (!isTold(other[field])) return from(field, paper);
    if (!isTold(paper[field])) return from(field, other);
    const stays = isPreferred(claim(paper, field), claim(other, field), rules);
    return from(field, stays ? paper : other);
  };
  const arxivVersion = highest(paper, other);
  const hints = united(paper.hints, other.hints);
  const facts = {
    title: pick('title', RULES.title),
    abstract: pick('abstract', RULES.abstract),
    url: pick('url', RULES.url),
    codeUrl: pick('codeUrl', RULES.codeUrl),
    projectUrl: pick('projectUrl', RULES.projectUrl),
    arxivId: pick('arxivId', []),
    arxivVersion: from('arxivVersion', arxivVersion === paper.arxivVersion ? paper : other),
    doi: pick('doi', RULES.doi),
    organisation: pick('organisation', RULES.organisation),
    authorCount: pick('authorCount', RULES.authorCount),
    authors: pick('authors', RULES.authors),
    hints,
    comments: pick('comments', RULES.comments),
    upvotes: pick('upvotes', RULES.upvotes),
    publishedOn: pick('publishedOn', RULES.publishedOn),
    venue: pick('venue', RULES.venue),
    withdrawnOn: isBackAgain(paper, other) ? null : pick('withdrawnOn', RULES.withdrawnOn),
  };
  told.hints =
    paper.hints.length === 0 || other.hints.length === 0
      ? writtenOrigin(paper.hints.length === 0 ? other : paper, 'hints')
      : bothOrigins(writtenOrigin(paper, 'hints'), writtenOrigin(other, 'hints'));
  const origins = keptOrigins(facts, paper.origins.id, told);
  return {
    ...facts,
    num: paper.num,
    id: paper.id,
    firstSeen: other.firstSeen < paper.firstSeen ? other.firstSeen : paper.firstSeen,
    lastSeen: other.lastSeen > paper.lastSeen ? other.lastSeen : paper.lastSeen,
    // The very same where nothing changed: a paper that says nothing new is not written again.
    hints: isSameList(hints, paper.hints) ? paper.hints : hints,
    authors: isSameList(facts.authors, paper.authors) ? paper.authors : facts.authors,
    origins: JSON.stringify(origins) === JSON.stringify(paper.origins) ? paper.origins : origins,
  };
}

/** Both, each once, in an order of their own; of two spellings that differ in capitals the one that comes first in it. */
function united(a: readonly string[], b: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (const hint of [...a, ...b].sort()) {
    const name = hint.toLowerCase();
    if (!byName.has(name)) byName.set(name, hint);
  }
  return [...byName.values()];
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

/** The highest version seen; one of another arXiv id does not count. */
function highest(paper: Paper, other: Paper): number | null {
  if (paper.arxivId && other.arxivId && paper.arxivId !== other.arxivId) return paper.arxivVersion;
  const versions = [paper.arxivVersion, other.arxivVersion].filter(each => each !== null);
  return versions.length ? Math.max(...versions) : null;
}
