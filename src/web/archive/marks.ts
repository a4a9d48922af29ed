import { type Query, trieOf } from '../../match/query.ts';
import type { Token } from '../../match/tokenize.ts';
import { findTerms } from '../../match/trie.ts';

/** A piece of text, marked where it is what was looked for. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Length of a snippet, and of what stands in it before the first mark, in UTF-16 units. */
const SNIPPET = 280;
const BEFORE = 90;

interface Span {
  start: number;
  end: number;
}

/** A part of a paper, cut into words. */
interface Words {
  part: 'title' | 'abstract';
  words: Token[];
}

/** A text cut where terms of a query stand in it. */
export function markTerms(query: Query, text: string, words: Words): Piece[] {
  return cut(text, spansOf(query, words), { start: 0, end: text.length });
}

/** The part of an abstract where the query stands, or its beginning. */
export function snippetOf(query: Query, text: string, words: Token[]): Piece[] {
  // Of the words of a paper some stand in none of its texts: what sources say it is about comes after the abstract.
  const inside = words.filter(word => word.end <= text.length);
  const spans = spansOf(query, { part: 'abstract', words: inside });
  const start = wordStart(text, (spans[0]?.start ?? 0) - BEFORE);
  const end = wordEnd(text, start + SNIPPET);
  const pieces = cut(text, spans, { start, end });
  return [
    ...(start > 0 ? [{ text: '… ', marked: false }] : []),
    ...pieces,
    ...(end < text.length ? [{ text: ' …', marked: false }] : []),
  ];
}

/** Where terms that the query wants stand, in order; those that overlap as one. */
function spansOf(query: Query, { part, words }: Words): Span[] {
  const wanted = new Set(query.needed.flat().filter(term => part === 'title' || term.field === null));
  const spans: Span[] = [];
  findTerms(trieOf(query), words, ({ value, start: first, end: after }) => {
    if (!wanted.has(value)) return;
    const [start, end] = [words[first]?.start ?? 0, words[after - 1]?.end ?? 0];
    const last = spans.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  });
  return spans;
}

function cut(text: string, spans: readonly Span[], { start, end }: Span): Piece[] {
  const pieces: Piece[] = [];
  const add = (from: number, to: number, marked: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to), marked });
  };
  let at = start;
  for (const span of spans) {
    if (span.start < at || span.end > end) continue;
    add(at, span.start, false);
    add(span.start, span.end, true);
    at = span.end;
  }
  add(at, end, false);
  return pieces;
}

/** The beginning of the word at a place, or the place itself where no word begins near. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.lastIndexOf(' ', at);
  return wholeCharacter(text, at - space < 40 && space >= 0 ? space + 1 : at);
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return wholeCharacter(text, at - space < 40 && space >= 0 ? space : at);
}

/** Not between the halves of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
