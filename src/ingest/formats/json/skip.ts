/** Nothing that papers come in is nested deeper. */
const MAX_DEPTH = 100;

/** No element of a list is longer: papers with thousands of authors are not. */
export const LONGEST_VALUE = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS: ReadonlyMap<number, number> = new Map([
  [0x7b, 0x7d],
  [0x5b, 0x5d],
]);
const WORD = /[^\s,:"{}[\]]+/y;

/**
 * Where the JSON value that begins at `from` ends. Null when it does not end before `to`, when its brackets do not pair, or when they
 * are nested beyond all measure. Looks at quotes and brackets only: what it passes over may still be no JSON.
 */
export function endOfValue(text: string, from: number, to: number): number | null {
  const first = text.charCodeAt(from);
  if (first === QUOTE) return endOfString(text, from, to);
  if (!OPENERS.has(first)) return endOfWord(text, from, to);
  const closers: number[] = [];
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at, to);
      if (end === null) return null;
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      closers.push(OPENERS.get(code) ?? 0);
      if (closers.length > MAX_DEPTH) return null;
    } else if (code === 0x7d || code === 0x5d) {
      if (closers.pop() !== code) return null;
      if (closers.length === 0) return at + 1;
    }
  }
  return null;
}

function endOfString(text: string, from: number, to: number): number | null {
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return null;
}

function endOfWord(text: string, from: number, to: number): number | null {
  WORD.lastIndex = from;
  const end = WORD.test(text) ? WORD.lastIndex : from;
  return end > from && end <= to ? end : null;
}

const SEPARATORS = new Set([' ', '\n', '\t', '\r', ',', '\u00a0', '\ufeff']);

/** The first place from `from` on that is neither white space nor a comma: lists are read the same with a comma too many or too few. */
export function skipSeparators(text: string, from: number): number {
  let at = from;
  while (SEPARATORS.has(text[at] ?? '')) at++;
  return at;
}
