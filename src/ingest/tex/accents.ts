/** Combining mark of each TeX accent: `\'e`, `\v{s}`. */
const MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '`': '\u0300',
    "'": '\u0301',
    '^': '\u0302',
    '~': '\u0303',
    '=': '\u0304',
    u: '\u0306',
    '.': '\u0307',
    '"': '\u0308',
    r: '\u030a',
    H: '\u030b',
    v: '\u030c',
    d: '\u0323',
    c: '\u0327',
    k: '\u0328',
    b: '\u0331',
    h: '\u0309',
  }),
);

/** `\"o`, `\"{o}`, `\'{\i}` and `\'\i`; `\~{\^e}` when the inner accent is a letter already. */
const SIGN_ACCENT = /\\(["'`^~=.])(?:\{\\?(\p{L})\}|\\(i|j)(?![A-Za-z])|(\p{L}))/gu;

/** `\v{s}` and `\v s`: an accent named by a letter needs the braces or the space. */
const LETTER_ACCENT = /\\([uvHckdbrh])(?:\{\\?(\p{L})\}| ([A-Za-z])(?![A-Za-z]))/gu;

/**
 * Replaces TeX accents by the accented letter (NFC). A pair that Unicode has no letter for is left
 * alone: then the backslash was something else.
 */
export function replaceAccents(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replace(SIGN_ACCENT, (whole, sign: string, braced?: string, dotless?: string, plain?: string) =>
      accented(whole, sign, braced ?? dotless ?? plain ?? ''),
    )
    .replace(LETTER_ACCENT, (whole, sign: string, braced?: string, spaced?: string) =>
      accented(whole, sign, braced ?? spaced ?? ''),
    );
}

function accented(whole: string, sign: string, letter: string): string {
  const composed = withMark(sign, letter);
  return [...composed].length === 1 ? composed : whole;
}

/** A letter under the accent that TeX calls `sign`: one character where Unicode has it, else letter and mark. */
export function withMark(sign: string, letter: string): string {
  return (letter + (MARKS.get(sign) ?? '')).normalize('NFC');
}
