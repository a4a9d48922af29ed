import { holdsMarkup, htmlToLine, htmlToParagraphs } from '../../html/to-text.ts';
import { textOf, type XmlElement } from './element.ts';

/** An abstract is never longer; a post may be. */
const MAX_TEXT = 20_000;

/** A field that is plain text, except where somebody put HTML into it all the same: one line. */
export function plainLine(text: string): string {
  return holdsMarkup(text) ? htmlToLine(text) : text.replace(/\s+/g, ' ').trim();
}

/** The paragraphs of a field that holds HTML, escaped, in a CDATA section, or as elements. */
export function htmlIn(element: XmlElement | null): string[] {
  return element === null ? [] : bounded(htmlToParagraphs(sourceOf(element)));
}

/** The same as one line. */
export function htmlLineIn(element: XmlElement | null): string {
  return element === null ? '' : htmlToLine(sourceOf(element));
}

/**
 * The paragraphs of a plain abstract: an indented line begins one, as arXiv has it, or a blank one; all other line ends are
 * those of an editor.
 */
export function plainParagraphs(text: string): string[] {
  const lines = text.trim().split('\n');
  // Where every line is indented, and none is long, somebody has indented the document.
  const indented = lines.slice(1).filter(line => /^[ \t]{2}/.test(line));
  const reflowed =
    lines.length > 3 && indented.length === lines.length - 1 && text.length < 120 * lines.length;
  const body = reflowed ? lines.join(' ') : lines.join('\n');
  if (holdsMarkup(body)) return bounded(htmlToParagraphs(body));
  return bounded(
    body
      .split(/\n(?=[ \t]{2})|\n[ \t]*\n/)
      .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
      .filter(Boolean),
  );
}

/** As many paragraphs as an abstract may have, the last one cut where a word ends. */
function bounded(paragraphs: readonly string[]): string[] {
  const kept: string[] = [];
  let room = MAX_TEXT;
  for (const paragraph of paragraphs) {
    if (paragraph.length > room) {
      if (kept.length === 0) kept.push(`${paragraph.slice(0, room - 1).replace(/\s+\S*$/, '')}…`);
      break;
    }
    kept.push(paragraph);
    room -= paragraph.length;
  }
  return kept;
}

/** What stands in an element, as HTML. */
function sourceOf(element: XmlElement): string {
  if (element.children.every(child => typeof child === 'string')) return textOf(element);
  return element.children
    .map(child => {
      if (typeof child === 'string') return child.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      return `<${child.name}>${sourceOf(child)}</${child.name}>`;
    })
    .join('');
}
