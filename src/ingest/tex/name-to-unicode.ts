import { withMark } from './accents.ts';
import { settle } from './settle.ts';
import { symbolOf } from './symbols.ts';

/** In a name TeX's own rules hold: the accent takes the next letter, with or without braces and space. */
const ACCENT =
  /\\(["'`^~=.]|[uvHckdbrh](?![A-Za-z]))\s?(?:\{\s?\\?(\p{L}\p{M}*)\s?\}|\\(i|j)(?![A-Za-z])\s?|(\p{L}\p{M}*))/gu;
/** `S\o rensen`, `{\ss}`, `\L{}ukasz`: the space or the braces only end the command. */
const LETTER =
  /\\(ss|SS|o|O|l|L|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|i|j)(?![A-Za-z])(?:\{\}|\s(?=\p{Ll}))?/gu;
/** Marks of affiliations and notes: `$^{1}$`, `\thanks{…}`, `\textsuperscript{a}`. */
const NOTE = /\$\s*\^[^$]{0,40}\$|\\(?:thanks|footnote|textsuperscript|inst)\s?\{[^{}]{0,80}\}/g;
const STYLE = /\\(?:text(?:sc|it|bf|rm|tt)?|mbox|emph)\s?\{([^{}]*)\}/g;
const BRACES = /\{([^{}]*)\}/g;

/**
 * A name with TeX in it as Unicode: `J\"org`, `Mikol\'a\v{s}`, `Kra{\ss}`, `Nguy\~{\^e}n`, `Fran\c cois`. No backslash and no brace
 * of a pair is left. Never throws, idempotent.
 */
export function nameToUnicode(text: string): string {
  if (!/[\\{}$~]/.test(text)) return text;
  const settled = settle(text.replace(NOTE, ''), round);
  return settled
    .replace(/\\[ ,;:!/-]/g, ' ')
    .replace(/[\\{}]/g, '')
    .replace(/~/g, ' ');
}

function round(text: string): string {
  return text
    .replace(ACCENT, (_, sign: string, braced?: string, dotless?: string, plain?: string) =>
      withMark(sign, braced ?? dotless ?? plain ?? ''),
    )
    .replace(LETTER, (whole, name: string) => symbolOf(name) ?? whole)
    .replace(STYLE, '$1')
    .replace(BRACES, '$1');
}
