import { faultIn } from './fault.ts';
import { parseJson } from './parse.ts';
import type { Place } from './place.ts';
import { type Elements, elementsIn, type Work } from './resync.ts';
import { endOfValue, LONGEST_VALUE, skipSeparators } from './skip.ts';

/** One element of a list. */
export interface Item {
  /** Where it begins. */
  line: number;
  value: unknown;
  /** Why it cannot be read; null: it can. */
  fault: string | null;
  /** It had to be mended to be read. */
  mended: boolean;
}

export interface Items {
  items: Item[];
  /** The list came to its end; false for one that was cut. */
  closed: boolean;
}

/** A text of which a list is read. */
export interface Surroundings {
  text: string;
  placeOf: (offset: number) => Place;
  /** Brackets do not pair: what looks like the end of a list may be none. */
  isDamaged: () => boolean;
}

/** What is to be read of a list. */
export interface Wanted {
  /** True for a value that is one of its elements, as far as can be told. */
  isElement: (value: unknown) => boolean;
  most?: number;
}

/** How often the text may be looked through for the sake of broken elements. */
const PASSES = 4;
const LEAST_BUDGET = 64 * 1024 * 1024;

/**
 * The elements of the list whose first one begins after `from`. One that is broken costs nobody else: reading goes on at the next
 * that begins with the same name, or that is an element beyond doubt. Commas too many or too few make no difference, so the lines
 * of newline-delimited JSON are a list, too. Linear in the text.
 */
export function readItems(
  around: Surroundings,
  from: number,
  { isElement, most = Number.POSITIVE_INFINITY }: Wanted,
): Items {
  const { text, isDamaged } = around;
  const items: Item[] = [];
  const work = { left: PASSES * text.length + LEAST_BUDGET };
  const elements = elementsIn(text, isElement, work);
  let at: number | null = skipSeparators(text, from);
  while (at !== null && at < text.length && items.length < most) {
    if (text[at] === ']') {
      const more: number | null = isDamaged() ? elements.after(at) : null;
      if (more === null) return { items, closed: true };
      at = more;
    } else {
      const { item, next } = readItem(around, at, { isElement, elements, work });
      items.push(item);
      at = next;
    }
  }
  return { items, closed: at !== null && at < text.length };
}

interface Reader {
  isElement: (value: unknown) => boolean;
  elements: Elements;
  work: Work;
}

/** The element that begins at a place, and where the next one does; null: nowhere. */
function readItem(
  { text, placeOf, isDamaged }: Surroundings,
  at: number,
  { isElement, elements, work }: Reader,
): { item: Item; next: number | null } {
  const limit = Math.min(text.length, at + LONGEST_VALUE);
  const end = work.left > 0 ? endOfValue(text, at, limit) : null;
  const parsed = end === null ? null : parseJson(text.slice(at, end));
  const { line } = placeOf(at);
  const isOne = parsed !== null && isElement(parsed.value);
  if (isOne) elements.note(at);
  // What is no element may have swallowed some, where a bracket is one too many.
  const next = isOne || (parsed && !isDamaged()) ? null : elements.after(at);
  if (end !== null && parsed && (next === null || next >= end))
    return { item: { line, ...parsed, fault: null }, next: skipSeparators(text, end) };
  work.left -= (end ?? limit) - at;
  const fault = faultWords(text, at, next ?? limit, next !== null, placeOf);
  return { item: { line, value: null, fault, mended: false }, next };
}

/** Why there is no value at this place; `upTo` is where the next element begins, or where looking ended. */
function faultWords(
  text: string,
  at: number,
  upTo: number,
  isNext: boolean,
  placeOf: (offset: number) => Place,
): string {
  const fault = faultIn(text, at, upTo);
  if (fault === null || (isNext && fault.offset >= upTo)) return 'it does not end before the next one begins';
  const { line, column } = placeOf(Math.min(fault.offset, text.length - 1));
  return `no JSON at line ${line}, column ${column}: ${fault.what}`;
}
