import type { XmlElement } from './element.ts';
import { ATOM, RDF, RSS1, RSS090 } from './namespaces.ts';

export type FeedKind = 'rss' | 'rdf' | 'atom';

/** A feed without its entries. */
export interface FeedHead {
  /** Null when the text holds no element that a feed begins with. */
  kind: FeedKind | null;
  /** What is said of all of it: the channel, or the Atom feed; empty when there is none. */
  about: XmlElement;
  /** Its outermost element was closed: nothing is missing at the end. */
  ended: boolean;
}

/** What kind of feed an element begins. */
export function kindOf({ name, space }: XmlElement): FeedKind | null {
  if (name === 'rss') return 'rss';
  if (name === 'RDF' && space === RDF) return 'rdf';
  return name === 'feed' && space === ATOM ? 'atom' : null;
}

/** True for an element that is an entry in a feed of this kind; `written` is its name with prefix. */
export function isEntry(head: FeedHead, { name, space }: XmlElement, written: string): boolean {
  if (head.kind === 'atom') return name === 'entry' && space === ATOM;
  if (head.kind === 'rdf') return name === 'item' && [RSS1, RSS090, ''].includes(space);
  // The beginning may be missing, and with it what prefixes mean.
  return written === 'item' || (head.kind === null && written === 'entry');
}

/** True for a name that entries have, whatever its prefix means. */
export function isEntryName(written: string): boolean {
  return /^(?:[^:]+:)?(?:item|entry)$/.test(written);
}

export function emptyElement(): XmlElement {
  return { name: '', space: '', attributes: new Map(), children: [], at: 0, base: null };
}
