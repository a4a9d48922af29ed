import { replaceCommands } from './commands.ts';
import { subscript, superscript } from './scripts.ts';
import { settle } from './settle.ts';

/** No formula in a title is longer; bounds the search for a closing `$`. */
const MAX_FORMULA = 200;

const SCRIPT = /([\^_])(?:\{([^{}]*)\}|(\\circ|\\prime|[^\s{}\\]))/g;
const SPACING = /\\[,;:! ]|\\(?:left|right|big|Big|displaystyle|limits)(?![A-Za-z])/g;
const INNER_BRACES = /(?<!\\)\{([^{}]*)\}/g;

/** Words of three letters and more, not commands: what prose between two prices has. */
const PROSE_WORD = /(?<![\\A-Za-z])[A-Za-z]{3,}/;

/**
 * Replaces every formula between dollar signs by Unicode text, and leaves dollar signs that are
 * money: `$5 and $10`. A formula has no white space inside its dollars, and is one token or has
 * TeX or an operator in it.
 */
export function replaceFormulas(text: string): string {
  let at = text.indexOf('$');
  if (at < 0) return text;
  let out = '';
  let done = 0;
  while (at >= 0) {
    const width = text[at + 1] === '$' ? 2 : 1;
    const close = text.indexOf('$', at + width);
    if (close < 0) break;
    const body = text.slice(at + width, close);
    const end = width === 2 && text[close + 1] === '$' ? close + 2 : close + 1;
    if (text[at - 1] !== '\\' && isFormula(body, text[end])) {
      out += text.slice(done, at) + formulaToText(body);
      done = end;
      at = text.indexOf('$', end);
    } else {
      at = close;
    }
  }
  return out + text.slice(done);
}

/** Text of one formula, without its dollar signs. */
export function formulaToText(body: string): string {
  return settle(body, formulaRound).replace(/\s+/g, ' ').trim();
}

function formulaRound(body: string): string {
  return replaceCommands(body.replace(SPACING, ' '))
    .replace(SCRIPT, (whole, mark: string, braced?: string, bare?: string) => {
      const inner = braced ?? bare ?? '';
      return (
        (mark === '^' ? superscript(inner) : subscript(inner)) ??
        (braced === undefined ? whole : `${mark}${inner}`)
      );
    })
    .replace(INNER_BRACES, '$1');
}

function isFormula(body: string, next: string | undefined): boolean {
  if (body.length === 0 || body.length > MAX_FORMULA || body.includes('\n') || body.endsWith('\\'))
    return false;
  const command = /\\[A-Za-z]/.test(body);
  if (body.trim() !== body) return command && body.trim().startsWith('\\');
  if (!command && next !== undefined && /\d/.test(next)) return false;
  if (!/\s/.test(body)) return true;
  return command || (/[\^_=<>+]/.test(body) && !PROSE_WORD.test(body));
}
