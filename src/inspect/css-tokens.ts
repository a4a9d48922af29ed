import { tokenize, tokenNames } from 'css-tree';

/** A token of CSS, and what it belongs to. */
export interface CssToken {
  /** As css-tree names it: `ident-token`, `url-token`, `function-token` ... */
  type: string;
  text: string;
  from: number;
  to: number;
  /** The property whose value it is part of, or the rule (`@import`) whose head; in lower case, empty for none. */
  property: string;
}

const SILENT = /^(?:whitespace|comment)-token$/;

/**
 * The tokens of CSS without white space and comments. Tokens, not a tree: what is broken, or nested without end, has tokens, too, and they know
 * their places.
 */
export function cssTokens(css: string): CssToken[] {
  const tokens: CssToken[] = [];
  let property = '';
  let previous: CssToken | undefined;
  tokenize(css, (code, from, to) => {
    const type = tokenNames[code] ?? '';
    if (SILENT.test(type)) return;
    const text = css.slice(from, to);
    if (/^[;{}]-token$|^semicolon-token$/.test(type)) property = '';
    else if (type === 'at-keyword-token') property = text.toLowerCase();
    else if (type === 'colon-token' && property === '' && previous?.type === 'ident-token') {
      property = previous.text.toLowerCase();
    }
    previous = { type, text, from, to, property };
    tokens.push(previous);
  });
  return tokens;
}

/** A piece of a text, and what shall stand in its place. */
export interface Edit {
  from: number;
  to: number;
  text: string;
}

/** The text with its pieces replaced. Of two that meet, the first counts. */
export function edited(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.from - other.from)) {
    if (edit.from < at) continue;
    pieces.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return pieces.join('') + text.slice(at);
}
