import { replaceCommands } from './commands.ts';
import { replaceFormulas } from './math.ts';
import { replacePunctuation } from './punctuation.ts';
import { settle } from './settle.ts';

const NO_BREAK_SPACE = '\u00a0';

/** `950times540`, `2.2times faster`, `82times/3.6times`: a number glued to the word is a lost `\times`. */
const LOST_TIMES = /(?<=\d)times(?![A-Za-z])/g;
/**
 * `1.66 sim 7.17` and `sim2.2times`: a lost `\sim`, between two numbers or glued to one. "sim2real"
 * is a word.
 */
const LOST_SIM = /(?<=\d) ?sim ?(?=\d)(?!2[A-Za-z-])|(?<![\p{L}\p{N}])sim(?=\d)(?!2[A-Za-z-])/gu;
/** A tie between words; between two digits it is a range, before a number it says "about". */
const TIE = /(?<=[\p{L}\p{N},.:)])~(?=[\p{L}(])|(?<=\p{L})~(?=\p{N})/gu;
const TIE_BEFORE_URL = /(?<=[\p{L}:])~$/u;
const URL = /(https?:\/\/[^\s]+)/;
const URL_COMMAND = /\\(?:url|href)[ ]?\{(https?:\/\/[^\s{}]+)\}/g;

/**
 * Undoes the damage that Hugging Face does to TeX in abstracts (dollar signs and most backslashes
 * lost), as far as nothing else can be meant, and the markup it leaves behind. Never touches prose
 * ("sometimes", "5 times") or URLs. Never throws, idempotent.
 */
export function repairAbstract(text: string): string {
  return settle(text, round);
}

function round(text: string): string {
  const parts = text.replace(URL_COMMAND, '$1').split(URL);
  return parts.map((part, at) => (at % 2 ? part : repairProse(part, at < parts.length - 1))).join('');
}

function repairProse(text: string, beforeUrl: boolean): string {
  let out = replacePunctuation(replaceCommands(replaceFormulas(text)));
  if (out.includes('times')) out = out.replace(LOST_TIMES, '×');
  if (out.includes('sim')) out = out.replace(LOST_SIM, sim => (sim.startsWith(' ') ? ' ∼ ' : '∼'));
  if (!out.includes('~')) return out;
  out = out.replace(TIE, NO_BREAK_SPACE);
  return beforeUrl ? out.replace(TIE_BEFORE_URL, ' ') : out;
}
