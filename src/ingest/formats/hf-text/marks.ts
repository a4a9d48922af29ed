import { monthNumber, type PartialDate } from '../../dates/partial-date.ts';

/** A date line, with the number of comments that may follow it. */
export interface DateLine extends PartialDate {
  comments: number | null;
}

const DATE =
  /^(?:published on )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:, ?((?:19|20)\d{2}))?(?: (\d{1,6}))?$/i;
const MONTH_NAME =
  /^(?:published on )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/i;
/** Whatever became of a bullet: `?`, `-`, and what a wrong decoding makes of one (`â€¢`, `Â·`). */
const AUTHORS = /^(?:[\p{P}\p{S}ÂâÃ¢ ]{1,12})?(\d{1,3}(?:,\d{3})*|\d{1,6}) authors?$/iu;
const DOT = /^[·∙⋅・‧]$/;
const MARKS = /^[\p{P}\p{S}ÂâÃ¢]{1,4}$/u;
const COUNT = /^(?:\[[-xX ]?\] ?)?(-|\d[\d.,]*[kK]?)$/;
const SUBMITTED = /^submitted by\b/i;
const FURNITURE =
  /^(?:upvote|github|github \d[\d.,]*k?|arxiv page|arxiv|pdf|view arxiv page|view pdf|load more|previous|next|code|system theme|company|tos|privacy|about|careers|website|models|datasets|spaces|pricing|docs|log in|sign up)$/i;

/**
 * `Mar 28`, `Mar 28 2` (two comments), `Mar 14, 2024 2`, `Published on Oct 4, 2026`; else null. The
 * day may be one that the calendar does not have.
 */
export function parseDate(text: string): DateLine | null {
  const [, name = '', day, year, comments] = DATE.exec(text) ?? [];
  const month = monthNumber(name);
  if (month === null || !MONTH_NAME.test(text)) return null;
  return {
    year: year ? Number(year) : null,
    month,
    day: Number(day),
    comments: comments ? Number(comments) : null,
  };
}

/** `• 6 authors`: a count of authors; else null. */
export function parseAuthors(text: string): number | null {
  const found = AUTHORS.exec(text)?.[1];
  return found ? Number(found.replaceAll(',', '')) : null;
}

/** A number alone on its line, as votes, stars and comments are: `-` is none, `3.29k` is 3290. */
export function parseCount(text: string): number | null {
  const found = COUNT.exec(text)?.[1];
  if (!found) return null;
  if (found === '-') return 0;
  const thousands = /k$/i.test(found);
  const number = Number(found.replace(/k$/i, '').replaceAll(',', ''));
  return Number.isFinite(number) ? Math.round(number * (thousands ? 1000 : 1)) : null;
}

/** The `·` between a lead and a date. */
export function isDot(text: string): boolean {
  return DOT.test(text);
}

/** True for a line of nothing but marks: before a date it is what became of a damaged `·`. */
export function isMarks(text: string): boolean {
  return MARKS.test(text);
}

/** "Submitted by", with or without the name, which is on this or the next line. */
export function isSubmittedBy(text: string): boolean {
  return SUBMITTED.test(text);
}

/** Buttons of a card, and the menu at the foot of the page. */
export function isFurniture(text: string): boolean {
  return FURNITURE.test(text);
}

/**
 * Name of the organisation in a lead: an image's alternative text is the slug; without one the slug
 * is what stands before the first space. Never a number.
 */
export function organisationOf(lead: string, alt: string | null): string | null {
  const space = lead.indexOf(' ');
  const name = alt === null && space > 0 ? lead.slice(space + 1).trim() : lead;
  return name === '' || !/\p{L}/u.test(name) || parseAuthors(lead) !== null ? null : name;
}

/** More words than this, and a lead's slug has to show in its name. */
const MAX_UNLIKE_WORDS = 4;

/**
 * True for what can be a lead with an organisation: a slug, then its name. A title that stands where
 * a lead is expected has a colon, a question mark, or many words that its first one has no part in.
 */
export function canBeOrganisation(lead: string): boolean {
  const [slug = '', ...name] = lead.split(' ');
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(slug) || /[:?!]/.test(lead)) return false;
  return name.length < MAX_UNLIKE_WORDS || letters(name.join('')).includes(letters(slug).slice(0, 3));
}

/** True for `google Google`: a lead that says the same twice, which no title does. */
export function repeatsItself(lead: string): boolean {
  const [slug = '', ...name] = lead.split(' ');
  return letters(slug) !== '' && letters(slug) === letters(name.join(''));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
