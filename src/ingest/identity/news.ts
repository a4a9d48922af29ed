import { addDays, type CalendarDate } from '../../model/date.ts';
import type { Paper, PaperUpdate } from '../../model/paper.ts';
import { isPreprintDoi } from './doi.ts';

/**
 * On the day a paper is first seen and the day after, sources still fill in what they had all along: one shows the code that another
 * leaves out, one knows the version or the journal of a paper that is old. None of that is news to whoever reads of it for the first time.
 */
const SETTLING_DAYS = 2;
/** What sources write where others have a journal. */
const NO_VENUE = /^(?:arxiv|corr|biorxiv|medrxiv|preprints?|ssrn|openreview|submitted|under review)\b/i;

/**
 * What a snapshot captured on `capturedAt` made new of a known paper: a later version of one whose version was known, code where there was none,
 * a journal or proceedings where there was none, that it was withdrawn. Only the last one is told of papers just seen; a snapshot much
 * older than another that showed the paper tells nothing new. Pure.
 */
export function newsOf(before: Paper, after: Paper, capturedAt: CalendarDate): PaperUpdate[] {
  const news: PaperUpdate[] = [];
  if (before.withdrawnOn === null && after.withdrawnOn !== null) {
    news.push({ kind: 'withdrawn', detail: after.withdrawnOn });
  }
  const isOld = addDays(capturedAt, SETTLING_DAYS) <= before.lastSeen;
  if (isOld || capturedAt < addDays(before.firstSeen, SETTLING_DAYS)) return news;
  if (before.arxivVersion !== null && (after.arxivVersion ?? 0) > before.arxivVersion) {
    news.push({ kind: 'version', detail: String(after.arxivVersion) });
  }
  if (before.codeUrl === null && after.codeUrl !== null) news.push({ kind: 'code', detail: after.codeUrl });
  const published = publication(after);
  if (published !== null && publication(before) === null) news.push({ kind: 'published', detail: published });
  return news;
}

/** Where a paper appeared, but for preprint servers: a venue in words, or a publisher's DOI. */
function publication({ venue, doi }: Paper): string | null {
  if (venue !== null && !NO_VENUE.test(venue)) return venue;
  return doi !== null && !isPreprintDoi(doi) ? `a journal or proceedings, DOI ${doi}` : null;
}
