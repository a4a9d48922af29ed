import { subscript, superscript } from '../tex/scripts.ts';
import { resolveReferences } from './references.ts';

const BLOCKS = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const INLINES = new Set(
  'a abbr acronym applet area audio b base basefont bdi bdo big blink button canvas cite code col colgroup data datalist del dfn dir em embed font frame frameset i iframe img input ins kbd keygen label link map mark marquee math meta meter noframes noscript object optgroup output param picture progress q rp rt ruby s samp script slot small source span strike strong style sub sup svg template textarea time title track tt u var video wbr xmp'.split(
    ' ',
  ),
);
/** What stands between the tags of these is no text for readers. */
const UNREAD = new Set([
  'script',
  'style',
  'template',
  'iframe',
  'object',
  'svg',
  'noframes',
  'head',
  'select',
]);

/** A tag; its attributes end before the next `<`, so that looking for their end never takes longer than the text is. */
const TAG =
  /<(\/?)([A-Za-z][\w:.-]{0,30})((?:\s(?:[^<>"']|"[^"<]{0,4000}"|'[^'<]{0,4000}'){0,2000}|\s[^<>]{0,8000})?)(\/?)>|<!--|<!\[CDATA\[|\]\]>|<[!?][A-Za-z][^<>]{0,2000}>/g;
const SCRIPT = /<(su[bp])\b[^<>]{0,200}>([^<>]{1,20})<\/\1\s{0,20}>/gi;
const EVIDENCE = /<(\/)([A-Za-z][\w:.-]{0,30})\s{0,20}>|<(br|hr|img|script|iframe|svg)\b[^<>]{0,2000}>/gi;

/**
 * Paragraphs of text of a piece of HTML: scripts, styles, comments and tags gone, references resolved, raised and lowered
 * numbers kept as such. `p < 0.05` and names in angle brackets that HTML does not have stay text. Linear, never throws.
 */
export function htmlToParagraphs(html: string): string[] {
  const once = withoutMarkup(html);
  // Escaped once more than it should be: what came out is HTML still.
  const text = holdsMarkup(once) ? withoutMarkup(once) : once;
  return text
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** The same as one line: what a title is. */
export function htmlToLine(html: string): string {
  return htmlToParagraphs(html).join(' ');
}

/** True when a text that should be plain has tags in it which nobody writes by accident: `a<b>c` is no such text. */
export function holdsMarkup(text: string): boolean {
  for (const [, , closed, alone] of text.matchAll(EVIDENCE)) {
    if (alone !== undefined || isHtmlName(closed?.toLowerCase() ?? '')) return true;
  }
  return false;
}

function withoutMarkup(html: string): string {
  if (!/[<&]/.test(html)) return html;
  const source = html.replace(SCRIPT, (_, kind: string, inner: string) => {
    const raised = kind.toLowerCase() === 'sup';
    return (raised ? superscript(inner.trim()) : subscript(inner.trim())) ?? inner;
  });
  const ends = new Map<string, number>();
  let out = '';
  let at = 0;
  for (TAG.lastIndex = 0; ; ) {
    const found = TAG.exec(source);
    if (!found) break;
    const [whole, slash, rawName, attributes] = found;
    const name = rawName?.toLowerCase();
    if (name !== undefined && !isTag(name, attributes ?? '')) continue;
    out += source.slice(at, found.index) + breakOf(name);
    at = found.index + whole.length;
    const hidden = whole === '<!--' ? '-->' : !slash && name && UNREAD.has(name) ? `</${name}` : null;
    if (hidden !== null) at = endOf(source, hidden, at, ends) ?? at;
    TAG.lastIndex = at;
  }
  return resolveReferences(out + source.slice(at));
}

/** Where what begins with a comment or a script ends; null when it never does. Looks for each kind once when there is none. */
function endOf(source: string, end: string, from: number, known: Map<string, number>): number | null {
  let at = known.get(end) ?? -2;
  if (at !== -1 && at < from) {
    at = end === '-->' ? source.indexOf(end, from) : indexOfTag(source, end, from);
    known.set(end, at);
  }
  return at === -1 ? null : end === '-->' ? at + end.length : at;
}

function indexOfTag(source: string, tag: string, from: number): number {
  const pattern = new RegExp(tag, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? -1;
}

/** `a<b and c>d` is mathematics: a tag has attributes with values, or a name that HTML or another vocabulary knows. */
function isTag(name: string, attributes: string): boolean {
  if (attributes.trim() !== '') return /^\s+[\w:-]+\s{0,20}=/.test(attributes);
  return isHtmlName(name) || /[:-]/.test(name);
}

function isHtmlName(name: string): boolean {
  return BLOCKS.has(name) || INLINES.has(name) || name === 'br' || /^(?:jats|mml|m|o|xhtml|html):/.test(name);
}

function breakOf(name: string | undefined): string {
  if (name === undefined) return '';
  if (name === 'br') return '\n';
  return BLOCKS.has(name) || /^(?:jats|xhtml|html):(?:p|div|title|sec)$/.test(name) ? '\n\n' : '';
}
