import { load } from 'cheerio';

/** From where to where something stands in a text. */
export interface Place {
  from: number;
  to: number;
}

export interface HtmlText {
  kind: 'text';
  text: string;
  /** Readers do not see it. */
  hidden: boolean;
}

export interface HtmlElement {
  kind: 'element';
  name: string;
  attributes: ReadonlyMap<string, string>;
  parent: HtmlElement | null;
  children: HtmlNode[];
  hidden: boolean;
  /** Its first tag in the source; null: nobody wrote it. */
  tag: Place | null;
  /** Between its tags, in the source; null where it has no two. */
  inner: Place | null;
}

export type HtmlNode = HtmlElement | HtmlText;

export interface HtmlTree {
  /** All of them, in the order of the source. */
  elements: HtmlElement[];
  /** It begins with `<!doctype html>`. */
  hasDoctype: boolean;
  /** How many elements stand in each other. */
  depth: number;
  /** Where the content of its head begins, or would. */
  headAt: number;
}

/** Hidden whatever a style says; a comment or a template is no element of the page. */
const NEVER_SHOWN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript', 'meta', 'link']);

/** Far beyond any mail; a parser takes the square of what is nested. */
const LONGEST = 4 * 1024 * 1024;
const DEEPEST = 4_000;
/** Tags that nobody has to close. */
const UNCLOSED =
  /^(?:p|li|dt|dd|td|th|tr|thead|tbody|tfoot|option|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|html|head|body)$/i;

/** The beginning of HTML, up to where it would be too much to look at: all of what is no attack. */
export function boundedHtml(html: string): string {
  let depth = 0;
  for (const { 1: end, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][^\s/>]{0,30})/gi)) {
    if (UNCLOSED.test(name)) continue;
    depth += end ? -1 : 1;
    if (depth > DEEPEST || index > LONGEST) return html.slice(0, index);
  }
  return html.slice(0, LONGEST);
}

/** Parses HTML as browsers do. Whatever the text is, there is a tree; nothing in here calls itself, so that none is too deep. */
export function parseHtml(html: string): HtmlTree {
  const document = load(boundedHtml(html), { sourceCodeLocationInfo: true }).root().get(0);
  const tree: HtmlTree = { elements: [], hasDoctype: false, depth: 0, headAt: 0 };
  type Source = NonNullable<typeof document>['children'][number];
  const waiting: { node: Source; parent: HtmlElement | null; depth: number }[] = [];
  const queue = (nodes: readonly Source[], parent: HtmlElement | null, depth: number) => {
    for (let at = nodes.length - 1; at >= 0; at--) {
      const node = nodes[at];
      if (node !== undefined) waiting.push({ node, parent, depth });
    }
  };
  queue(document?.children ?? [], null, 1);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent, depth } = next;
    const place = node.sourceCodeLocation;
    if ('attribs' in node) {
      const element = elementOf(node, parent);
      parent?.children.push(element);
      tree.elements.push(element);
      tree.depth = Math.max(tree.depth, depth);
      if (/^(html|head)$/.test(element.name) && element.tag) tree.headAt = element.tag.to;
      queue(node.children, element, depth + 1);
    } else if (node.nodeType === 3 && 'data' in node) {
      parent?.children.push({ kind: 'text', text: node.data, hidden: parent.hidden });
    } else if ('name' in node && node.name === '!doctype') {
      tree.hasDoctype = true;
      tree.headAt = place?.endOffset ?? 0;
    }
  }
  return tree;
}

interface SourceElement {
  name: string;
  attribs: Record<string, string>;
  sourceCodeLocation?: {
    startOffset: number;
    endOffset: number;
    startTag?: { startOffset: number; endOffset: number };
    endTag?: { startOffset: number };
  } | null;
}

function elementOf(node: SourceElement, parent: HtmlElement | null): HtmlElement {
  const attributes = new Map(Object.entries(node.attribs));
  const { startTag, endTag } = node.sourceCodeLocation ?? {};
  const name = node.name.toLowerCase();
  return {
    kind: 'element',
    name,
    attributes,
    parent,
    children: [],
    hidden: parent?.hidden === true || NEVER_SHOWN.has(name) || hides(attributes),
    tag: startTag ? { from: startTag.startOffset, to: startTag.endOffset } : null,
    inner: startTag && endTag ? { from: startTag.endOffset, to: endTag.startOffset } : null,
  };
}

function hides(attributes: ReadonlyMap<string, string>): boolean {
  const style = attributes.get('style') ?? '';
  return attributes.has('hidden') || /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

const LINE_ENDING =
  /^(?:p|div|h[1-6]|li|tr|br|table|ul|ol|section|article|header|footer|blockquote|pre|hr|td|th)$/;
/** Nothing that is told of a mail needs more. */
const MOST_NODES = 20_000;

/**
 * What readers see of some nodes: texts, and what stands in the place of images, white space as one space, a line for each block. `all`: with what
 * is hidden from them.
 */
export function textOf(nodes: readonly HtmlNode[], options: { all?: boolean } = {}): string {
  const pieces: string[] = [];
  const waiting: (HtmlNode | '\n')[] = [...nodes].reverse();
  for (let seen = 0; seen < MOST_NODES; seen++) {
    const node = waiting.pop();
    if (node === undefined) break;
    if (node === '\n') pieces.push('\n');
    else if (node.hidden && !options.all) continue;
    else if (node.kind === 'text') pieces.push(node.text.replace(/[\t\n\f\r ]+/g, ' '));
    else {
      if (node.name === 'img') pieces.push(` ${node.attributes.get('alt') ?? ''} `);
      const breaks = LINE_ENDING.test(node.name);
      if (breaks) {
        pieces.push('\n');
        waiting.push('\n');
      }
      for (let at = node.children.length - 1; at >= 0; at--) {
        const child = node.children[at];
        if (child !== undefined) waiting.push(child);
      }
    }
  }
  const lines = pieces.join('').split('\n');
  return lines
    .map(line => line.replace(/ {2,}/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');
}
