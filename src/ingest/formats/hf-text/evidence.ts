import { readsLikeAbstract } from './abstract-words.ts';
import type { Line } from './line.ts';
import { isDot, isMarks, parseAuthors, parseDate } from './marks.ts';
import { MAX_TITLE, readHeader } from './page-header.ts';
import { isLinkedTitle } from './read-cards.ts';

/** So many pairs of title and abstract are no accident; fewer have to read like papers. */
const MIN_PAIRS = 3;
const MIN_SHARE = 0.85;
const MAX_ABSTRACT = 5000;

/** How other texts begin their lines: lists, code, mail headers, logs, quotations, tables, data. */
const FOREIGN =
  /^(?:#|```|[-*+] |\d+[.)] |>|\||[{}<[]|[A-Z][\w-]*: ?\S+@|\d{4}-\d\d-\d\d|(?:from|to|subject|date|re): )/i;

/**
 * True when lines come from the papers page of Hugging Face: its furniture, headings that link to
 * papers, a block of authors and date, or, where all of that is missing, nothing but titles and
 * abstracts by turns.
 */
export function isCapture(lines: readonly Line[]): boolean {
  return (
    readHeader(lines).certain ||
    lines.some(line => line.heading && isLinkedTitle(line)) ||
    lines.some((_, at) => isMeta(lines, at)) ||
    alternates(lines)
  );
}

function isMeta(lines: readonly Line[], at: number): boolean {
  const [lead, dot, date] = lines.slice(at, at + 3);
  if (!lead || !dot || !date || lead.text.length > MAX_TITLE || !parseDate(date.text)) return false;
  return isDot(dot.text) || (isMarks(dot.text) && parseAuthors(lead.text) !== null);
}

function alternates(lines: readonly Line[]): boolean {
  const abstracts: Line[] = [];
  for (const [at, line] of lines.entries()) {
    if (FOREIGN.test(line.text)) return false;
    const title = lines[at - 1];
    if (title && isTitleLike(title.text) && line.text.length > MAX_TITLE && line.text.length <= MAX_ABSTRACT)
      abstracts.push(line);
  }
  if (abstracts.length >= MIN_PAIRS) return 2 * abstracts.length >= MIN_SHARE * lines.length;
  return (
    lines.length > 0 &&
    2 * abstracts.length === lines.length &&
    abstracts.every(({ text }) => readsLikeAbstract(text))
  );
}

function isTitleLike(text: string): boolean {
  return (
    text.length <= MAX_TITLE &&
    /^[\p{Lu}\p{N}$(“"'‘α-ω]|^\p{L}+[\p{Lu}\p{N}-]/u.test(text) &&
    !/[.,;:]$/.test(text)
  );
}
