import type { Line } from './line.ts';
import { type DateLine, isDot, isSubmittedBy, parseDate } from './marks.ts';

/** The furniture above the papers: where it ends, and what it says. */
export interface PageHeader {
  /** Index of the first line of the body. */
  end: number;
  /** Only this page has such furniture. */
  certain: boolean;
  /** The page's date. */
  date: DateLine | null;
  /** The inbox banner stood there, but no line `Subscribe`: it is glued to the first title. */
  glued: boolean;
}

const BANNER = /^get trending papers in your email inbox(?: once a day)?[!.]*$/i;
const BYLINE = /^by ?AK and the research community$/i;
const PAGE_NAME = /^(?:daily|trending) papers(?: - hugging face)?$/i;
const FURNITURE = /^(?:new|subscribe|daily|weekly|monthly|by|AK|and the research community)$/i;

/** No header has more lines, its navigation included. */
const MAX_HEADER = 120;
/** Longer than any title, shorter than any abstract (185 and 428 characters in real captures). */
export const MAX_TITLE = 250;

/** Reads the header at the top. Never looks into the body. */
export function readHeader(lines: readonly Line[]): PageHeader {
  const limit = Math.min(bodyStart(lines), MAX_HEADER);
  let end = 0;
  for (let at = 0; at < limit; at++) if (isChrome(lines[at]?.text ?? '')) end = at + 1;
  return finish(lines, 0, end);
}

/**
 * A page header in the middle, as in captures that were put together; null when there is none at
 * this place.
 */
export function headerAt(lines: readonly Line[], at: number): PageHeader | null {
  let end = at;
  while (isChrome(lines[end]?.text ?? '')) end++;
  const header = finish(lines, at, end);
  return header.certain ? header : null;
}

export function isChrome(text: string): boolean {
  return isCertain(text) || isPageName(text) || FURNITURE.test(text);
}

function finish(lines: readonly Line[], start: number, end: number): PageHeader {
  const texts = lines.slice(start, end).map(({ text }) => text);
  const date = end > start ? parseDate(lines[end]?.text ?? '') : null;
  return {
    end: date ? end + 1 : end,
    certain: texts.some(isCertain) || (texts.some(isPageName) && (date !== null || texts.length > 1)),
    date,
    glued: texts.some(text => BANNER.test(text)) && !texts.some(text => /^subscribe$/i.test(text)),
  };
}

function isCertain(text: string): boolean {
  return BANNER.test(text) || BYLINE.test(text);
}

function isPageName(text: string): boolean {
  return PAGE_NAME.test(text);
}

/** Index of the first line that cannot be above the papers. */
function bodyStart(lines: readonly Line[]): number {
  const at = lines.findIndex(
    ({ text, heading, link }) =>
      text.length > MAX_TITLE ||
      isDot(text) ||
      isSubmittedBy(text) ||
      (link !== null && /\/papers\/\d{4}\.\d{4,5}(?!.*community)/.test(link)) ||
      (heading && !isChrome(text)),
  );
  return at < 0 ? lines.length : at;
}
