import type { CalendarDate } from '../../../model/date.ts';
import { parseFeedDate } from '../../dates/feed-date.ts';
import { inYear } from '../../dates/partial-date.ts';
import type { Draft, Format, Reading } from '../format.ts';
import type { XmlElement } from './element.ts';
import type { FeedHead } from './feed-kind.ts';
import { type FeedReading, readFeed } from './read-feed.ts';

/** The beginning of a feed: enough to know whose it is. */
export interface FeedStart {
  head: FeedHead;
  first: XmlElement | null;
}

/** An entry, where it stands, and what it stands in. */
export interface FeedEntry {
  element: XmlElement;
  /** Line of its title. */
  line: number;
  head: FeedHead;
  /** Counts entries of which the same is to be remarked. */
  remark(what: string): void;
}

/** One kind of feed: what it looks like, what its entries and the whole of it say. */
export interface FeedSpec extends Pick<Format, 'name' | 'expects' | 'trust'> {
  recognises(start: FeedStart): boolean;
  /** A draft, or why it is none; `refusal` when the feed is an error in the shape of a feed. */
  draft(entry: FeedEntry): Draft | { reason: string } | { refusal: string };
  /** The day it was captured, as it says itself; null when it does not. */
  stated(head: FeedHead, first: XmlElement | null): CalendarDate | null;
  /** Why it is in order that there are no entries. */
  quiet(head: FeedHead): string;
  /** Why it is not; null when it is. */
  refusal?(head: FeedHead, entries: number): string | null;
  declared?(head: FeedHead): number | null;
}

/** Namespaces and the first entry of any feed stand well before this. */
const START = 256 * 1024;

/** The format that reads a kind of feed. */
export function feedFormat(spec: FeedSpec): Format {
  const { name, expects, trust } = spec;
  return {
    name,
    expects,
    trust,
    recognises: text => {
      const start = startOf(text);
      return start !== null && spec.recognises(start);
    },
    read: text => read(text, spec),
  };
}

function startOf(text: string): FeedStart | null {
  if (!/^\s*</.test(text.slice(0, 2000)) || /^\s*<(?:!doctype html|html)\b/i.test(text.slice(0, 2000)))
    return null;
  let first: XmlElement | null = null;
  const { head } = readFeed(text.slice(0, START), entry => {
    first = entry;
    return false;
  });
  return head.kind === null ? null : { head, first };
}

function read(text: string, spec: FeedSpec): Reading {
  const drafts: Draft[] = [];
  const counts = new Map<string, number>();
  const remark = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const refused: { line: number; reason: string }[] = [];
  let refusal: string | null = null;
  let first: XmlElement | null = null;
  const feed = readFeed(text, (element, line, titleLine, head) => {
    first ??= element;
    const made = spec.draft({ element, line: titleLine, head, remark });
    if ('reason' in made) refused.push({ line, reason: made.reason });
    else if ('refusal' in made) refusal = `line ${line}: ${made.refusal}`;
    else drafts.push(made);
    return refusal === null;
  });
  const { head, rejected } = feed;
  const reason = refusal ?? feed.refusal ?? whyNot(spec, feed, drafts.length);
  return {
    drafts,
    rejected: [...rejected, ...refused],
    remarks: [...feed.remarks, ...[...counts].map(([what, count]) => `${counted(count)} ${what}.`)],
    quiet: reason === null && head.ended ? spec.quiet(head) : null,
    declared: spec.declared?.(head) ?? null,
    refusal: reason,
    date: {
      page: null,
      stated: spec.stated(head, first),
      near: [],
      printsCurrentYear: false,
      notBefore: null,
    },
  };
}

function whyNot(spec: FeedSpec, { head, rejected }: FeedReading, entries: number): string | null {
  const own = spec.refusal?.(head, entries + rejected.length) ?? null;
  if (own !== null) return own;
  if (entries + rejected.length > 0) return null;
  if (head.kind === null) return `line 1: no feed begins here; expected ${spec.expects}`;
  return head.ended ? null : 'line 1: the feed breaks off before its first entry';
}

function counted(entries: number): string {
  return entries === 1 ? 'one entry' : `${entries} entries`;
}

/** The day that a text of a feed names, as a date; null when it names none. */
export function dayOf(text: string | null): CalendarDate | null {
  const date = text === null ? null : parseFeedDate(text);
  return date === null || date.year === null ? null : inYear(date, date.year);
}
