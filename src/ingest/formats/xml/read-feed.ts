import type { Rejected } from '../../../model/snapshot.ts';
import { resolveReferences } from '../../html/references.ts';
import { childOf, type XmlElement } from './element.ts';
import { emptyElement, type FeedHead, isEntry, isEntryName, kindOf } from './feed-kind.ts';
import { createLines } from './lines.ts';
import { attributesIn, finder, type Tag, tagAt } from './marks.ts';
import { namespaceOf, type Scope, scopeWith } from './namespaces.ts';

/** What reading a feed gives besides the entries that it hands over one by one. */
export interface FeedReading {
  head: FeedHead;
  rejected: Rejected[];
  remarks: string[];
  refusal: string | null;
}

/** Takes an entry, with the line it begins on and that of its title. False: no more of them are wanted. */
export type TakeEntry = (entry: XmlElement, line: number, titleLine: number, head: FeedHead) => boolean;

/** Far more than any feed has; bounds time and memory. */
const MAX_ENTRIES = 50_000;
const MAX_ENTRY = 2 * 1024 * 1024;
const MAX_DEPTH = 60;
const MAX_HEAD = 100_000;
const MAX_ABOUT = 300;
/** Tags, sections and other signs; the largest text that is read at all would be full of them. */
const MAX_MARKS = 3_000_000;

const ENTRY_START = /<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]/g;
const ENTRY_END = /<\/(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>/g;

interface Frame {
  element: XmlElement;
  /** Name with prefix. */
  written: string;
  scope: Scope | null;
}

interface State {
  text: string;
  at: number;
  head: FeedHead;
  /** What is open around entries. */
  outer: Frame[];
  /** The entry that is being read and what is open in it; empty between entries. */
  inner: Frame[];
  /** How many nodes stand outside entries. */
  around: number;
  /** Entries begun. */
  begun: number;
  /** The entry whose beginning is missing was told of already, by its title. */
  told: boolean;
  marks: number;
  done: boolean;
  reading: FeedReading;
  lineAt: (at: number) => number;
  nextStart: (from: number) => number;
  nextEnd: (from: number) => number;
  sectionEnd: (from: number) => number;
  commentEnd: (from: number) => number;
  instructionEnd: (from: number) => number;
  take: TakeEntry;
}

/**
 * Reads RSS, RDF and Atom entry by entry, in one pass: each entry is whole before it is handed over, and gone after. Whatever is
 * wrong within one costs no other: it is rejected with its line and reason. What a document declares by itself is never
 * expanded, nothing it points to is read; declared entities refuse all of it. Time and memory are bounded, it never throws.
 */
export function readFeed(text: string, take: TakeEntry): FeedReading {
  const head: FeedHead = { kind: null, about: emptyElement(), ended: false };
  const state: State = {
    text,
    at: 0,
    head,
    outer: [],
    inner: [],
    around: 0,
    begun: 0,
    told: false,
    marks: 0,
    done: false,
    reading: { head, rejected: [], remarks: [], refusal: null },
    lineAt: createLines(text),
    nextStart: finder(text, new RegExp(ENTRY_START)),
    nextEnd: finder(text, new RegExp(ENTRY_END)),
    sectionEnd: finder(text, ']]>'),
    commentEnd: finder(text, '-->'),
    instructionEnd: finder(text, '?>'),
    take,
  };
  while (!state.done && state.at < text.length) step(state);
  if (!state.done) finish(state);
  return state.reading;
}

/** One text or one piece of markup. */
function step(state: State): void {
  const { text, at } = state;
  const [entry] = state.inner;
  if (entry && at - entry.element.at > MAX_ENTRY) {
    skip(state, `it has more than ${MAX_ENTRY} characters`);
    return;
  }
  if (++state.marks > MAX_MARKS) {
    reject(state, state.lineAt(at), 'more markup than any feed has: what follows is not read');
    state.done = true;
    return;
  }
  const sign = text.indexOf('<', at);
  const end = sign < 0 ? text.length : sign;
  if (end > at) addText(state, resolveReferences(text.slice(at, end)));
  state.at = end;
  if (sign < 0) return;
  const tag = tagAt(text, sign);
  if (tag) {
    state.at = tag.end;
    if (tag.kind === 'close') closeTag(state, tag);
    else openTag(state, tag);
  } else if (text.startsWith('<![CDATA[', sign)) {
    section(state, sign + 9, state.sectionEnd(sign + 9), 3);
  } else if (text.startsWith('<!--', sign)) {
    section(state, sign + 4, state.commentEnd(sign + 4), 3);
  } else if (text.startsWith('<?', sign)) {
    const instruction = state.instructionEnd(sign);
    state.at = instruction < 0 || instruction > state.at + 4000 ? sign + 2 : instruction + 2;
  } else if (state.inner.length === 0 && /^<!entity\b/i.test(text.slice(sign, sign + 10))) {
    state.reading.refusal ??= `line ${state.lineAt(sign)}: it declares entities (<!ENTITY), which no feed needs and nothing good is done with`;
    state.at = sign + 2;
  } else {
    addText(state, '<');
    state.at = sign + 1;
  }
}

/** A section of characters or a comment. One that is still open where its entry ends was never closed. */
function section(state: State, from: number, end: number, mark: number): void {
  const isText = state.text[from - 1] === '[';
  if (state.inner.length > 0) {
    const border = state.nextEnd(from);
    const crosses = border >= 0 && (end < 0 || border < end) && !within(state.nextStart(from), border);
    if (crosses || (end < 0 && border < 0)) {
      state.at = from;
      skip(state, `${isText ? 'a CDATA section' : 'a comment'} in it is not closed`);
      return;
    }
  }
  if (end < 0) {
    state.at = from;
    return;
  }
  if (isText) addText(state, state.text.slice(from, end));
  state.at = end + mark;
}

function within(at: number, border: number): boolean {
  return at >= 0 && at < border;
}

function openTag(state: State, tag: Tag): void {
  // Whatever was left open before an entry says nothing of its name.
  const around = isEntryName(tag.name) ? state.outer[0] : (state.inner.at(-1) ?? state.outer.at(-1));
  const attributes = tag.attributes === '' ? new Map<string, string>() : attributesIn(tag.attributes);
  const scope = scopeWith(attributes, around?.scope ?? null);
  const colon = tag.name.indexOf(':');
  const name = tag.name.slice(colon + 1);
  const space = namespaceOf(tag.name.slice(0, Math.max(0, colon)), scope);
  const base = baseOf(attributes.get('xml:base'), around?.element.base ?? null);
  const element = { name, space, attributes, children: [], at: tag.at, base };
  const frame = { element, written: tag.name, scope };
  if (isEntry(state.head, element, tag.name)) beginEntry(state, frame, tag);
  else if (state.inner.length > 0) openInside(state, frame, tag);
  else openAround(state, frame, tag);
}

function openInside(state: State, frame: Frame, tag: Tag): void {
  state.inner.at(-1)?.element.children.push(frame.element);
  if (tag.kind !== 'open') return;
  state.inner.push(frame);
  if (state.inner.length > MAX_DEPTH) skip(state, `it is nested deeper than ${MAX_DEPTH} elements`);
}

function openAround(state: State, frame: Frame, tag: Tag): void {
  const { element } = frame;
  const { head, outer } = state;
  head.kind ??= kindOf(element);
  if (isLost(state, element)) {
    reject(state, state.lineAt(tag.at), 'a title stands here that is of no entry');
    state.told = true;
  }
  if (element.name === 'channel' || (head.kind !== null && head.about.name === '')) head.about = element;
  addAround(state, element);
  if (tag.kind === 'open' && outer.length < MAX_DEPTH) outer.push(frame);
}

/** A second title of the whole feed: the first of an entry whose tags are broken. */
function isLost({ head, outer }: State, { name, space }: XmlElement): boolean {
  // A picture and a form of RSS have titles of their own.
  if (name !== 'title' || /^(?:image|textinput)$/i.test(outer.at(-1)?.element.name ?? '')) return false;
  return childOf(head.about, name, space) !== null;
}

function beginEntry(state: State, frame: Frame, tag: Tag): void {
  const [open] = state.inner;
  if (open) {
    const line = state.lineAt(open.element.at);
    reject(state, line, `another entry begins on line ${state.lineAt(tag.at)} before it ends`);
    state.inner = [];
  }
  state.told = false;
  if (state.reading.refusal !== null) {
    state.done = true;
  } else if (++state.begun > MAX_ENTRIES) {
    reject(state, state.lineAt(tag.at), `only the first ${MAX_ENTRIES} entries are read`);
    state.done = true;
  } else if (tag.kind === 'empty') {
    reject(state, state.lineAt(tag.at), 'an entry with nothing in it');
  } else {
    state.inner = [frame];
  }
}

function closeTag(state: State, tag: Tag): void {
  const { inner, outer } = state;
  const at = inner.findLastIndex(({ written }) => written === tag.name);
  if (at === 0) endEntry(state);
  if (at > 0) inner.splice(at);
  if (at >= 0) return;
  const around = outer.findLastIndex(({ written }) => written === tag.name);
  if (around < 0) {
    if (inner.length === 0 && isEntryName(tag.name) && !state.told)
      reject(state, state.lineAt(tag.at), 'an entry ends here that nowhere begins');
    if (isEntryName(tag.name)) state.told = false;
    return;
  }
  const [open] = inner;
  if (open) {
    reject(state, state.lineAt(open.element.at), `the feed ends in it, on line ${state.lineAt(tag.at)}`);
    state.inner = [];
  }
  // The outermost element stays open for what may come after it: its prefixes hold on.
  if (around === 0) state.head.ended = true;
  outer.splice(Math.max(1, around));
}

function endEntry(state: State): void {
  const [frame, child] = state.inner;
  state.inner = [];
  if (!frame) return;
  const { element } = frame;
  const line = state.lineAt(element.at);
  if (child) {
    reject(state, line, `<${child.written}> in it is not closed`);
    return;
  }
  const titleAt = childOf(element, 'title', element.space)?.at ?? element.at;
  if (!state.take(element, line, state.lineAt(titleAt), state.head)) state.done = true;
}

/** Gives up the entry that is being read, and goes on behind it. */
function skip(state: State, reason: string): void {
  const [open] = state.inner;
  const end = state.nextEnd(state.at);
  const start = state.nextStart(state.at);
  reject(state, state.lineAt(open?.element.at ?? state.at), reason);
  state.inner = [];
  if (end >= 0 && (start < 0 || end < start)) state.at = state.text.indexOf('>', end) + 1;
  else state.at = start < 0 ? state.text.length : start;
}

/** The text is at its end. */
function finish(state: State): void {
  const [open] = state.inner;
  const last = state.lineAt(state.text.length);
  if (open) reject(state, state.lineAt(open.element.at), `the feed breaks off in it, on line ${last}`);
  if (state.head.kind !== null && !state.head.ended)
    state.reading.remarks.push(`line ${last}: the feed breaks off here; what came after is missing.`);
}

function addText(state: State, text: string): void {
  if (state.inner.length > 0) state.inner.at(-1)?.element.children.push(text);
  else if (text.trim() !== '') addAround(state, text);
}

/** What is said of all of the feed is looked through with every entry: there is little of it. */
function addAround(state: State, child: XmlElement | string): void {
  const { children } = state.outer.at(-1)?.element ?? emptyElement();
  const most = children === state.head.about.children ? MAX_ABOUT : MAX_HEAD;
  if (state.around++ < MAX_HEAD && children.length < most) children.push(child);
}

function reject(state: State, line: number, reason: string): void {
  state.reading.rejected.push({ line, reason });
  if (state.reading.rejected.length > MAX_ENTRIES) state.done = true;
}

function baseOf(stated: string | undefined, around: string | null): string | null {
  if (stated === undefined || stated.length > 2000) return around;
  return URL.canParse(stated, around ?? undefined) ? new URL(stated, around ?? undefined).href : around;
}
