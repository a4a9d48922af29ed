import { monthNumber, type PartialDate } from './partial-date.ts';

const ISO = /^([+]?\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])/;
/** RFC 822 and what people make of it: `Tue, 05 Mar 2024 09:30:00 EST`, `5 March 24`. */
const DAY_FIRST = /^(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)/;
/** `March 5, 2024`, and what a C library prints: `Tue Mar  5 09:30:00 2024`. */
const MONTH_FIRST =
  /^(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:,\s*|\s+(?:\d\d?:\d\d(?::\d\d)?\s+)?(?:[A-Z]{2,4}\s+)?)(\d{4})(?!\d)/;

/**
 * The day that a feed writes, in the zone it writes it in: RFC 822 (years of two digits, too), RFC 3339, and what is near
 * to them. Null for anything else, and for a day that no month has: never today.
 */
export function parseFeedDate(text: string): PartialDate | null {
  const trimmed = text.slice(0, 80).trim();
  const iso = ISO.exec(trimmed);
  if (iso) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = DAY_FIRST.exec(trimmed);
  if (dayFirst) return checked(yearIn(dayFirst[3]), monthNumber(dayFirst[2] ?? ''), Number(dayFirst[1]));
  const monthFirst = MONTH_FIRST.exec(trimmed);
  if (monthFirst)
    return checked(yearIn(monthFirst[3]), monthNumber(monthFirst[1] ?? ''), Number(monthFirst[2]));
  return null;
}

/** RFC 2822: two digits up to 49 are of this century. */
function yearIn(digits = ''): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function checked(year: number, month: number | null, day: number): PartialDate | null {
  if (month === null || month < 1 || month > 12 || year < 1900) return null;
  const longest = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= longest ? { year, month, day } : null;
}
