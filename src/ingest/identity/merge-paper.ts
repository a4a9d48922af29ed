import type { CalendarDate } from '../../model/date.ts';
import type { Entry, Paper } from '../../model/paper.ts';
import { isMirror } from '../links/hosts.ts';

/**
 * A stored paper after one more snapshot showed it. The longer abstract wins, gaps are filled, votes
 * and comments come from the newer snapshot, a link to a mirror gives way. The title stays unless
 * the entry brings an arXiv id or DOI that the paper lacked: such a source spells it better than a
 * text capture. Names of authors and hints stay in the order they have; what is new comes after them. Number and id
 * never change. Pure.
 */
export function mergePaper(paper: Paper, entry: Entry, capturedAt: CalendarDate): Paper {
  const newer = capturedAt >= paper.lastSeen;
  const better =
    (!paper.arxivId && entry.arxivId !== null) || (!paper.arxivId && !paper.doi && entry.doi !== null);
  return {
    num: paper.num,
    id: paper.id,
    title: better ? entry.title : paper.title,
    abstract: longer(paper.abstract, entry.abstract),
    url: better ? (entry.url ?? paper.url) : preferred(paper.url, entry.url),
    codeUrl: preferred(paper.codeUrl, entry.codeUrl),
    projectUrl: preferred(paper.projectUrl, entry.projectUrl),
    arxivId: paper.arxivId ?? entry.arxivId,
    arxivVersion: highest(paper, entry),
    doi: paper.doi ?? entry.doi,
    organisation: paper.organisation ?? entry.organisation,
    authorCount: paper.authorCount ?? entry.authorCount,
    authors: union(paper.authors, entry.authors),
    hints: union(paper.hints, entry.hints),
    comments: newer ? (entry.comments ?? paper.comments) : (paper.comments ?? entry.comments),
    upvotes: newer ? (entry.upvotes ?? paper.upvotes) : (paper.upvotes ?? entry.upvotes),
    publishedOn: paper.publishedOn ?? entry.publishedOn,
    venue: paper.venue ?? entry.venue,
    withdrawnOn: paper.withdrawnOn,
    origins: paper.origins,
    firstSeen: capturedAt < paper.firstSeen ? capturedAt : paper.firstSeen,
    lastSeen: newer ? capturedAt : paper.lastSeen,
  };
}

function longer(known: string | null, seen: string | null): string | null {
  return (seen?.length ?? 0) > (known?.length ?? 0) ? seen : known;
}

/** What is known, and then what is seen besides; the very same list when that is nothing. Capitals make no difference. */
function union(known: string[], seen: readonly string[]): string[] {
  const names = new Set(known.map(name => name.toLowerCase()));
  const more = seen.filter(name => !names.has(name.toLowerCase()));
  return more.length > 0 ? [...known, ...more] : known;
}

function preferred(known: string | null, seen: string | null): string | null {
  if (!known || !seen) return known ?? seen;
  return isMirror(new URL(known).hostname) ? seen : known;
}

/** The highest version seen; one of another arXiv id does not count. */
function highest(paper: Paper, entry: Entry): number | null {
  if (paper.arxivId && entry.arxivId && paper.arxivId !== entry.arxivId) return paper.arxivVersion;
  const versions = [paper.arxivVersion, entry.arxivVersion].filter(version => version !== null);
  return versions.length ? Math.max(...versions) : null;
}
