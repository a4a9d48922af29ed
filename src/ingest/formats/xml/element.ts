import { cleanLine } from '../../clean.ts';

/** An element of a feed with everything in it; comments and processing instructions are gone. */
export interface XmlElement {
  /** Name without its prefix. */
  name: string;
  /** Its namespace; `` for none. */
  space: string;
  /** By their names as written, with prefix. */
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
  /** Where it begins in the text. */
  at: number;
  /** What relative addresses in it start from (`xml:base`); null when nothing says so. */
  base: string | null;
}

/** Child elements with this name and namespace, in order. */
export function childrenOf(element: XmlElement, name: string, space: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && child.name === name && child.space === space,
  );
}

/** The first child element with this name and namespace that is not empty, else the first; null when there is none. */
export function childOf(element: XmlElement, name: string, space: string): XmlElement | null {
  const found = childrenOf(element, name, space);
  return found.find(child => child.children.length > 0) ?? found[0] ?? null;
}

/** All text in an element, as it stands there. */
export function textOf(element: XmlElement | null): string {
  if (element === null) return '';
  return element.children.map(child => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** The text of a child as one line; null when there is none. */
export function lineOf(element: XmlElement, name: string, space: string): string | null {
  return cleanLine(textOf(childOf(element, name, space))) || null;
}

/** The same for each child of that name that has text. */
export function linesOf(element: XmlElement, name: string, space: string): string[] {
  return childrenOf(element, name, space)
    .map(child => cleanLine(textOf(child)))
    .filter(Boolean);
}

export function attributeOf(element: XmlElement, name: string): string | null {
  return element.attributes.get(name)?.trim() || null;
}

/** An address as it stands in an element, made whole by what its base is; null when that makes none. */
export function addressIn(element: XmlElement, text: string, fallback: string | null): string | null {
  const base = element.base ?? fallback ?? undefined;
  const trimmed = text.trim();
  return trimmed.length < 4000 && URL.canParse(trimmed, base) ? new URL(trimmed, base).href : null;
}
