import PostalMime from 'postal-mime';
import type { HeaderField } from './headers/explain-header.ts';
import { boundedHtml, type HtmlElement, type HtmlTree, parseHtml, textOf } from './html-tree.ts';
import type { ContrastPair, FeatureSupport, Finding, InspectedLink, InspectFacts } from './inspection.ts';
import { linksIn } from './links.ts';
import { decodedBody, fieldOf, leavesOf, type MimePart, mimeTree } from './mime-tree.ts';

/** A mail taken apart, as every check gets it. */
export interface OpenMail {
  raw: Buffer;
  /** The message as it stands on the wire. */
  message: MimePart;
  header: readonly HeaderField[];
  subject: string;
  /** Address in From, in lower case; empty when there is none. */
  sender: string;
  html: string | null;
  text: string | null;
  /** Bytes of both parts, decoded. */
  bytes: { html: number; text: number };
  /** That of no HTML has no elements. */
  tree: HtmlTree;
  /** What a reader sees of the HTML. */
  visible: string;
  preheader: Preheader;
  links: readonly InspectedLink[];
  attachments: readonly string[];
  /** It goes to a list (RFC 2919), and not to one person for a reason of their own. */
  isList: boolean;
  facts: InspectFacts;
}

/** What mail programs show after the subject. */
export interface Preheader {
  /** What was written for it, without what fills it up; empty when nothing was. */
  text: string;
  /** It is written to be read there only. */
  isHidden: boolean;
  /** What follows, and is shown where there is room. */
  rest: string;
}

/** What others find in the HTML. */
export interface Looks {
  contrast: readonly ContrastPair[];
  clients: readonly string[];
  support: readonly FeatureSupport[];
}

/** Looks at one thing in a mail: problems, or one finding that all is well. */
export type Check = (mail: OpenMail, looks: Looks) => Finding[];

/** Takes a mail apart. Never throws: what is no mail has a text, and nothing else. */
export async function openMail(raw: Buffer, facts: InspectFacts): Promise<OpenMail> {
  const parsed = await PostalMime.parse(raw).catch(() => null);
  const message = mimeTree(raw);
  const html = parsed?.html ? boundedHtml(parsed.html) : null;
  const tree = parseHtml(html ?? '');
  return {
    raw,
    message,
    header: message.fields,
    subject: (parsed?.subject ?? '').trim(),
    sender: (parsed?.from?.address ?? '').toLowerCase(),
    html,
    text: parsed?.text ?? null,
    bytes: { html: bytesOf(message, 'text/html'), text: bytesOf(message, 'text/plain') },
    tree,
    visible: textOf(tree.elements.filter(({ parent }) => parent === null)),
    preheader: preheaderOf(tree),
    links: linksIn(tree, facts.publicUrl),
    attachments: (parsed?.attachments ?? [])
      .filter(({ disposition, related }) => disposition === 'attachment' || !related)
      .map(({ filename, mimeType }) => filename || mimeType),
    isList: fieldOf(message.fields, 'list-id') !== null,
    facts,
  };
}

function bytesOf(message: MimePart, type: string): number {
  const part = leavesOf(message).find(leaf => leaf.type === type);
  return part ? decodedBody(part).length : 0;
}

/** Characters that take room without being seen: they keep what follows out of the list of mails. */
const FILLING =
  /[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff]+/g;

/** Without what fills it up; a single joiner between letters belongs to them. */
function unfilled(text: string): string {
  return text.replace(FILLING, run => (run.length === 1 && !/\s/.test(run) ? run : ' ')).trim();
}

function preheaderOf({ elements }: HtmlTree): Preheader {
  const body = elements.find(({ name }) => name === 'body');
  if (body === undefined) return { text: '', isHidden: false, rest: '' };
  const rest = unfilled(textOf([body]));
  const first = elements.slice(elements.indexOf(body)).find(element => hasWords(element));
  if (!first?.hidden) return { text: '', isHidden: false, rest };
  let whole = first;
  while (whole.parent?.hidden && whole.parent !== body) whole = whole.parent;
  return { text: unfilled(textOf([whole], { all: true })), isHidden: true, rest };
}

/** Words stand in it itself, and not only in what it holds. */
function hasWords({ name, children }: HtmlElement): boolean {
  if (/^(?:style|script|title|template|noscript)$/.test(name)) return false;
  return children.some(child => child.kind === 'text' && child.text.replace(FILLING, '') !== '');
}
