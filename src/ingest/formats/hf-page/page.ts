import { load } from 'cheerio/slim';

/** One element of a page, in the order in which they begin. */
export interface PageElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** Where its tag begins in the source. */
  offset: number;
  /** Everything it holds, however deep, itself left out. */
  within: readonly PageElement[];
  /** What it says, white space as single spaces; of very much the beginning. Takes time for all of it. */
  text: string;
  /** How many characters that is, or a few more: takes no time. */
  size: number;
}

/** A page as a list of its elements; or why it is looked at no further. */
export type Page = { elements: readonly PageElement[] } | { refusal: string };

/** Pages have some thousands of tags, a few dozen deep; a parser takes the square of what is nested. */
const MOST_TAGS = 150_000;
const MOST_OPEN = 2000;
/** Whoever looks at each element and all that is in it looks so often at every part of the page. */
const DEEPEST = 300;
/** No abstract is longer. */
const LONGEST_TEXT = 20_000;
/** Tags that hold nothing, or that nobody has to close. */
const UNCLOSED =
  /^(?:p|li|dt|dd|td|th|tr|thead|tbody|tfoot|option|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|html|head|body|path|rect|circle|line|polygon|use|stop)$/i;
const BEYOND_MEASURE = { refusal: 'more markup than any page of papers has' };
const TAG = /<(\/?)([a-z][^\s/>]{0,30})/gi;

/** Parses a page as browsers do. Linear in the text, whatever it is. */
export function parsePage(html: string): Page {
  const source = withoutScripts(html);
  if (isBeyondMeasure(source)) return BEYOND_MEASURE;
  const document = load(source, { xml: { xmlMode: false, withStartIndices: true } })
    .root()
    .get(0);
  type Source = NonNullable<typeof document>['children'][number];
  const elements: Omit<PageElement, 'within' | 'text' | 'size'>[] = [];
  const texts: string[] = [];
  /** How many characters stand before each text, and before the end. */
  const before = [0];
  let depth = 0;
  /** Of each element: its first text, and after its end the next element and text. */
  const spans: { texts: [number, number]; end: number }[] = [];
  const waiting: (Source | { leave: number })[] = [...(document?.children ?? [])].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if ('leave' in node) {
      depth--;
      const span = spans[node.leave];
      if (span) spans[node.leave] = { texts: [span.texts[0], texts.length], end: elements.length };
    } else if ('attribs' in node) {
      if (++depth > DEEPEST) return BEYOND_MEASURE;
      const at = elements.length;
      spans.push({ texts: [texts.length, texts.length], end: at + 1 });
      elements.push({ name: node.name, attributes: node.attribs, offset: node.startIndex ?? 0 });
      waiting.push({ leave: at });
      for (let child = node.children.length - 1; child >= 0; child--) {
        const next = node.children[child];
        if (next) waiting.push(next);
      }
    } else if (node.nodeType === 3 && 'data' in node) {
      const text = node.data.replace(/\s+/g, ' ');
      before.push((before.at(-1) ?? 0) + text.length);
      texts.push(text);
    }
  }
  const all: PageElement[] = elements.map((element, at) => ({
    ...element,
    get within() {
      return all.slice(at + 1, spans[at]?.end);
    },
    get text() {
      return beginning(texts, ...(spans[at]?.texts ?? [0, 0]));
    },
    get size() {
      const [first, end] = spans[at]?.texts ?? [0, 0];
      return (before[end] ?? 0) - (before[first] ?? 0);
    },
  }));
  return { elements: all };
}

function beginning(texts: readonly string[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to && text.length < LONGEST_TEXT; at++) {
    text += texts[at]?.slice(0, LONGEST_TEXT) ?? '';
  }
  return text.replace(/ +/g, ' ').trim();
}

/** The same text, as long and with the same lines, without what a browser does not show: scripts, styles, comments. */
function withoutScripts(html: string): string {
  const opening = /<(script|style)\b|<!--/gi;
  let out = '';
  let at = 0;
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    const name = found[1]?.toLowerCase();
    const closing = name === undefined ? /-->/g : name === 'script' ? /<\/script\s*>/gi : /<\/style\s*>/gi;
    closing.lastIndex = opening.lastIndex;
    const end = closing.exec(html) ? closing.lastIndex : html.length;
    out += html.slice(at, found.index) + html.slice(found.index, end).replace(/[^\n]/g, ' ');
    at = end;
    opening.lastIndex = end;
  }
  return out + html.slice(at);
}

function isBeyondMeasure(source: string): boolean {
  let tags = 0;
  let depth = 0;
  for (const { 1: end, 2: name = '' } of source.matchAll(TAG)) {
    tags++;
    if (!UNCLOSED.test(name)) depth = Math.max(0, depth + (end ? -1 : 1));
    if (tags > MOST_TAGS || depth > MOST_OPEN) return true;
  }
  return false;
}
