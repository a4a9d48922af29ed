import type { CalendarDate } from '../../../model/date.ts';
import type { Rejected } from '../../../model/snapshot.ts';
import type { Draft, Format, Reading } from '../format.ts';
import { type JsonDocument, openJson } from './document.ts';
import { isObject, kindOf } from './fields.ts';
import type { Items } from './items.ts';
import { firstFew, firstRejected, MOST_ENTRIES, measured } from './measure.ts';
import { inPlainText } from './plain-text.ts';

/** What an element of a list turned out to be; `day` is the day on whose list it stood, where it tells. */
export type Read =
  | { draft: Draft; remarks?: readonly string[]; day?: CalendarDate | null }
  | { reason: string };

/** What makes a JSON document one of a format: the rest is the same for all of them. */
export interface JsonShape {
  name: string;
  expects: string;
  trust: number;
  /** The members under which the list stands in documents that are objects. */
  lists: readonly string[];
  /** True for an element that no other format has. */
  owns(value: unknown): boolean;
  /** True for a document that is this format's though its list is empty or missing. */
  ownsDocument?(document: JsonDocument): boolean;
  readEntry(value: unknown, line: number, document: JsonDocument): Read;
  /** What the document tells of itself besides. */
  about?(document: JsonDocument): About;
}

export interface About {
  /** Why an empty list is in order. */
  quiet?: string | null;
  declared?: number | null;
  refusal?: string | null;
}

/** So many of the first elements are looked at to tell formats apart: the first ones may be broken. */
const LOOKED_AT = 20;

/** A format from its shape: broken elements are rejected one by one, and all others read. */
export function jsonFormat(shape: JsonShape): Format {
  const recognises = (text: string) => {
    const document = openJson(text);
    if (!document) return false;
    const { items } = elements(document, shape, LOOKED_AT);
    return items.some(({ value }) => shape.owns(value)) || (shape.ownsDocument?.(document) ?? false);
  };
  const { name, expects, trust } = shape;
  return { name, expects, trust, recognises, read: text => readDocument(text, shape) };
}

/**
 * The list of a document: itself, one of its members, or what stands there object after object. In a text that is damaged, whatever
 * is left of it.
 */
function elements(document: JsonDocument, shape: JsonShape, most: number): Items {
  const wanted = { isElement: shape.owns, most };
  const owned = (found: Items | null) => found?.items.some(({ value }) => shape.owns(value)) === true;
  const own = document.items(wanted);
  if (document.isList && (owned(own) || own.closed)) return own;
  for (const name of [...shape.lists, ...document.names]) {
    const found = document.list([name], wanted);
    if (found && (owned(found) || (shape.lists.includes(name) && found.closed))) return found;
  }
  if (owned(own)) return own;
  // Some leave the list out when nothing is in it.
  if (shape.ownsDocument?.(document)) return { items: [], closed: true };
  return document.remains(wanted) ?? own;
}

function readDocument(text: string, shape: JsonShape): Reading {
  const document = openJson(text);
  if (!document) return refused('line 1: no JSON: expected it to begin with "[" or "{"');
  const readEntry: JsonShape['readEntry'] = (value, ...rest) =>
    value === null || isObject(value)
      ? shape.readEntry(value, ...rest)
      : { reason: `expected an object, found ${kindOf(value)}` };
  return readItemsOf(document, elements(document, shape, MOST_ENTRIES + 1), { ...shape, readEntry });
}

/** Reads every element, and says of each that gave no draft why. */
export function readItemsOf(
  document: JsonDocument,
  { items, closed }: Items,
  shape: Pick<JsonShape, 'readEntry' | 'about'>,
): Reading {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  const remarks: string[] = [];
  let newest: CalendarDate | null = null;
  for (const [at, { line, value, fault, mended }] of items.slice(0, MOST_ENTRIES).entries()) {
    const read: Read = fault === null ? shape.readEntry(value, line, document) : { reason: fault };
    if ('reason' in read) {
      rejected.push({ line, reason: `entry ${at + 1}: ${read.reason}` });
      continue;
    }
    const { draft, remarks: more } = measured(inPlainText(read.draft));
    drafts.push(draft);
    if (read.day && (newest === null || read.day > newest)) newest = read.day;
    const mendedWords = mended ? ['it was no proper JSON and had to be mended.'] : [];
    for (const remark of [...mendedWords, ...(read.remarks ?? []), ...more])
      remarks.push(`line ${line}, entry ${at + 1}: ${remark}`);
  }
  if (!closed && rejected.length === 0)
    remarks.push('the text ends before its list does: there may have been more papers.');
  if (items.length > MOST_ENTRIES) remarks.push(`only the first ${MOST_ENTRIES} entries were read.`);
  const { quiet, declared, refusal } = shape.about?.(document) ?? {};
  return {
    drafts,
    rejected: firstRejected(rejected),
    remarks: firstFew(remarks),
    quiet: closed && items.length === 0 ? (quiet ?? null) : null,
    declared: declared ?? null,
    refusal: refusal ?? null,
    date: { ...NO_DATE, stated: newest },
  };
}

const NO_DATE: Reading['date'] = {
  page: null,
  stated: null,
  near: [],
  printsCurrentYear: false,
  notBefore: null,
};

export function refused(refusal: string): Reading {
  return { drafts: [], rejected: [], remarks: [], refusal, date: NO_DATE };
}
