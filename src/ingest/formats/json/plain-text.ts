import { holdsMarkup, htmlToLine, htmlToParagraphs } from '../../html/to-text.ts';
import type { Draft } from '../format.ts';

const REFERENCE = /&(?:[a-z][a-z0-9]{1,7}|#\d{2,6}|#x[0-9a-f]{2,5});/i;

/** A draft whose title and abstract are plain text, where a source put HTML into them. */
export function inPlainText(draft: Draft): Draft {
  const { title, abstract } = draft;
  if (!isHtml(title) && !abstract.some(isHtml)) return draft;
  return {
    ...draft,
    title: isHtml(title) ? htmlToLine(title) : title,
    abstract: abstract.flatMap(text => (isHtml(text) ? htmlToParagraphs(text) : [text])),
  };
}

function isHtml(text: string): boolean {
  return REFERENCE.test(text) || holdsMarkup(text);
}
