import { cleanLine } from '../../clean.ts';
import { type Line, MAX_LINE } from './line.ts';

/** An abstract wrapped at 80 columns has some twenty lines; bounds the search for the end of a link. */
const MAX_LINK_LINES = 200;
/** Organisations' names are short; longer text that begins with `[` is no image. */
const MAX_NAME = 120;

const HEADING = /^#{1,6}\s+/;
const LIST_MARK = /^[-*+]\s+(?=\S)/;
const AVATAR_OR_COUNT = /^[-*+]\s+(?=!\[|\d+ authors?\b)/;
const BARE_URL = /^<?(https?:\/\/[^\s<>]+)>?$/;
const DEFINITION = /^\[(\d+)\]:\s+(\S+)/;
const IMAGE = /!\[([^\][]*)\]\([^()\s]*\)/g;
const INLINE_LINK = /\[([^\][]*)\](?:\([^()\s]*\)|\[\d+\])/g;
/** How a text browser shows an image inside a link: `[alt] text`. */
const TEXT_IMAGE = /^\[([^\][]+)\]\s*(?=\S)/;
/** The beginning of a link whose end was cut off. */
const UNCLOSED = /^\[([^\][]+)$/;
const ESCAPED = /\\([[\]*`#!<>()])/g;
const HARD_BREAK = /\\+(?= |$)/g;

/**
 * Brings the renderings of a page to one stream of lines: Markdown links, also those that span
 * lines, numbered references, and URLs on lines of their own become the text they stand for, with
 * their target beside it; images become their alternative text.
 */
export function unlink(lines: readonly Line[]): Line[] {
  const linked = lines.some(({ text }) => /\]\((?:https?:\/)?\/|\]\[\d+\]/.test(text));
  const definitions = linked ? readDefinitions(lines) : new Map<string, string>();
  const closes = lines.map(({ text }) => linked && trailingTarget(text) !== null);
  const out: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    const url = BARE_URL.exec(line.text)?.[1];
    if (url) {
      const before = out.at(-1);
      if (before) before.link ??= url;
      continue;
    }
    if (linked && DEFINITION.test(line.text)) continue;
    const end = linkEnd(lines, closes, at);
    const folded = end === null ? inline(line, linked) : fold(lines.slice(at, end + 1), definitions);
    if (folded) out.push(folded);
    at = end ?? at;
  }
  return withoutSections(out);
}

/** Where headings of papers link to their page, other headings are no titles. */
function withoutSections(lines: Line[]): Line[] {
  if (!lines.some(({ heading, link }) => heading && link !== null)) return lines;
  return lines.map(line => (line.heading && line.link === null ? { ...line, heading: false } : line));
}

function readDefinitions(lines: readonly Line[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { text } of lines) {
    const [, number, target] = DEFINITION.exec(text) ?? [];
    if (number && target) found.set(number, target);
  }
  return found;
}

/** Where a text ends with `](target)` or `][12]`: the place of the bracket, and the target. */
function trailingTarget(text: string): { at: number; target: string } | null {
  const [open, last] = text.endsWith(')') ? ['](', ')'] : ['][', ']'];
  const at = text.lastIndexOf(open);
  if (at < 0 || !text.endsWith(last)) return null;
  const target = text.slice(at + 2, -1);
  return (open === '](' ? /^[^\s()]*$/ : /^\d{1,5}$/).test(target) ? { at, target } : null;
}

/** Index of the last line of a link that begins with line `at`; null when none does. */
function linkEnd(lines: readonly Line[], closes: readonly boolean[], at: number): number | null {
  const first = lines[at]?.text.replace(HEADING, '').replace(LIST_MARK, '') ?? '';
  if (!first.startsWith('[')) return null;
  if (closes[at]) return at;
  // `[-] 5` opens nothing.
  if (first.split('[').length <= first.split(']').length) return null;
  for (let end = at + 1; end < Math.min(lines.length, at + MAX_LINK_LINES); end++) {
    if (HEADING.test(lines[end]?.text ?? '')) return null;
    if (closes[end]) return end;
  }
  return null;
}

/** One line from all the lines of `[text](target)`; several links on one line stay text. */
function fold(lines: readonly Line[], definitions: ReadonlyMap<string, string>): Line | null {
  const first = lines[0] as Line;
  const heading = HEADING.test(first.text);
  const body = lines
    .map(({ text }) => text.replace(HARD_BREAK, '').replace(AVATAR_OR_COUNT, ''))
    .join(' ')
    .replace(HEADING, '')
    .replace(LIST_MARK, '');
  const tail = trailingTarget(body);
  const inner = body.slice(1, tail?.at);
  if (!tail || inner.replace(IMAGE, '').includes(']('))
    return inline({ ...first, text: body, heading }, true);
  const overlong =
    lines.find(line => line.overlong !== null)?.overlong ?? (inner.length > MAX_LINE ? inner.length : null);
  const link = definitions.get(tail.target) ?? tail.target;
  return withText({ ...first, heading, link, overlong }, inner.trim().replace(AVATAR_OR_COUNT, ''));
}

/** A line that is no link as a whole. */
function inline(line: Line, linked: boolean): Line | null {
  const heading = line.heading || HEADING.test(line.text);
  const text = line.text.replace(HEADING, '');
  if (!linked) return { ...line, heading, text };
  const plain = text.replace(IMAGE, '').replace(INLINE_LINK, ' $1 ').replace(LIST_MARK, '');
  if (plain === '[' || plain === ']') return null;
  const cut = UNCLOSED.exec(plain)?.[1];
  return cut ? withText({ ...line, heading, link: '' }, cut) : withText({ ...line, heading }, plain);
}

/** The line with this text, its images taken out; null when nothing is left. */
function withText(line: Line, markup: string): Line | null {
  let alt = [...markup.matchAll(IMAGE)].map(([, name]) => name ?? '').find(name => name !== '') ?? line.alt;
  let text = markup.replace(IMAGE, ' ');
  const shown = line.heading || text.length > MAX_NAME ? null : TEXT_IMAGE.exec(text);
  if (shown && shown[1] !== '-') {
    alt = shown[1] ?? alt;
    text = text.slice(shown[0].length);
  }
  text = cleanLine(text.replace(HARD_BREAK, '').replace(ESCAPED, '$1'));
  return text === '' ? null : { ...line, text, alt };
}
