import { replaceAccents } from './accents.ts';
import { superscript } from './scripts.ts';
import { blackboard, symbolOf } from './symbols.ts';

/** Commands that only style their argument; the argument is innermost, so it holds no braces. */
const STYLED =
  /\\(?:emph|underline|mbox|operatorname|boldsymbol|bm|url|text(?:bf|it|tt|sc|sf|rm|sl|up|normal)?|math(?:bf|it|rm|sf|tt|cal|frak|scr))\*?[ ]?\{([^{}]*)\}/g;
const SWITCHED =
  /\{\\(?:em|it|bf|tt|sc|sf|rm|sl|cal|itshape|bfseries|ttfamily|scshape)(?![A-Za-z])\s*([^{}]*)\}/g;
const BLACKBOARD = /\\mathbb[ ]?(?:\{([A-Za-z])\}|([A-Z])(?![A-Za-z]))/g;
const FRACTION = /\\[dt]?frac[ ]?\{([^{}]*)\}[ ]?\{([^{}]*)\}/g;
const ROOT = /\\sqrt[ ]?\{([^{}]*)\}/g;
const NAMED = /\\([A-Za-z]+)(\{\})?/g;
const ESCAPED = /\\([%&_#$])/g;
const BRACED_LETTER = /\{(\p{L})\}/gu;

/** A raised number: `M^3ViT`, `10^{-3}`, but not the start of a decimal, `2^1.5`. */
const RAISED = /(?<=[\p{L}\p{N})\]])\^(?:(\d{1,3})(?!\d|\.\d)|\{([-−+]?\d{1,4}|\\circ|th|st|nd|rd)\})/gu;

/**
 * One round over the commands that mean the same in text and in math: styles, accents, letters,
 * symbols, fractions, roots, escapes and raised numbers. Unknown commands are left as they are.
 */
export function replaceCommands(text: string): string {
  let out = text;
  if (out.includes('\\')) {
    out = replaceAccents(out)
      .replace(STYLED, '$1')
      .replace(SWITCHED, (_, inner: string) => inner.replaceAll('\\/', ''))
      .replace(BLACKBOARD, (_, braced?: string, bare?: string) => blackboard(braced ?? bare ?? ''))
      .replace(FRACTION, (_, top: string, bottom: string) => `${grouped(top)}/${grouped(bottom)}`)
      .replace(ROOT, (_, inner: string) => `√${grouped(inner)}`)
      .replace(NAMED, (whole, name: string) => symbolOf(name) ?? whole)
      .replace(ESCAPED, '$1');
    // `{\"o}` has become `{ö}`: braces around one letter stood for the accent.
    if (out !== text) out = out.replace(BRACED_LETTER, '$1');
  }
  if (!out.includes('^')) return out;
  return out.replace(
    RAISED,
    (whole, bare?: string, braced?: string) => superscript(bare ?? braced ?? '') ?? whole,
  );
}

/** A term as one unit: in parentheses unless it is a single number, letter or word. */
function grouped(term: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(term) ? term : `(${term})`;
}
