import { faultIn } from './fault.ts';
import { literally } from './literally.ts';
import { parseJson } from './parse.ts';
import type { Place } from './place.ts';
import { endOfValue, skipSeparators } from './skip.ts';

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

/** Papers with thousands of authors have less. */
const LONGEST_ITEM = 4 * 1024 * 1024;
/** How often the text may be looked through for the sake of broken elements. */
const PASSES = 4;
const LEAST_BUDGET = 64 * 1024 * 1024;

/**
 * The elements of the list whose first one begins after `from`, at most `most`. One that is broken costs nobody else: reading goes
 * on at the next that begins with the same name. Commas too many or too few make no difference, so the lines of
 * newline-delimited JSON are a list, too. Linear in the text.
 */
export function readItems(
  text: string,
  from: number,
  placeOf: (offset: number) => Place,
  most = Number.POSITIVE_INFINITY,
): Items {
  const items: Item[] = [];
  let budget = PASSES * text.length + LEAST_BUDGET;
  let signature: RegExp | null = null;
  let at = skipSeparators(text, from);
  while (at < text.length && text[at] !== ']' && items.length < most) {
    signature ??= signatureAt(text, at);
    const limit =
      budget > 0 ? Math.min(text.length, at + LONGEST_ITEM) : (next(text, at, signature) ?? text.length);
    const end = endOfValue(text, at, limit);
    const parsed = end === null ? null : parseJson(text.slice(at, end));
    const { line } = placeOf(at);
    if (end !== null && parsed) {
      items.push({ line, ...parsed, fault: null });
      at = skipSeparators(text, end);
      continue;
    }
    budget -= (end ?? limit) - at;
    const after = next(text, at, signature);
    items.push({
      line,
      value: null,
      fault: faultWords(text, at, limit, end === null && after !== null, placeOf),
      mended: false,
    });
    if (after === null) return { items, closed: false };
    at = after;
  }
  return { items, closed: at < text.length };
}

/** What every element of the list begins with, as far as the first one tells. */
function signatureAt(text: string, at: number): RegExp | null {
  const pattern = /\{\s{0,200}("(?:[^"\\]|\\.){1,80}")\s{0,200}:/y;
  pattern.lastIndex = at;
  const name = pattern.exec(text)?.[1];
  return name === undefined ? null : new RegExp(`\\{\\s{0,200}${literally(name)}\\s{0,200}:`, 'g');
}

/** Where the next element after this one begins. */
function next(text: string, at: number, signature: RegExp | null): number | null {
  if (signature === null) return null;
  signature.lastIndex = at + 1;
  return signature.exec(text)?.index ?? null;
}

function faultWords(
  text: string,
  at: number,
  limit: number,
  runsOn: boolean,
  placeOf: (offset: number) => Place,
): string {
  const fault = faultIn(text, at, limit);
  if (fault === null || (runsOn && fault.offset >= limit))
    return 'it does not end before the next one begins';
  const { line, column } = placeOf(Math.min(fault.offset, text.length - 1));
  return `no JSON at line ${line}, column ${column}: ${fault.what}`;
}
