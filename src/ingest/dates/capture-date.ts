import { addDays, type CalendarDate } from '../../model/date.ts';
import type { DateFrom } from '../../model/snapshot.ts';
import { mostRecent, proveYear, type YearClues } from './infer-year.ts';
import { localDate } from './local-date.ts';
import { asPrinted, inYear, type PartialDate } from './partial-date.ts';

/** What a format found about the day its snapshot was captured. */
export interface DateEvidence extends YearClues {
  /** The page's own date. */
  page: PartialDate | null;
  /** A whole date that the content states about itself, as in `og:url`. */
  stated: CalendarDate | null;
}

/** What is known about a snapshot besides its bytes. */
export interface DateHints {
  /** The `--captured-at` option: beats everything. */
  capturedAt?: CalendarDate;
  /** Modification time of the file, milliseconds since the epoch. */
  mtime?: number | null;
  /** Milliseconds since the epoch. */
  now: number;
  /** IANA zone in which instants become dates. */
  timeZone: string;
}

export interface CaptureDate {
  capturedAt: CalendarDate;
  dateFrom: DateFrom;
  remark: string | null;
}

/** Archives stamp files with 1970, 1980 or 1985: a time before this says nothing. */
const EARLIEST_MTIME = Date.UTC(2000, 0, 1);

/**
 * Capture date: the option, else the content's (its year proved, or inferred as the most recent one
 * that fits, with a remark), else the file's modification time, else today. Always finds one.
 */
export function captureDate(evidence: DateEvidence, hints: DateHints): CaptureDate {
  if (hints.capturedAt) return { capturedAt: hints.capturedAt, dateFrom: 'option', remark: null };
  const today = newestDay(hints.now, hints.timeZone);
  const mtime = hints.mtime && hints.mtime >= EARLIEST_MTIME ? Math.min(hints.mtime, hints.now) : null;
  const content = fromContent(evidence, today, mtime === null ? null : newestDay(mtime, hints.timeZone));
  if (content) return content;
  const dateFrom = mtime === null ? 'today' : 'mtime';
  const capturedAt = localDate(mtime ?? hints.now, hints.timeZone);
  const remark = evidence.page
    ? impossible(evidence.page, capturedAt)
    : evidence.stated && notYet(evidence.stated, capturedAt);
  return { capturedAt, dateFrom, remark };
}

function notYet(stated: CalendarDate, instead: CalendarDate): string {
  return `the content says that it is of ${stated}, which is still to come: taken as ${instead}; --captured-at settles it.`;
}

function impossible(page: PartialDate, instead: CalendarDate): string {
  return `the page date "${asPrinted(page)}" is no day of the calendar: taken as ${instead}; --captured-at settles it.`;
}

function fromContent(
  evidence: DateEvidence,
  today: CalendarDate,
  modified: CalendarDate | null,
): CaptureDate | null {
  const { page } = evidence;
  // A day that somebody wrote into the content for a joke would keep its papers from everybody until then.
  const told = evidence.stated && evidence.stated <= addDays(today, 1) ? evidence.stated : null;
  if (!page) return told ? proved(told) : null;
  const stated = (page.year === null ? null : inYear(page, page.year)) ?? told;
  if (stated) return proved(stated);
  // A year in which there is no such day proves no other year.
  if (page.year !== null) return null;
  const proven = proveYear(page, evidence, today);
  if (proven) return proved(proven);
  const latest = modified && addDays(modified, 1) < today ? addDays(modified, 1) : today;
  const inferred = mostRecent(page, latest);
  if (!inferred) return null;
  const remark = `the page date has no year and the content does not prove one: taken as ${inferred}; --captured-at settles it.`;
  return { capturedAt: inferred, dateFrom: 'inferred', remark };
}

function proved(capturedAt: CalendarDate): CaptureDate {
  return { capturedAt, dateFrom: 'content', remark: null };
}

/** The later of the local and the UTC date: a page may show the next day before midnight here. */
function newestDay(instant: number, timeZone: string): CalendarDate {
  const local = localDate(instant, timeZone);
  const utc = localDate(instant, 'UTC');
  return utc > local ? utc : local;
}
