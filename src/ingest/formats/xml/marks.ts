import { resolveReferences } from '../../html/references.ts';

/** A tag as it stands in a text. */
export interface Tag {
  kind: 'open' | 'close' | 'empty';
  /** With its prefix. */
  name: string;
  /** What stands between the name and the end. */
  attributes: string;
  at: number;
  /** Where what follows begins. */
  end: number;
}

const NAME = /[A-Za-z_\u00c0-\u{effff}][\w.:\-\u00b7-\u{effff}]{0,199}/uy;
const CLOSE = /\s*>/y;
const BREAK = /[<>"']/g;
/** A name with its value, or a character that belongs to none: each step goes on. */
const ATTRIBUTE = /\s*(?:([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?|[=<>"'/])/y;

/**
 * The tag that begins at a `<`, or null when none does: then the sign is text. A tag ends before the next `<`, so that a quotation
 * mark which nobody closed costs no more than the tag it stands in.
 */
export function tagAt(text: string, at: number): Tag | null {
  const closing = text[at + 1] === '/';
  const name = stickyAt(NAME, text, at + (closing ? 2 : 1))?.[0];
  if (name === undefined) return null;
  const after = at + (closing ? 2 : 1) + name.length;
  if (closing) {
    const end = stickyAt(CLOSE, text, after);
    return end && { kind: 'close', name, attributes: '', at, end: after + end[0].length };
  }
  if (!/[\s/>]/.test(text[after] ?? '')) return null;
  const end = tagEnd(text, after);
  if (end < 0) return null;
  const empty = text[end - 1] === '/';
  const attributes = text.slice(after, empty ? end - 1 : end);
  return { kind: empty ? 'empty' : 'open', name, attributes, at, end: end + 1 };
}

/** The attributes of a tag by name, references resolved; the first of two wins. */
export function attributesIn(source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < source.length; at = ATTRIBUTE.lastIndex) {
    const match = stickyAt(ATTRIBUTE, source, at);
    if (!match) break;
    const [, name, double, single, bare] = match;
    const value = double ?? single ?? bare;
    if (name !== undefined && value !== undefined && !found.has(name))
      found.set(name, resolveReferences(value));
  }
  return found;
}

/** Where the `>` of a tag stands; below 0 when the next `<` comes first. */
function tagEnd(text: string, from: number): number {
  let first = -1;
  BREAK.lastIndex = from;
  for (let found = BREAK.exec(text); found; found = BREAK.exec(text)) {
    const sign = found[0];
    if (sign === '>') return found.index;
    if (sign === '<') return first;
    const quoted = quoteEnd(text, found.index, sign);
    // A quotation mark that nobody closes: the tag ends at its first `>` all the same.
    if (quoted.end < 0) return quoted.angle;
    if (first < 0) first = quoted.angle;
    BREAK.lastIndex = quoted.end + 1;
  }
  return first;
}

/** Where a quotation ends, or below 0 when a `<` comes first; and the first `>` on the way. */
function quoteEnd(text: string, from: number, sign: string): { end: number; angle: number } {
  let angle = -1;
  BREAK.lastIndex = from + 1;
  for (let found = BREAK.exec(text); found; found = BREAK.exec(text)) {
    if (found[0] === sign) return { end: found.index, angle };
    if (found[0] === '<') return { end: -1, angle };
    if (found[0] === '>' && angle < 0) angle = found.index;
  }
  return { end: -1, angle };
}

function stickyAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Looks for a text from places that only grow; never twice through the same part. */
export function finder(text: string, wanted: string | RegExp): (from: number) => number {
  let found = -2;
  return from => {
    if (found === -1 || found >= from) return found;
    if (typeof wanted === 'string') {
      found = text.indexOf(wanted, from);
    } else {
      wanted.lastIndex = from;
      found = wanted.exec(text)?.index ?? -1;
    }
    return found;
  };
}
