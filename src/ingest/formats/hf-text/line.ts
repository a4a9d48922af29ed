import { cleanLine } from '../../clean.ts';

/** One line that says something, in whatever rendering it came. */
export interface Line {
  /** Number in the snapshot, from 1. */
  no: number;
  /** Markup and links gone, white space collapsed. */
  text: string;
  /** It began with white space: a title goes on, or a lead. */
  indented: boolean;
  /** A Markdown heading. */
  heading: boolean;
  /** Where the whole line links to; the bare number for a reference without a definition, '' when cut off. */
  link: string | null;
  /** Alternative text of an image that it began with: an organisation's slug. */
  alt: string | null;
  /** Longer than any abstract; its text is only the beginning. */
  overlong: number | null;
}

/** No title or abstract is longer. */
export const MAX_LINE = 20_000;
/** A day has some hundred papers; bounds memory for texts that are none. */
export const MAX_LINES = 200_000;

/** The lines of a text that are not blank, at most `MAX_LINES` + 1. Line ends are LF. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let no = 0;
  for (let start = 0; start < text.length && lines.length <= MAX_LINES; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    no++;
    const line = lineOf(no, text.slice(start, end));
    if (line) lines.push(line);
    start = end + 1;
  }
  return lines;
}

function lineOf(no: number, raw: string): Line | null {
  const overlong = raw.length > MAX_LINE ? raw.length : null;
  const text = cleanLine(overlong === null ? raw : raw.slice(0, 200));
  if (text === '') return null;
  return { no, text, indented: /^\s/.test(raw), heading: false, link: null, alt: null, overlong };
}
